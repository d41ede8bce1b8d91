"""What the sessions themselves say of a period, where no roll-up knows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from data.terms import Status
from queries.facts import Facts
from queries.narrowing import Narrowed
from queries.overview.pieces import EVER
from queries.overview.shown import converted_shown, shown
from queries.overview.standing import Standing
from queries.overview.tally import Tally
from queries.run import Record
from queries.starts import session_count

# Where the filters show less of all sessions, or of those that converted or expired, too many
# products may stand high among these.
_SMALL_PART = 0.1


@dataclass(frozen=True)
class Scanned:
    """Filters, as the sessions are asked for them one by one. ``facts``: of the stores in view."""

    narrowed: Narrowed
    facts: Facts

    def answers(
        self,
        bucket_starts: Sequence[datetime],
        zones: Sequence[tuple[datetime, int]],
        *,
        with_breakdown: bool,
        with_medians: bool,
    ) -> dict[str, list[Record]]:
        """The lists of ``scanned.sql``, by their names.

        ``zones``: how many minutes the zone is ahead of UTC, and from when on.
        """
        rows = self.narrowed.ask(
            "overview/scanned",
            bucket_starts=bucket_starts,
            zone_starts=[start for start, _ in zones],
            zone_minutes=[minutes for _, minutes in zones],
            with_breakdown=with_breakdown,
            with_medians=with_medians,
        ).records()
        return rows[0]

    def medians_by_hour(self, bucket_starts: Sequence[datetime]) -> list[Record]:
        """The rows of ``medians.sql``."""
        return self.narrowed.ask(
            "overview/medians",
            bucket_starts=bucket_starts,
            converted=converted_shown(self.narrowed),
        ).records()

    def products(self, most: int, standing: Standing, total: Tally) -> list[Record]:
        """The products that stand highest by each ranking, so many of each.

        ``total``: all sessions that the filters show in the period.
        """
        parts = self._parts(standing.held, total)
        smallest = min((part for part in parts if part), default=0)
        if not standing.by_months or smallest < _SMALL_PART:
            return self._ask_products(most=most)

        def ask(least: Sequence[float]) -> list[Record]:
            shares = standing.shares(least)
            return self._ask_products(
                most=most,
                by_shares=True,
                cover_first=standing.cover[0],
                cover_last=standing.cover[-1],
                # Where none is shown that converted, no product is looked for among those bought.
                least_shares=[
                    share if part else inf for share, part in zip(shares, parts, strict=True)
                ],
            )

        return standing.first(most, parts, ask)

    def products_named(self, numbers: Iterable[int]) -> list[Record]:
        """Those of these products that sessions reserved."""
        return self._ask_products(and_products=sorted(numbers))

    def _parts(self, held: int, total: Tally) -> tuple[float, float, float]:
        """What part is shown of all sessions of the period, of the converted and the expired ones.

        Judged by all of the time: ``held`` sessions of all stores started in the period.
        """
        share = held / max(session_count(self.narrowed.copy, self.narrowed.scope), 1)
        pairs = self.facts.outcomes.values()

        def part(seen: int, *statuses: str) -> float:
            among = sum(pair.sessions for pair in pairs if not statuses or pair.status in statuses)
            return min(seen / (share * among), 1) if share > 0 and among else 0

        return (
            part(total.sessions),
            part(total.converted, Status.CONVERTED),
            part(total.expired, Status.EXPIRED),
        )

    def _ask_products(self, **more: object) -> list[Record]:
        shows = shown(self.narrowed)
        plain = {
            "most": 0,
            "and_products": [],
            "by_shares": False,
            "cover_first": EVER,
            "cover_last": EVER,
            "least_shares": [],
            "shows_converted": shows["shows_converted"],
            "shows_expired": shows["shows_expired"],
        }
        return self.narrowed.ask("overview/products", **{**plain, **more}).records()
