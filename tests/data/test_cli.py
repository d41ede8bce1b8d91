"""``python -m data``: what it prints, what it leaves behind, and how it ends."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import duckdb
import pytest

from data import command, progress
from data.copy import SCHEMA_VERSION, current_path
from data.progress import Progress
from data.read import SourceError
from data.settings import settings
from tests.data.conftest import Files, Z, write

ROOT = Path(__file__).parents[2]
HEAD = "cart_token,started_at,country\n"
GOOD = {"sessions.csv": HEAD + f"a,{Z},CZ\nb,{Z},Czech Republic\n"}
FULL = (
    r"The disk is full, or its quota is used up: the build needs more than the [\d,]+ MB that are"
    r" free in .*\. The current copy stays\."
)
BAD = {"sessions.csv": HEAD + f"a,{Z},CZ\nb,never,CZ\n"}


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """What it printed as JSON."""
        told = json.loads(self.out)
        assert isinstance(told, dict)
        return told


Run = Callable[..., Ended]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of copies that the command is set to."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SESSIONS_HOME", str(folder))
    settings.cache_clear()
    yield folder
    settings.cache_clear()


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, on a machine that is never too slow to keep silent."""
    monkeypatch.setattr(progress, "_PATIENCE", 600.0)

    def run_command(*arguments: str) -> Ended:
        code = command.main(list(arguments))
        return Ended(code, *capsys.readouterr())

    return run_command


def given(tmp_path: Path, files: Files) -> str:
    return str(write(tmp_path / "input", files))


def published(home: Path) -> list[str]:
    return sorted(path.name for path in home.glob("*")) if home.exists() else []


def test_build_publishes_and_says_what_was_taken(run: Run, tmp_path: Path, home: Path) -> None:
    ended = run("build", given(tmp_path, GOOD))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "2 rows in: 2 taken, 0 set aside, 0 turned away\n"
        "2 sessions, 0 cart lines, 0 events in 1 store\n"
        "\n"
        "Noted:\n"
        "          1  country: a name where a code is wanted, understood\n"
        "             sessions.csv:3 country: a name where a code is wanted, understood"
        " (Czech Republic)\n"
    )
    assert current_path(home).is_file()


def test_build_and_info_tell_the_same(run: Run, tmp_path: Path, home: Path) -> None:
    told = run("build", given(tmp_path, GOOD), "--json").told
    wanted = {
        "copy": str(current_path(home)),
        "sessions": 2,
        "lines": 0,
        "events": 0,
        "rows_in": 2,
        "taken": 2,
        "set_aside": 0,
        "turned_away": 0,
        "reasons": {"country: a name where a code is wanted, understood": 1},
        "stores": ["shop"],
    }
    assert {name: told[name] for name in wanted} == wanted
    info = run("info", "--json").told
    assert {name: info[name] for name in wanted} == wanted
    assert (info["source"], info["kind"]) == ("input/", "contract")
    assert datetime.fromisoformat(info["made_at"]) <= datetime.now(UTC)
    lines = run("info").out.splitlines()
    assert lines[0] == str(current_path(home))
    assert lines[1].endswith(" UTC from input/ (contract)")
    assert lines[2:] == [
        "2 rows in: 2 taken, 0 set aside, 0 turned away",
        "2 sessions, 0 cart lines, 0 events",
        "stores: shop",
        "          1  country: a name where a code is wanted, understood",
    ]


def test_check_tells_the_same_and_publishes_nothing(run: Run, tmp_path: Path, home: Path) -> None:
    ended = run("check", given(tmp_path, GOOD), "--json")
    assert (ended.code, ended.told["copy"], ended.told["sessions"]) == (0, None, 2)
    assert published(home) == ["build.lock"]


def test_too_many_turned_away_exit_1_with_the_report_and_a_sentence(
    run: Run, tmp_path: Path, home: Path
) -> None:
    ended = run("build", given(tmp_path, BAD), "--max-rejects", "0.4")
    assert ended.code == 1
    assert ended.err == "50% of the rows were turned away, more than 40%: nothing was published.\n"
    assert "sessions.csv:3 started_at: not a time (never)" in ended.out
    assert published(home) == ["build.lock"]


def test_options_reach_the_build(run: Run, tmp_path: Path, home: Path) -> None:
    files = {"log.csv": "id,at\na,2026-07-01 10:00:00\n"}
    own = tmp_path / "own.sql"
    own.write_text('-- sessions\nselect id as cart_token, "at" as started_at from log')
    ended = run("build", given(tmp_path, files), "--as", str(own), "--time-zone", "Europe/Prague")
    assert ended.code == 0
    with duckdb.connect(str(current_path(home)), read_only=True) as connection:
        assert connection.execute("select started_at from sessions").fetchall() == [
            (datetime(2026, 7, 1, 8),)
        ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("build", "{0}/gone.csv"), "There is nothing at {0}/gone.csv."),
        (
            ("build", "{0}", "--as", "nope"),
            "There is no source kind 'nope'; there are otto, rees46, shopify, or a .sql file.",
        ),
        (
            ("build", "{0}", "--time-zone", "Nowhere"),
            "There is no time zone 'Nowhere'; one is called Europe/Prague, for example.",
        ),
        (("check", "{0}", "--as", "gone.sql"), "There is no file gone.sql."),
        (("info",), "There is no copy in {1} yet."),
    ],
)
def test_what_cannot_be_done_exits_1_with_one_sentence(
    run: Run, tmp_path: Path, home: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    folder = given(tmp_path, GOOD)
    ended = run(*(one.format(folder) for one in arguments))
    assert (ended.code, ended.out, ended.err) == (1, "", sentence.format(folder, home) + "\n")


def test_a_home_that_is_a_file_exits_1_with_one_sentence(
    run: Run, tmp_path: Path, home: Path
) -> None:
    home.write_text("")
    ended = run("build", given(tmp_path, GOOD))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (f"The disk refused: File exists: '{home}'. The current copy stays.\n")


@pytest.mark.parametrize("share", ["-0.1", "1.1", "nan", "few"])
def test_a_share_that_is_none_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str], share: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        run("build", "x", f"--max-rejects={share}")
    assert caught.value.code == 2
    assert "a number from 0 to 1 is wanted" in capsys.readouterr().err


def test_what_the_data_holds_cannot_command_the_terminal(run: Run, tmp_path: Path) -> None:
    text = "\x1b]0;owned\x07\x1b[2J\u202eevil"
    files = {"sessions.x\x1b[31m.csv": HEAD + f"a,never,{text}\nb,{text},\nc,{Z},{text}\n"}
    ended = run("build", given(tmp_path, files), "--max-rejects", "1")
    assert "\ufffd]0;owned\ufffd\ufffd[2J\ufffdevil" in ended.out
    assert all(line.isprintable() for line in ended.out.splitlines())
    ended = run("build", str(tmp_path / "gone\x1b[2J"))
    assert ended.err == f"There is nothing at {tmp_path}/gone\ufffd[2J.\n"


def test_the_command_itself_ends_as_it_should(tmp_path: Path, home: Path) -> None:
    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "data", *arguments],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    built = python("build", given(tmp_path, GOOD), "--json")
    assert (built.returncode, built.stderr) == (0, "")
    assert json.loads(built.stdout)["copy"] == str(current_path(home))
    write(tmp_path / "cut", {"sessions.parquet": b"PAR1"})
    refused = python("build", str(tmp_path / "cut"))
    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1, "", "sessions.parquet: not a whole Parquet file.\n",
    )  # fmt: skip
    assert published(home) == ["CURRENT", "build.lock", current_path(home).name]


def start(home: Path, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, *options.pop("python", ()), "-m", "data", *arguments]
    environment = {**os.environ, "SESSIONS_HOME": str(home), **options.pop("env", {})}
    # What a shell runs in the background passes on that it ignores interruptions.
    options.setdefault("preexec_fn", partial(signal.signal, signal.SIGINT, signal.SIG_DFL))
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stderr=subprocess.PIPE, **options
    )


def last_line(words: str) -> str:
    return words.splitlines()[-1]


def test_a_python_without_the_libraries_says_which_one_has_them(home: Path) -> None:
    process = start(home, "info", python=("-S",))
    words = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert words == (
        "This Python has no sqlalchemy: let `make run` install what is needed, and use"
        " .venv/bin/python.\n"
    )


def test_a_limit_of_what_may_be_written_is_told_and_the_current_copy_stays(
    run: Run, tmp_path: Path, home: Path
) -> None:
    run("build", given(tmp_path, GOOD))
    before = published(home)
    process = start(
        home,
        *("build", given(tmp_path, GOOD)),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )
    words = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert re.fullmatch(FULL, last_line(words))
    assert published(home) == before


def test_a_full_disk_is_told_and_the_current_copy_stays(
    run: Run, tmp_path: Path, home: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = 'mount -t tmpfs -o size=10m none "$0" && exec "$@"'
    mounted = ["unshare", "--mount", "sh", "-c", mount]
    if subprocess.run([*mounted, small, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    run("build", given(tmp_path, GOOD))
    script = 'cp -r "$1"/. "$0" && "$2" -m data build "$3"; code=$?; ls "$0"; exit $code'
    tokens = "".join(f"t{n},2026-11-01T10:00:00Z,\n" for n in range(20_000))
    source = given(tmp_path, {"sessions.csv": HEAD + tokens})
    ended = subprocess.run(
        [*mounted, small, "sh", "-c", script, small, home, sys.executable, source],
        cwd=ROOT, env={**os.environ, "SESSIONS_HOME": str(small)}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert re.fullmatch(FULL, last_line(ended.stderr))
    assert ended.stdout.split() == published(home)


def test_an_interruption_while_libraries_load_ends_in_a_sentence(home: Path) -> None:
    process = start(home, "info", python=("-X", "importtime"))
    assert process.stderr
    seen = iter(process.stderr.readline, "")
    assert any("sqlalchemy.util" in line for line in seen)  # Hundreds more are to come.
    process.send_signal(signal.SIGINT)
    words = process.stderr.read()
    assert process.wait(60) == 130
    assert last_line(words) == "Interrupted. The current copy stays."
    assert "Traceback" not in words


def test_an_interruption_of_a_build_ends_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, home: Path
) -> None:
    rows = "".join(f"t{n},2026-11-01T10:00:00Z\n" for n in range(300_000))
    source = given(tmp_path, {"sessions.csv": "cart_token,started_at\n" + rows})
    process = start(home, "build", source, "--json", stdout=subprocess.DEVNULL)
    patient_until = monotonic() + 60
    while not list(home.glob("building-*/read-0-0.parquet")) and monotonic() < patient_until:
        sleep(0.01)
    process.send_signal(signal.SIGINT)
    words = process.communicate(timeout=60)[1]
    assert (process.returncode, last_line(words)) == (130, "Interrupted. The current copy stays.")
    assert published(home) == ["build.lock"]


@pytest.mark.parametrize(
    "made_of_it", [KeyboardInterrupt(), RuntimeError("Query interrupted"), SourceError("No.")]
)
def test_whatever_a_library_makes_of_an_interruption_it_is_told_as_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_of_it: BaseException
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        with suppress(KeyboardInterrupt):
            command.interrupt(signal.SIGINT, None)
        raise made_of_it

    monkeypatch.setattr(command, "build", interrupted)
    ended = run("build", str(tmp_path))
    assert ended == Ended(130, "", "Interrupted. The current copy stays.\n")
    monkeypatch.undo()
    assert run("info").code == 1


def test_what_nobody_thought_of_is_told_in_a_sentence_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a tenth\nof nothing")

    monkeypatch.setattr(command, "build", broken)
    assert run("build", str(tmp_path)) == Ended(
        1,
        "",
        "This should not happen: ZeroDivisionError: a tenth. The current copy stays; python -X dev"
        " -m data shows where it was.\n",
    )


def test_a_terminal_without_the_letters_and_one_that_takes_nothing_are_no_trouble(
    tmp_path: Path, home: Path
) -> None:
    source = given(tmp_path, {"sessions.csv": f"cart_token,started_at,status\na,{Z},نشط\n"})
    process = start(
        home, "build", source, stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "latin-1"}
    )
    out, words = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in words) == (0, False)
    assert "(\\u0646\\u0634\\u0637)" in out
    with Path("/dev/full").open("w") as full:
        process = start(home, "info", stdout=full)
        words = process.communicate(timeout=60)[1]
    assert (process.returncode, last_line(words)) == (
        1, "The disk refused: No space left on device.",
    )  # fmt: skip


def test_whoever_waits_is_told_what_is_being_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.02)
    told = Progress(loud=True)
    err = ""
    with told.telling():
        told.step("reading sessions.csv")
        told.count(12345)
        deadline = datetime.now(UTC) + timedelta(seconds=5)
        while not err and datetime.now(UTC) < deadline:
            err = capsys.readouterr().err
    assert err.endswith(" s  reading sessions.csv, 12,345 rows\n")


def test_a_program_that_waits_is_told_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)
    told = Progress(loud=False)
    with told.telling():
        told.step("reading sessions.csv")
        sleep(0.05)
    assert capsys.readouterr() == ("", "")


# The demo


def test_the_demo_is_made_where_there_is_no_copy_and_not_twice(run: Run, home: Path) -> None:
    told = run("demo", "--if-needed", "--json").told
    assert (len(told["stores"]), told["turned_away"], told["set_aside"]) == (3, 0, 0)
    assert 5000 < told["sessions"] < 7000
    assert run("info", "--json").told["source"] == "demo"
    made = current_path(home)
    assert run("demo", "--if-needed") == Ended(0, "", "")
    assert current_path(home) == made


def test_a_demo_is_due_again_after_a_day_or_for_another_version_and_no_other_copy_ever_is(
    run: Run, tmp_path: Path, home: Path
) -> None:
    # A folder of somebody's own may well be called demo.
    run("build", str(write(tmp_path / "demo", GOOD)))
    path = current_path(home)

    def due(source: str | None, hours: int, version: int = SCHEMA_VERSION) -> bool:
        made_at = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=hours)
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                "update builds set made_at = $made_at, schema_version = $version,"
                " source = coalesce($source, source)",
                {"made_at": made_at, "version": version, "source": source},
            )
        return command._demo_is_due(home)

    assert not due(None, 9999, SCHEMA_VERSION - 1)
    assert [due(command.DEMO, hours) for hours in (0, 23, 25, 9999)] == [False, False, True, True]
    assert due(command.DEMO, 0, SCHEMA_VERSION - 1)
    path.write_bytes(b"no copy at all")
    assert not command._demo_is_due(home)
