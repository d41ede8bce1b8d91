"""Where decisions are kept, and who is told of them, as an operator sets it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from data.actions import database, sender
from data.actions.database import open_actions
from data.actions.decided import Decision
from data.actions.deciding import Seen, decide
from data.actions.errors import ActionsError
from data.actions.outbox import outgoing
from data.actions.sender import start_sending
from data.actions.session_key import SessionKey
from data.actions.standing import history, version
from data.build import Options, build
from data.settings import Settings, SettingsError, Webhook, read_settings
from tests.data.actions.postgres import empty_place
from tests.data.actions.store_system import store_system

RAID = SessionKey("kumo", "raid-1")
NONE = Path("no-secrets.toml")


@pytest.fixture(autouse=True)
def opened_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a process keeps open is kept for one test."""
    monkeypatch.setattr(database, "_opened", {})
    monkeypatch.setattr(sender, "_sender", None)
    yield
    if sender._sender is not None:
        sender._sender.stop()
    for actions in database._opened.values():
        actions.engine.dispose()


def restrict(chosen: Settings) -> None:
    seen = [Seen(RAID, 0, "Review")]
    decide(open_actions(chosen), Decision.RESTRICT, seen, who="Ana", reason="one ring")


def test_nothing_is_sent_and_all_is_kept_in_a_file_unless_somebody_says_otherwise(
    tmp_path: Path,
) -> None:
    chosen = read_settings({"SESSIONS_HOME": str(tmp_path / "new")}, NONE)
    assert (chosen.actions_url, chosen.webhook) == (None, None)
    restrict(chosen)

    assert (tmp_path / "new" / "actions.sqlite").is_file()
    assert outgoing(open_actions(chosen)).waiting == 0
    assert start_sending(chosen) is None


def test_a_process_opens_what_people_decide_once(tmp_path: Path) -> None:
    chosen = Settings(tmp_path, None)
    assert open_actions(chosen) is open_actions(Settings(tmp_path, frozenset({"kumo"})))


def test_one_setting_turns_the_webhook_on(tmp_path: Path) -> None:
    with store_system() as store:
        environment = {
            "SESSIONS_HOME": str(tmp_path),
            "SESSIONS_WEBHOOK_URL": store.webhook.url,
            "SESSIONS_WEBHOOK_SECRET": store.webhook.secret,
        }
        chosen = read_settings(environment, NONE)
        assert chosen.webhook == store.webhook
        running = start_sending(chosen)
        assert running is not None and start_sending(chosen) is running
        restrict(chosen)
        assert store.arrived.wait(20)
        assert running.stop()


def test_a_folder_that_no_copy_can_be_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="without a question mark in its path"):
        read_settings({"SESSIONS_HOME": str(tmp_path / "why?" / "home")}, NONE)


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="without SESSIONS_WEBHOOK_SECRET, the secret that"):
        read_settings({"SESSIONS_WEBHOOK_URL": "https://shop.example/decisions"}, NONE)


def test_a_secret_alone_turns_nothing_on() -> None:
    assert read_settings({"SESSIONS_WEBHOOK_SECRET": "s"}, NONE).webhook is None


@pytest.mark.parametrize(
    "address",
    [
        "shop.example/decisions",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///decisions",
        "https://shop.example:port/",
        "https://shop.example:99999/",
        "http://shop.example:0/",
        "https://user:password@shop.example/",
        "https://shop.example/a b",
        "https://shop.example/\r\nX-More: 1",
        "https://shöp.example/",
        "https://[::1/",
    ],
)
def test_an_address_that_no_webhook_has_is_refused(address: str) -> None:
    given = {"SESSIONS_WEBHOOK_URL": address, "SESSIONS_WEBHOOK_SECRET": "s"}
    with pytest.raises(SettingsError, match="SESSIONS_WEBHOOK_URL must be an address such as"):
        read_settings(given, NONE)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080", "https://shop.example/a?b=c%20d", "https://[::1]:8443/"]
)
def test_an_address_that_a_webhook_can_have_is_taken(address: str) -> None:
    given = {"SESSIONS_WEBHOOK_URL": f" {address} ", "SESSIONS_WEBHOOK_SECRET": "s"}
    assert read_settings(given, NONE).webhook == Webhook(address, "s")


@pytest.mark.parametrize("url", ["mysql://u:hidden@db/x", "sqlite:////tmp/x", "actions.sqlite"])
def test_a_database_that_is_no_postgresql_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="must name a PostgreSQL database") as refusal:
        read_settings({"SESSIONS_ACTIONS_URL": url}, NONE)
    assert "hidden" not in str(refusal.value)


def test_secrets_are_not_printed_with_the_settings() -> None:
    given = {
        "SESSIONS_ACTIONS_URL": "postgresql://u:hidden@db/x",
        "SESSIONS_WEBHOOK_URL": "https://shop.example/",
        "SESSIONS_WEBHOOK_SECRET": "hidden",
    }
    assert "hidden" not in repr(read_settings(given, NONE))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_by_its_url(postgres: URL, tmp_path: Path, scheme: str) -> None:
    place = empty_place(postgres, f"by_url_{scheme}").render_as_string(hide_password=False)
    place = place.replace("postgresql", scheme, 1)
    chosen = read_settings({"SESSIONS_HOME": str(tmp_path), "SESSIONS_ACTIONS_URL": place}, NONE)
    restrict(chosen)

    assert open_actions(chosen).engine.dialect.name == "postgresql"
    assert version(open_actions(chosen)) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:port/x", "postgresql://127.0.0.1:1/x"])
def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(ActionsError) as error:
        open_actions(Settings(tmp_path, None, url))
    assert str(error.value).endswith(("just now.", "is not the URL of a database."))


def test_a_home_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ActionsError, match="cannot be read or written just now"):
        open_actions(Settings(tmp_path / "file" / "home", None))


def test_tables_of_another_version_are_left_alone(tmp_path: Path) -> None:
    restrict(Settings(tmp_path, None))
    with closing(sqlite3.connect(tmp_path / "actions.sqlite")) as connection, connection:
        connection.execute("update actions_head set schema_version = 99, number = number + 1")
    database._opened.clear()

    with pytest.raises(ActionsError, match="of another version of the dashboard"):
        open_actions(Settings(tmp_path, None))


def test_what_people_decided_outlives_every_build(tmp_path: Path) -> None:
    source, home = tmp_path / "source", tmp_path / "home"
    source.mkdir()
    (source / "sessions.csv").write_text(
        "store,cart_token,started_at,risk\nkumo,raid-1,2026-03-01T09:00:00Z,Review\n"
    )
    chosen = Settings(home, None)
    build(str(source), home, Options(now=datetime(2026, 3, 2, 1)))
    restrict(chosen)
    build(str(source), home, Options(now=datetime(2026, 3, 2, 2)))

    assert [entry.reason for entry in history(open_actions(chosen), RAID)] == ["one ring"]
