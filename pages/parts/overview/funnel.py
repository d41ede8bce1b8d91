"""The funnel: how far sessions came, and what each step lost."""

from pages.parts.chart import Chart
from pages.parts.figures import Figure, Series, ranked
from pages.parts.go import Mark
from pages.parts.overview.behind import behind
from pages.parts.overview.words import count_words, percent
from pages.parts.palette import Palette
from queries.overview.asked import Asked
from queries.overview.funnel import FunnelStep, Step
from queries.overview.statistics import Rate
from queries.slices import Step as Came

_REACHED = {Step.KEPT: Came.KEPT, Step.CHECKOUT: Came.CHECKOUT, Step.CONVERTED: Came.CONVERTED}
# Whom a step lost, by the step before it that is recorded.
_LOST = {
    (Step.RESERVED, Step.KEPT): Came.NOT_KEPT,
    (Step.RESERVED, Step.CHECKOUT): Came.NOT_AT_CHECKOUT,
    (Step.RESERVED, Step.CONVERTED): Came.UNCONVERTED,
    (Step.KEPT, Step.CHECKOUT): Came.NO_CHECKOUT,
    (Step.KEPT, Step.CONVERTED): Came.KEPT_NOT_CONVERTED,
    (Step.CHECKOUT, Step.CONVERTED): Came.NOT_CONVERTED,
}


def funnel_chart(steps: tuple[FunnelStep, ...], asked: Asked) -> Chart:
    """Bars of who came this far, and hatched behind them who did not."""
    rows: list[tuple[object, ...]] = []
    marks: list[Mark | None] = []
    reached_rows, lost_rows = [], []
    before = Step.RESERVED
    for step in steps:
        reached_rows.append(len(rows))
        rows.append(_reached_row(step))
        chosen = {"step": _REACHED[step.step]} if step.step in _REACHED else {}
        marks.append(behind(asked, step.reached or 0, **chosen))
        lost_rows.append(len(rows))
        if step.lost is not None:
            rows.append(_lost_row(step))
            marks.append(behind(asked, step.lost, step=_LOST[before, step.step]))
        if step.of_all is not None:
            before = step.step

    def draw(palette: Palette) -> Figure:
        return ranked(
            [step.step.label for step in steps],
            [
                Series(
                    "Came this far",
                    palette.accent,
                    [step.reached for step in steps],
                    reached_rows,
                    [_said(step) for step in steps],
                ),
                Series(
                    "Lost at this step",
                    palette.few,
                    [step.lost for step in steps],
                    lost_rows,
                    [f"Lost at this step: {count_words(step.lost or 0)}" for step in steps],
                    "/",
                ),
            ],
            palette,
            x="Sessions",
            under=[_under(step) for step in steps],
        )

    return Chart(
        key="funnel",
        title="How far sessions come",
        note=_note(steps, asked.total.still_open),
        columns=("Step", "What", "Sessions", "Share of all", "Share of the step before"),
        shares=frozenset({"Share of all", "Share of the step before"}),
        rows=rows,
        marks=marks,
        draw=draw,
        alt="Bars of the steps: " + "; ".join(_said(step).replace("\n", ", ") for step in steps),
    )


def _reached_row(step: FunnelStep) -> tuple[object, ...]:
    of_all, of_before = step.of_all and step.of_all.share, step.of_before and step.of_before.share
    return (step.step.label, "Came this far", step.reached, of_all, of_before)


def _lost_row(step: FunnelStep) -> tuple[object, ...]:
    lost = step.lost or 0
    of_all = Rate(lost, step.of_all.whole if step.of_all else 0)
    of_before = Rate(lost, step.of_before.whole if step.of_before else 0)
    return (step.step.label, "Lost at this step", lost, of_all.share, of_before.share)


def _under(step: FunnelStep) -> str:
    """What stands under a step's name: how many came, what part of all, how many did not."""
    if step.reached is None:
        return "unknown"
    if step.of_all is None:
        return f"at least {step.reached:,}"
    told = f"{step.reached:,}"
    if step.step is not Step.RESERVED:
        told += f" ({percent(step.of_all.share)})"
    return f"{told}, lost {step.lost:,}" if step.lost is not None else told


def _said(step: FunnelStep) -> str:
    if step.reached is None:
        return f"{step.step.label}: the source does not record it"
    at_least = "at least " if step.of_all is None else ""
    told = f"{step.step.label}: {at_least}{count_words(step.reached)}\n{step.step.meaning}"
    if step.of_all is not None:
        told += f"\n{percent(step.of_all.share)} of all"
    if step.of_before not in (None, step.of_all):
        told += f"\n{percent(step.of_before.share)} of the step before"
    if step.unknown:
        told += f"\nnot recorded of {step.unknown:,}"
    return told


def _note(steps: tuple[FunnelStep, ...], still_open: int) -> str:
    unknown = [step.step.label for step in steps if step.reached is None]
    told = []
    if still_open:
        told.append("Sessions still open count as not yet further.")
    told += [
        f"Of {count_words(step.unknown)} “{step.step.label}” is not recorded."
        for step in steps
        if step.reached is not None and step.unknown
    ]
    if unknown:
        told.append(f"Not recorded in this data: {', '.join(unknown)}.")
    return " ".join(told)
