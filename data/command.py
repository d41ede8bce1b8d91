"""``python -m data``: build a copy, check a source, see what is there, audit the decisions."""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from threading import Event
from types import FrameType

from data.actions.errors import ActionsError
from data.actions.verify import Verdict, audit
from data.build import MAX_REJECTS, Options, Refused, build
from data.copy import SCHEMA_VERSION, CopyError, NoCopy
from data.demo import write_demo
from data.info import CopyInfo, read_info
from data.progress import Progress
from data.read import SourceError
from data.report import Report, visible
from data.settings import SettingsError, settings
from data.source import shipped_kinds

DEMO = "demo"
SEED = 115
INTERRUPTED = 130
_DAY = timedelta(days=1)
_interrupted = Event()


def interrupt(number: int, frame: FrameType | None) -> None:
    """What Ctrl-C does: libraries may make any error of it, so that it is remembered as well."""
    _interrupted.set()
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code.

    It is 0, or 1 with one sentence on standard error, or ``INTERRUPTED``, with one too.
    """
    given = _parser().parse_args(arguments)
    _interrupted.clear()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _carry_out(given)
    except (SourceError, CopyError, SettingsError, ActionsError) as error:
        return _fail(error)
    except BrokenPipeError:
        return 1  # Whoever reads has read enough.
    except OSError as error:
        return _fail(f"The disk refused: {error.strerror or error}.")
    except KeyboardInterrupt:
        _interrupted.set()
        return _fail()
    except Exception as error:
        if sys.flags.dev_mode and not _interrupted.is_set():
            raise
        words = str(error).partition("\n")[0]
        return _fail(
            f"This should not happen: {type(error).__name__}: {words}. The current copy stays;"
            " python -X dev -m data shows where it was."
        )


def _carry_out(given: argparse.Namespace) -> int:
    try:
        if given.command == "audit":
            return _tell_verdict(audit(settings()), given)
        home = settings().home
        if given.command == "info":
            return _tell(read_info(home), given)
        progress = Progress(loud=not given.json)
        if given.command == DEMO:
            if given.if_needed and not _demo_is_due(home):
                return 0
            report = _build_demo(home, given.seed, progress)
        else:
            options = Options(
                kind=given.kind, time_zone=given.time_zone, max_rejects=given.max_rejects
            )
            publishing = given.command == "build"
            report = build(given.source, home, options, publishing=publishing, progress=progress)
        return _tell(report, given)
    except Refused as refusal:
        _tell(refusal.report, given)
        return _fail(refusal)


def _tell(told: Report | CopyInfo, given: argparse.Namespace) -> int:
    _say(told.as_json() if given.json else told.as_text())
    return 0


def _tell_verdict(verdict: Verdict, given: argparse.Namespace) -> int:
    if verdict.holds or given.json:
        _say(verdict.as_json() if given.json else verdict.as_text())
        return 0 if verdict.holds else 1
    return _fail(verdict.as_text())


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError:
        # What could not be written would be tried again, and complained of, as Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _fail(why: object = "") -> int:
    if _interrupted.is_set():
        why = "Interrupted. The current copy stays."
    print(visible(str(why)), file=sys.stderr, flush=True)
    return INTERRUPTED if _interrupted.is_set() else 1


def _build_demo(home: Path, seed: int, progress: Progress) -> Report:
    now = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory() as folder:
        write_demo(Path(folder), seed=seed, now=now)
        return build(folder, home, Options(origin=DEMO), progress=progress)


def _demo_is_due(home: Path) -> bool:
    """Whether there is no copy, or a demo that is older than a day or of another version.

    A copy of somebody's own data is never replaced, not even one that cannot be read.
    """
    try:
        info = read_info(home)
    except NoCopy:
        return True
    except CopyError:
        return False
    age = datetime.now(UTC).replace(tzinfo=None) - info.made_at
    return info.source == DEMO and (age > _DAY or info.schema_version != SCHEMA_VERSION)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data",
        description="The copy that the dashboard reads: build it, check a source, look into it.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, meaning in (
        ("build", "make a copy of a source and publish it"),
        ("check", "the same without publishing: what would be taken, and what turned away"),
    ):
        command = commands.add_parser(name, help=meaning, description=meaning)
        command.add_argument(
            "source", help="a file, a folder, a glob or postgresql://user@host/name"
        )
        command.add_argument(
            "--as",
            dest="kind",
            metavar="KIND",
            help=f"{', '.join(shipped_kinds())}, or the path of a .sql file of your own;"
            " without it the files are in the contract's own names",
        )
        command.add_argument(
            "--time-zone",
            default="UTC",
            metavar="ZONE",
            help="the zone of times that name none, such as Europe/Prague (default: UTC)",
        )
        command.add_argument(
            "--max-rejects",
            type=_share,
            default=MAX_REJECTS,
            metavar="SHARE",
            help=f"the largest share of rows that may be turned away (default: {MAX_REJECTS})",
        )
        _json(command)
    _json(commands.add_parser("info", help="what the current copy is made of"))
    _json(commands.add_parser("audit", help="whether the trail of decisions is as it was written"))
    demo = commands.add_parser(DEMO, help="believable stores from a seed")
    demo.add_argument("--seed", type=int, default=SEED, help=f"(default: {SEED})")
    demo.add_argument(
        "--if-needed",
        action="store_true",
        help="only when there is no copy, or when it is a demo older than a day",
    )
    _json(demo)
    return parser


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON object")


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a number from 0 to 1 is wanted")
    return share
