"""The tables of what people decide, the same in SQLite and PostgreSQL.

``actions_trail`` only grows: it is the audit trail, and every decision and note is read from it.
Triggers refuse to change or remove its rows. They guard against mistakes and careless tools, not
against whoever owns the database and can drop a trigger; what such a hand leaves is found by
``verify``. They stand here and not in .sql files because each database has a language of its own
for them.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from data.actions.errors import ActionsError

SCHEMA_VERSION = 1
# What the first entry of a trail follows.
NO_HASH = "0" * 64

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_LAYING_OUT = 0x5E5510  # an advisory lock of this number is held while the tables are made


class Moment(TypeDecorator[datetime]):
    """A UTC time as text of one width, "2026-03-01T09:00:00.000000Z".

    So it sorts by itself, and an entry of the trail hashes the same on either database.
    """

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Compare byte by byte, whatever the language of the database."""
        by_bytes = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(27, collation=by_bytes))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """As text; the time must know its zone."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """As a time in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def written(moment: datetime) -> str:
    """A time as the tables and the trail's hashes write it."""
    return moment.astimezone(UTC).strftime(_FORMAT)


_tables = MetaData()

# One row a decision or a note, in the order in which they were made: number counts from 1 without a
# gap. decision is null for a note alone. previous_hash and hash make the chain.
trail = Table(
    "actions_trail",
    _tables,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("decision", String(16)),
    Column("store", Text, nullable=False),
    Column("cart_token", Text, nullable=False),
    Column("reason", Text),
    Column("note", Text),
    Column("level_before", Text),
    Column("level_after", Text),
    Column("score", Double),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("decision in ('restrict', 'lift', 'confirm')", name="actions_trail_decision"),
    Index("actions_trail_session", "store", "cart_token", "number"),
)

# The one row that says where the trail ends. Whoever writes anything holds it until the end of the
# transaction, so writers follow one another. version is the number of the last decision.
head = Table(
    "actions_head",
    _tables,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("schema_version", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("one = 1", name="actions_head_one"),
)

# One row a decision that the store's system is told, whether it was already or not. What it is told
# follows from the entry of the trail.
outbox = Table(
    "actions_outbox",
    _tables,
    Column("number", BigInteger, ForeignKey(trail.c.number), primary_key=True, autoincrement=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("failing_since", Moment),
    Column("last_error", Text),
    Column("lease", String(32)),
    Column("leased_until", Moment),
    Column("delivered_at", Moment),
)
Index(
    "actions_outbox_waiting",
    outbox.c.due_at,
    outbox.c.number,
    sqlite_where=outbox.c.delivered_at.is_(None),
    postgresql_where=outbox.c.delivered_at.is_(None),
)

# One row a session that a reviewer works on, or did until the claim ran out.
claims = Table(
    "actions_claims",
    _tables,
    Column("store", Text, primary_key=True),
    Column("cart_token", Text, primary_key=True),
    Column("who", Text, nullable=False),
    Column("until", Moment, nullable=False),
)

# In SQLite an INSERT OR REPLACE removes rows without asking a delete trigger, so inserts are
# looked at too.
_SQLITE_GUARDS = (
    """create trigger actions_trail_no_change before update on actions_trail
    begin select raise(abort, 'the audit trail only grows'); end""",
    """create trigger actions_trail_no_removal before delete on actions_trail
    begin select raise(abort, 'the audit trail only grows'); end""",
    """create trigger actions_trail_no_replacing before insert on actions_trail
    when exists (select 1 from actions_trail where number = new.number or id = new.id)
    begin select raise(abort, 'the audit trail only grows'); end""",
    """create trigger actions_head_no_way_back before update on actions_head
    when new.number <= old.number
    begin select raise(abort, 'the audit trail only grows'); end""",
    """create trigger actions_head_no_removal before delete on actions_head
    begin select raise(abort, 'the audit trail only grows'); end""",
    """create trigger actions_head_no_replacing before insert on actions_head
    when exists (select 1 from actions_head)
    begin select raise(abort, 'the audit trail only grows'); end""",
)

_POSTGRESQL_GUARDS = (
    """create function actions_only_grow() returns trigger language plpgsql as $guard$
    begin raise exception 'the audit trail only grows'; end $guard$""",
    """create trigger actions_trail_append_only
    before update or delete or truncate on actions_trail
    for each statement execute function actions_only_grow()""",
    """create trigger actions_head_no_way_back before update on actions_head
    for each row when (new.number <= old.number) execute function actions_only_grow()""",
    """create trigger actions_head_no_removal before delete or truncate on actions_head
    for each statement execute function actions_only_grow()""",
)


def is_laid_out(connection: Connection) -> bool:
    """Whether this database holds the tables."""
    return inspect(connection).has_table(head.name)


def lay_out(connection: Connection) -> None:
    """Make the tables where they are not there yet, alone in a transaction that may write.

    Raises:
        ActionsError: another version of the dashboard made the tables that are there.
    """
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LAYING_OUT})
    if not is_laid_out(connection):
        _tables.create_all(connection)
        for guard in _POSTGRESQL_GUARDS if postgresql else _SQLITE_GUARDS:
            connection.exec_driver_sql(guard)
        first = {"one": 1, "schema_version": SCHEMA_VERSION, "number": 0, "version": 0}
        connection.execute(head.insert(), {**first, "hash": NO_HASH})
    check_version(connection)


def check_version(connection: Connection) -> None:
    """Hold the tables that are there to what this version of the dashboard expects.

    Raises:
        ActionsError: another version of the dashboard made them.
    """
    found = connection.scalars(select(head.c.schema_version)).all()
    # A head that was taken away is for ``verify`` to tell.
    if any(version != SCHEMA_VERSION for version in found):
        raise ActionsError("The record of decisions is of another version of the dashboard.")
