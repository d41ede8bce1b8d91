"""The same questions to dataframes in memory, as a dashboard without a database asks them.

The frame is kept newest first, so that a page is a slice; every filter is a mask over all rows.
"""

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from pyarrow.parquet import read_table

from benchmarks.samples import Samples
from data.countries import countries_named

PAGE = 50
# Bytes that a session with its lines and events takes in memory while they are loaded.
BYTES_A_SESSION = 1800

# Columns whose few values are kept once.
_REPEATED = {
    "sessions": ("store", "status", "risk", "country", "currency", "session_type", "user_agent"),
    "lines": ("store", "product_id", "product", "variant", "sku"),
    "events": ("store", "kind", "product_id", "product"),
}


class Frames:
    """Sessions, lines and events in memory."""

    def __init__(self, source: Path) -> None:
        self.sessions = _read(source, "sessions").sort_values(
            "started_at", ascending=False, ignore_index=True
        )
        self.lines = _read(source, "lines")
        self.events = _read(source, "events")

    def page(self, mask: Any = None, page: int = 0) -> object:
        """A page of the list, its total, and the counts beside the choices."""
        shown = self.sessions if mask is None else self.sessions[mask]
        rows = shown.iloc[page * PAGE : (page + 1) * PAGE]
        return rows, len(shown), shown["status"].value_counts(), shown["risk"].value_counts()

    def detail(self, session: tuple[str, str]) -> object:
        """A session, its lines and events, and the others of its visitor and address."""
        store, token = session
        sessions, lines, events = self.sessions, self.lines, self.events
        found = sessions[(sessions["cart_token"] == token) & (sessions["store"] == store)].iloc[0]
        return (
            lines[(lines["cart_token"] == token) & (lines["store"] == store)],
            events[(events["cart_token"] == token) & (events["store"] == store)].sort_values("seq"),
            sessions[sessions["visitor_id"] == found["visitor_id"]],
            sessions[sessions["ip"] == found["ip"]],
        )


def _read(source: Path, noun: str) -> pd.DataFrame:
    table = read_table(source / f"{noun}.parquet", read_dictionary=list(_REPEATED[noun]))
    frame: pd.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True)
    return frame


def questions(frames: Frames, samples: Samples) -> dict[str, tuple[Callable[[Any], object], Any]]:
    """The questions that both can be asked, by the name that they have in the dashboard's list."""
    sessions = frames.sessions
    pages = -(-len(sessions) // PAGE)

    def block(text: str) -> object:
        # The networks of the samples end at a dot or a colon, so that a prefix will do.
        network = ipaddress.ip_network(text)
        if network.version == 4:
            beginning = str(network.network_address).rpartition(".")[0] + "."
        else:
            beginning = ":".join(str(network.network_address.exploded).split(":")[:3])
            beginning = str(ipaddress.ip_address(beginning + "::")).rstrip(":") + ":"
        return frames.page(sessions["ip"].str.startswith(beginning, na=False))

    def in_store(store: str) -> object:
        return frames.page(sessions["store"] == store)

    def country(text: str) -> object:
        return frames.page(sessions["country"].isin(countries_named(text)))

    def token(part: str) -> object:
        return frames.page(sessions["cart_token"].str.contains(part, case=False, regex=False))

    return {
        "list page with its counts": (in_store, samples.stores),
        "three letters of a token": (token, samples.parts),
        "an IP": (lambda ip: frames.page(sessions["ip"] == ip), samples.addresses),
        "a CIDR block": (block, samples.networks),
        "a country": (country, samples.countries),
        "jump to any page": (
            lambda share: frames.page(page=int(share * pages)),
            samples.shares,
        ),
        "whole detail page": (frames.detail, samples.tokens),
        "a status and a risk": (
            lambda store: frames.page(
                (sessions["store"] == store)
                & (sessions["status"] == "Expired")
                & (sessions["risk"] == "Review")
            ),
            samples.stores,
        ),
    }
