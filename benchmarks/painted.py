"""How long a browser takes to paint the list and the overview, from the address to the picture."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

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
_CHARTS = """[...document.querySelectorAll('[class*="st-key-chart_"]')]"""
_FIRST = f"() => {_CHARTS}.slice(0, 1).some({_DRAWN})"
_TO_COME = """[...document.querySelectorAll("[class*=st-key-later_], [data-testid=stSkeleton]")]"""
# The script has come to its end; all charts that meet the window are drawn, and nothing that does
# is still to come; since when this has been so is told once the page has come to rest.
_WINDOW = f"""() => {{
  const meets = (one) => {{
    const {{ top, bottom, width }} = one.getBoundingClientRect();
    return width && bottom > 0 && top < window.innerHeight;
  }};
  const shown =
    [...document.querySelectorAll("h2")].some((head) => head.textContent === "Side by side") &&
    {_CHARTS}.filter(meets).every({_DRAWN}) &&
    !{_TO_COME}.some(meets);
  const now = performance.now();
  window.shownSince = shown ? (window.shownSince ?? now) : undefined;
  return now - window.shownSince > 500;
}}"""
_END = f"""() => {{
  if (!window.jumpedAt) {{
    const scroller = document.querySelector('[data-testid="stMain"]');
    scroller.scrollTo(0, scroller.scrollHeight);
    window.jumpedAt = performance.now();
    window.shownSince = undefined;
  }}
  return ({_WINDOW})();
}}"""
# When what was just found is on the screen, in milliseconds since one went to the address, or to
# the end of the page.
_SHOWN = """() => new Promise((tell) => {
  const now = performance.now();
  const found = (window.shownSince ?? now) - (window.jumpedAt ?? 0);
  requestAnimationFrame(() => requestAnimationFrame(() => tell(found + performance.now() - now)));
})"""


class _Visit(NamedTuple):
    """Go to an address in a window so many pixels high, and look for signs one after the other."""

    path: str
    height: int
    signs: dict[str, str]


_VISITS = (
    _Visit("/", 900, {"the list's table": _TABLE}),
    _Visit(
        "/overview",
        900,
        {
            "the overview's cards": _CARDS,
            "its first chart": _FIRST,
            "everything in the window": _WINDOW,
            "its end, gone to at once": _END,
        },
    ),
    _Visit("/overview", 8000, {"the whole page, all in view": _WINDOW}),
)
_AIMS = ("the overview's cards", "its first chart", "everything in the window")


def report(home: Path) -> None:
    """Print medians of seven loads of each page, one after the other, from a server that is warm.

    The aim is about what a window shows. The overview's other charts are drawn as one comes near:
    how long those at its end take, and all of them in a window as high as the page, is told too.
    """
    if MISSING:
        print(f"  painting in a browser left out. {MISSING}")
        return
    taken = _measure(home)
    of_list = taken["the list's table"]
    print("  painted in a browser, from the address on:")
    for name, milliseconds in taken.items():
        aim = f", aim {AIM:.0f}" if name in _AIMS else ""
        told = "" if milliseconds == of_list else f" ({milliseconds / of_list:.2f}x the list{aim})"
        print(f"    {name:28}{milliseconds:>8.0f}{told}")


def _measure(home: Path) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    taken: dict[str, list[float]] = {name: [] for visit in _VISITS for name in visit.signs}
    with (
        TemporaryDirectory() as logs,
        serve(home, Path(logs) / "server.log") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(base_url=address, **LOOKS["light"]).new_page()
        page.set_default_timeout(_PATIENCE)
        for run in range(_WARM + _RUNS):
            for visit in _VISITS:
                for name, milliseconds in _load(page, visit).items():
                    if run >= _WARM:
                        taken[name].append(milliseconds)
        browser.close()
    return {name: median(times) for name, times in taken.items()}


def _load(page: "Page", visit: _Visit) -> dict[str, float]:
    """Make a visit; when each of its signs was there, in milliseconds."""
    page.set_viewport_size({"width": 1280, "height": visit.height})
    page.goto(visit.path, wait_until="commit")
    taken = {}
    for name, sign in visit.signs.items():
        page.wait_for_function(sign, polling="raf")
        taken[name] = page.evaluate(_SHOWN)
    # The next load shall neither begin where this one ends nor wait for what is left of it.
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    return taken
