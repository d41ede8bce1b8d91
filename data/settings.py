"""Paths and options, read once, from the environment and from ``.streamlit/secrets.toml``."""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why, for a person."""


@dataclass(frozen=True)
class Settings:
    """What an operator can choose.

    ``home``: the folder of the copies and the pointer (``SESSIONS_HOME``).
    ``stores``: the only stores that this dashboard shows (``SESSIONS_STORES``, names with commas
    between), or None for every store of the copy.
    """

    home: Path
    stores: frozenset[str] | None


@cache
def settings() -> Settings:
    """The settings of this process.

    The environment wins over ``.streamlit/secrets.toml``.

    Raises:
        SettingsError: the secrets file is not TOML.
    """
    return read_settings(dict(os.environ), ROOT / ".streamlit" / "secrets.toml")


def read_settings(environment: dict[str, str], secrets: Path) -> Settings:
    """The settings that an environment and a secrets file (which may be missing) give.

    Raises:
        SettingsError: the secrets file is not TOML.
    """
    chosen: dict[str, object] = {}
    if secrets.is_file():
        try:
            chosen = tomllib.loads(secrets.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{secrets.name} is not TOML: {error}") from error
    chosen |= environment
    home = str(chosen.get("SESSIONS_HOME") or ROOT / "data" / "files")
    stores = [name.strip() for name in str(chosen.get("SESSIONS_STORES") or "").split(",")]
    named = frozenset(name for name in stores if name)
    return Settings(home=Path(home).expanduser().absolute(), stores=named or None)
