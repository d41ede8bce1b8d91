"""How well the score tells the planted from the innocent, beside two well-known detectors.

On the demo, whose stories are known, and on made-up accounts of several shapes. No label is used to
score; the detectors get the same signals that the score is made of.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyod.models.ecod import ECOD
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

from benchmarks.accounts import Shape, write_accounts
from benchmarks.made import NOW
from data.build import Options, build
from data.copy import current_path, open_copy
from data.demo import write_demo
from data.demo.stories import Story, story_of

TOP = 100
AUC_AIM, TOP_AIM = 0.78, 95
_MANY, _FEW = 150_000, 30_000
_PLANTED = (Story.RING, Story.SCRAPER)

_SHAPES = {
    "as told": Shape(),
    "purchase as an event": Shape(purchase_is_event=True),
    "no address": Shape(with_address=False),
    "no user agent": Shape(with_agent=False),
    "no device": Shape(with_device=False),
    "rings of three to five": Shape(ring=(3, 5)),
    "signed up over hours": Shape(apart=(60, 3_600)),
    "bought after 2 to 9 seconds": Shape(until_purchase=(2, 9)),
    "bought after hours": Shape(until_purchase=(3_600, 80_000)),
    "no innocent in a ring": Shape(first_is_innocent=False),
    "no shared devices": Shape(paired=0),
}

_Numbers = NDArray[Any]


@dataclass(frozen=True)
class Scored:
    """The sessions of a copy: who they are, their scores, and their signals, a row each.

    ``order`` is the list's by risk, as a number: the level first, then the score.
    """

    rows: Sequence[Mapping[str, Any]]
    order: _Numbers
    signals: _Numbers


def report() -> None:
    """Print it all."""
    with TemporaryDirectory() as folder:
        _report_demo(Path(folder) / "demo")
        print(
            f"\nMade-up accounts, nothing of them but their shape known (aim: {AUC_AIM}, {TOP_AIM})"
        )
        print(f"  {'':30}{'sessions':>9}{'AUC':>8}{'per device':>12}{f'of top {TOP}':>12}")
        for number, (name, shape) in enumerate(_SHAPES.items()):
            count = _FEW if number else _MANY
            _report_accounts(Path(folder) / f"{number}", name, count, shape, beside=number == 0)


def _report_demo(folder: Path) -> None:
    write_demo(folder / "source", seed=1, now=NOW)
    build(str(folder / "source"), folder / "home", Options(now=NOW.replace(tzinfo=None)))
    found = _read(folder / "home")
    stories = [story_of(row["visitor_id"], row["ip"], row["user_agent"]) for row in found.rows]
    scores = np.array([row["score"] for row in found.rows])
    of = {story: scores[[told is story for told in stories]] for story in Story}
    hoarders, office = of[Story.RING], of[Story.OFFICE]
    print(f"\nThe demo: {len(scores):,} sessions, {len(hoarders)} of hoarders")
    print(f"  lowest score of a hoarder {hoarders.min():.1f} (aim: above 95)")
    print(f"  highest score of an office worker {office.max():.1f} (aim: below every hoarder's)")
    planted = np.array([story in _PLANTED for story in stories])
    print(f"  {'':30}{'AUC':>8}{f'of top {TOP}':>12}")
    _report_detectors(found, planted)


def _report_accounts(folder: Path, name: str, count: int, shape: Shape, *, beside: bool) -> None:
    truth = write_accounts(folder / "source", count, shape)
    build(str(folder / "source"), folder / "home", Options())
    found = _read(folder / "home")
    fraud = np.array([truth[row["cart_token"]] for row in found.rows])
    per_device = roc_auc_score(fraud, [row["of_visitor"] for row in found.rows])
    print(
        f"  {name:30}{len(fraud):>9,}{roc_auc_score(fraud, found.order):>8.4f}{per_device:>12.4f}"
        f"{_right_at_top(fraud, found.order):>12}",
        flush=True,
    )
    if beside:
        for detector, order in _detectors(found.signals).items():
            auc = roc_auc_score(fraud, order)
            print(f"    {detector:37}{auc:>8.4f}{'':12}{_right_at_top(fraud, order):>12}")


def _report_detectors(found: Scored, planted: _Numbers) -> None:
    orders = {"the score": found.order, **_detectors(found.signals)}
    for name, order in orders.items():
        print(
            f"  {name:30}{roc_auc_score(planted, order):>8.4f}{_right_at_top(planted, order):>12}"
        )


def _detectors(signals: _Numbers) -> dict[str, _Numbers]:
    """How odd each session is to the two detectors; what is not available is at its median."""
    filled = np.where(np.isnan(signals), np.nan_to_num(np.nanmedian(signals, axis=0)), signals)
    forest = IsolationForest(random_state=1).fit(filled)
    with warnings.catch_warnings():
        # It says that a signal with one value has no skew to speak of.
        warnings.simplefilter("ignore", RuntimeWarning)
        ecod = ECOD().fit(filled)
    return {
        "isolation forest (scikit-learn)": -forest.score_samples(filled),
        "ECOD (PyOD)": ecod.decision_scores_,
    }


def _right_at_top(truth: _Numbers, order: _Numbers) -> int:
    """How many of the first hundred are right; among equals, as many as there are on average."""
    last = np.sort(order)[-TOP]
    above, level = order > last, order == last
    share = (TOP - above.sum()) / level.sum()
    return round(float(truth[above].sum() + share * truth[level].sum()))


def _read(home: Path) -> Scored:
    copy = open_copy(current_path(home))
    asked = copy.connection.sql((Path(__file__).parent / "sql" / "scored.sql").read_text("utf-8"))
    rows = asked.to_arrow_table().to_pylist()
    table = copy.connection.sql("select * exclude (store, class) from signals order by session_no")
    signals = table.df().drop(columns="session_no").astype(float).to_numpy()
    copy.connection.close()
    measured = signals[:, ~np.isnan(signals).all(axis=0)]
    order = np.array([row["level"] * 1_000 + row["score"] for row in rows])
    return Scored(rows, order, measured)


if __name__ == "__main__":
    report()
