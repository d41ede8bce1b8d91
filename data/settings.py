"""Paths and options, read once, from the environment and from ``.streamlit/secrets.toml``."""

import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why, for a person."""


@dataclass(frozen=True)
class Webhook:
    """Where the store's system is told of decisions, and the secret that signs what it is told."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """What an operator can choose.

    ``home``: the folder of the copies and the pointer (``SESSIONS_HOME``).
    ``stores``: the only stores that this dashboard shows (``SESSIONS_STORES``, names with commas
    between), or None for every store of the copy.
    ``actions_url``: the PostgreSQL database of what people decide (``SESSIONS_ACTIONS_URL``), or
    None for the file ``actions.sqlite`` in ``home``.
    ``webhook``: whom to tell of decisions (``SESSIONS_WEBHOOK_URL``, ``SESSIONS_WEBHOOK_SECRET``),
    or None for nobody.
    """

    home: Path
    stores: frozenset[str] | None
    actions_url: str | None = field(default=None, repr=False)
    webhook: Webhook | None = None


@cache
def settings() -> Settings:
    """The settings of this process.

    The environment wins over ``.streamlit/secrets.toml``.

    Raises:
        SettingsError: the secrets file is not TOML, or a setting cannot be used.
    """
    return read_settings(dict(os.environ), ROOT / ".streamlit" / "secrets.toml")


def read_settings(environment: dict[str, str], secrets: Path) -> Settings:
    """The settings that an environment and a secrets file (which may be missing) give.

    Raises:
        SettingsError: the secrets file is not TOML, or a setting cannot be used.
    """
    chosen: dict[str, object] = {}
    if secrets.is_file():
        try:
            chosen = tomllib.loads(secrets.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{secrets.name} is not TOML: {error}") from error
    chosen |= environment
    home = str(chosen.get("SESSIONS_HOME") or ROOT / "data" / "files")
    if "?" in home:
        raise SettingsError("SESSIONS_HOME must name a folder without a question mark in its path.")
    stores = [name.strip() for name in str(chosen.get("SESSIONS_STORES") or "").split(",")]
    named = frozenset(name for name in stores if name)
    return Settings(
        home=Path(home).expanduser().absolute(),
        stores=named or None,
        actions_url=_actions_url(str(chosen.get("SESSIONS_ACTIONS_URL") or "").strip()),
        webhook=_webhook(
            str(chosen.get("SESSIONS_WEBHOOK_URL") or "").strip(),
            str(chosen.get("SESSIONS_WEBHOOK_SECRET") or ""),
        ),
    )


def _actions_url(url: str) -> str | None:
    # The message leaves the URL out: there may be a password in it.
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise SettingsError(
            "SESSIONS_ACTIONS_URL must name a PostgreSQL database: postgresql://user@host/name."
        )
    return url or None


def _webhook(url: str, secret: str) -> Webhook | None:
    if not url:
        return None
    if not _is_plain_address(url):
        raise SettingsError(
            "SESSIONS_WEBHOOK_URL must be an address such as https://shop.example/decisions: http"
            " or https, in ASCII, without a user name or password."
        )
    if not secret:
        raise SettingsError(
            "SESSIONS_WEBHOOK_URL is set without SESSIONS_WEBHOOK_SECRET, the secret that signs"
            " what is sent there."
        )
    return Webhook(url, secret)


def _is_plain_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        reachable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    return plain and reachable and parts.scheme in ("http", "https")
