"""How long a browser takes to paint the list and the overview, from the address to the picture."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.browser.conftest import ARGUMENTS, CHROMIUM, LOOKS, MISSING
from tests.browser.serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

AIM = 2.0
_RUNS, _WARM = 7, 2
# Milliseconds.
_PATIENCE = 120_000
# Each is asked at every frame: the first at which it holds is the one that shows it.
_TABLE = """() => {
  const grid = document.querySelector('[data-testid="stDataFrame"] canvas');
  if (!grid || !grid.width) return false;
  const row = grid.getContext("2d").getImageData(0, 55, Math.min(500, grid.width), 1).data;
  return row.some((value, at) => at % 4 === 0 && Math.abs(value - row[0]) > 40);
}"""
_CARDS = "() => document.querySelectorAll('.ov-card .ov-value').length > 3"
_DRAWN = "chart => chart.querySelector('.main-svg .point, .main-svg .choroplethlayer path')"
_CHARTS = """[...document.querySelectorAll('[class*="st-key-chart_"] .stPlotlyChart')]"""
_FIRST = f"() => {_CHARTS}.slice(0, 1).some({_DRAWN})"
# The last section stands below all charts, and none of them is still to be drawn.
_ALL = f"""() => {{
  const charts = {_CHARTS};
  const last = [...document.querySelectorAll("h2")].some((head) => head.textContent === "Who");
  return last && charts.length > 5 && charts.every({_DRAWN});
}}"""
# When what was just found is on the screen, in milliseconds since one went to the address.
_SHOWN = """() => new Promise((tell) =>
  requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now()))))"""

_MOMENTS = {
    "the list's table": ("/", _TABLE),
    "the overview's cards": ("/overview", _CARDS),
    "its first chart": ("/overview", _FIRST),
    "all its charts": ("/overview", _ALL),
}


def report(home: Path) -> None:
    """Print medians of seven loads of each page, one after the other, from a server that is warm.

    The aim is about what a window shows: the cards, and the chart below them.
    """
    if MISSING:
        print(f"  painting in a browser left out. {MISSING}")
        return
    taken = _measure(home)
    of_list = taken["the list's table"]
    print("  painted in a browser, from the address on:")
    for name, milliseconds in taken.items():
        aim = f", aim {AIM:.0f}" if name in ("the overview's cards", "its first chart") else ""
        told = "" if milliseconds == of_list else f" ({milliseconds / of_list:.2f}x the list{aim})"
        print(f"    {name:28}{milliseconds:>8.0f}{told}")


def _measure(home: Path) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    taken: dict[str, list[float]] = {name: [] for name in _MOMENTS}
    with (
        TemporaryDirectory() as logs,
        serve(home, Path(logs) / "server.log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(base_url=address, **LOOKS["light"]).new_page()
        page.set_default_timeout(_PATIENCE)
        for run in range(_WARM + _RUNS):
            for path in dict.fromkeys(path for path, _ in _MOMENTS.values()):
                moments = {name: sign for name, (at, sign) in _MOMENTS.items() if at == path}
                for name, milliseconds in _load(page, path, moments).items():
                    if run >= _WARM:
                        taken[name].append(milliseconds)
        browser.close()
    return {name: median(times) for name, times in taken.items()}


def _load(page: "Page", path: str, moments: dict[str, str]) -> dict[str, float]:
    """Go to a page; when each of its moments came, in milliseconds."""
    page.goto(path, wait_until="commit")
    taken = {}
    for name, sign in moments.items():
        page.wait_for_function(sign, polling="raf")
        taken[name] = page.evaluate(_SHOWN)
    # The next load shall not wait for what is left of this one.
    page.goto("about:blank")
    return taken
