"""Build copies of three sizes, ask them the dashboard's questions, print medians and ratios.

Then score sessions whose truth is known, and print how well the score tells them apart.
"""

import argparse
import gc
import os
import platform
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks import dashboard, decisions, frames, overview, painted, plain, samples
from benchmarks.made import Made, make
from benchmarks.page_script import list_script_ms
from benchmarks.timing import additions_ms, median_ms
from data.copy import current_path, open_copy

SIZES = {"10k": 10_000, "1m": 1_000_000, "10m": 10_000_000}
LARGE = "10m"
TOKEN, ILIKE_AIM, GROWTH_AIM = "three letters of a token", 0.4, 3.0
STEADY = ("list page with its counts", "an IP", "whole detail page")


class Taken(NamedTuple):
    """Medians of one question in milliseconds: of what nobody asked before, and asked once more.

    The first time, DuckDB reads and checks what is asked for; afterwards it has it in memory.
    """

    first: float
    again: float


def main() -> None:
    """Measure, and print as one goes."""
    given = _arguments()
    if given.only != "quality":
        _speed(given)
    if given.only != "speed":
        # Imported here: what the score is compared with takes seconds to load.
        from benchmarks import quality

        quality.report()


def _speed(given: argparse.Namespace) -> None:
    names = [name for name in given.sizes or SIZES if name != LARGE or given.large]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, DuckDB {duckdb.__version__}; medians in ms"
    )
    load, *_ = os.getloadavg()
    if load > 0.5:
        print(f"Something else runs here (load {load:.1f}): times are longer than they need be.")
    taken: dict[str, dict[str, Taken]] = {}
    for name in names:
        print(f"\n{SIZES[name]:,} sessions", flush=True)
        made = make(SIZES[name], again=given.rebuild)
        taken[name] = _measure(made, with_frames=not given.without_frames)
    _compare_sizes(taken)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--large", action="store_true", help="10 million sessions as well")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, help="only these")
    parser.add_argument("--rebuild", action="store_true", help="make all copies again")
    parser.add_argument("--without-frames", action="store_true", help="leave out pandas")
    parser.add_argument("--only", choices=("speed", "quality"), help="the half of it to measure")
    return parser.parse_args()


def _measure(made: Made, *, with_frames: bool) -> dict[str, Taken]:
    path = current_path(made.home)
    size = path.stat().st_size / 2**20
    print(
        f"  built in {made.seconds:,.0f} s, {made.peak_mib:,} MiB at the peak; "
        f"the copy has {size:,.0f} MiB"
    )
    if made.scoring is not None:
        rest = made.seconds - made.scoring
        print(
            f"  {made.scoring:,.0f} s of it for signals and scores, {made.scoring / rest:.2f} of"
            " the rest (aim: below 1)"
        )
    copy = open_copy(path)
    found = samples.take(copy)
    frame_ms = _frames(made, found) if with_frames else {}
    # After the dataframes, which leave the system no room for the file.
    _read_through(path)
    taken = {}
    _tell_speed()
    print(f"  {'':32}{'dashboard':>10}{'again':>8}{'aim':>6}{'pandas':>10}{'pandas/dashboard':>18}")
    for question in [*dashboard.questions(copy, found), *overview.questions(copy, found)]:
        first, again = (median_ms(question.ask, question.parameters) for _ in range(2))
        taken[question.name] = Taken(first, again)
        aim = "" if question.aim_ms is None else f"{question.aim_ms}"
        line = f"  {question.name:32}{first:>10.1f}{again:>8.1f}{aim:>6}"
        if question.name in frame_ms:
            theirs = frame_ms[question.name]
            line += f"{theirs:>10.1f}{theirs / again:>17.1f}x"
        print(line, flush=True)
    _tell_speed()
    _against_ilike(made.source, found, taken[TOKEN].first)
    decisions.measure(copy, found)
    copy.connection.close()
    script, empty = list_script_ms(made.home)
    print(
        f"  the list page's script, run as the server runs it: {script:.0f} ms; "
        f"an empty page's: {empty:.0f} ms (aim: 60 ms between them)"
    )
    painted.report(made.home)
    return taken


def _tell_speed() -> None:
    least, usual = additions_ms()
    print(
        f"  the machine just now: a million additions in {least:.0f} to {usual:.0f} ms", flush=True
    )


def _read_through(path: Path) -> None:
    """Have the system hold the file, as it does where people look at it: disks are not measured."""
    with path.open("rb") as file:
        while file.read(2**24):
            pass


def _against_ilike(source: Path, found: samples.Samples, mine: float) -> None:
    connection = plain.open_plain(source)
    theirs = median_ms(lambda part: plain.search(connection, part), found.parts)
    connection.close()
    print(
        f"  plain ILIKE, page and count: {theirs:.1f}; "
        f"the dashboard takes {mine / theirs:.2f} of it (aim at 10 million: under {ILIKE_AIM})"
    )


def _frames(made: Made, found: samples.Samples) -> dict[str, float]:
    needed = made.sessions * frames.BYTES_A_SESSION
    free = _memory_free()
    if free < needed:
        print(
            f"  pandas left out: it needs some {needed / 2**30:.0f} GiB, {free / 2**30:.0f} GiB are"
            " free"
        )
        return {}
    held = frames.Frames(made.source)
    taken = {
        name: median_ms(ask, parameters)
        for name, (ask, parameters) in frames.questions(held, found).items()
    }
    del held
    gc.collect()
    return taken


def _memory_free() -> int:
    """Bytes that a process may still take; as many as there are where the system doesn't say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return sys.maxsize
    (free,) = (line.split()[1] for line in lines if line.startswith("MemAvailable"))
    return int(free) * 1024


def _compare_sizes(taken: dict[str, dict[str, Taken]]) -> None:
    if "10k" not in taken or len(taken) < 2:
        return
    largest = list(taken)[-1]
    print(
        f"\n{SIZES[largest]:,} sessions against 10,000 (aim at 10 million: under {GROWTH_AIM:.0f}x)"
    )
    for name in STEADY:
        large, small = taken[largest][name], taken["10k"][name]
        print(f"  {name:32}{large.first / small.first:>9.1f}x{large.again / small.again:>7.1f}x")


main()
