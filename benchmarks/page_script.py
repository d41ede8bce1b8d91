"""The list page's script as the server runs it, beside that of an empty page."""

import json
import logging
import os
import sys
from pathlib import Path
from statistics import median
from subprocess import PIPE, run
from time import perf_counter

from streamlit.testing.v1 import AppTest

from data.settings import ROOT

_RUNS = 21
_EMPTY = "import streamlit as st\nst.write('hello')"
_PATIENCE = 120


def list_script_ms(home: Path) -> tuple[float, float]:
    """Medians in milliseconds of a rerun of the list page, and of a page that writes one word.

    In a process of its own: the dashboard opens a copy once, with settings of its own.
    """
    told = run(
        [sys.executable, "-m", "benchmarks.page_script"],
        env={**os.environ, "SESSIONS_HOME": str(home)},
        stdout=PIPE,
        check=True,
    )
    listed, empty = json.loads(told.stdout)
    return listed, empty


def _rerun_ms(app: AppTest) -> float:
    taken = []
    for _ in range(_RUNS):
        started = perf_counter()
        app.run()
        taken.append(perf_counter() - started)
    if app.exception:
        raise RuntimeError(f"the page failed: {app.exception[0].value}")
    return 1000 * median(taken[1:])


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=_PATIENCE)
    nothing = AppTest.from_string(_EMPTY, default_timeout=_PATIENCE)
    listed = _rerun_ms(app)
    if not app.dataframe:
        raise RuntimeError("the page shows no table")
    print(json.dumps([listed, _rerun_ms(nothing)]))
