"""Kept counters, and the triggers that feed them"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = "event_id, location_id, country, kind, language, state, half_hour, registrations, people"
HOUR = {
    "sqlite": "strftime('%Y-%m-%dT%H:', {row}.created_at) || "
    "CASE WHEN strftime('%M', {row}.created_at) < '30' THEN '00' ELSE '30' END",
    "postgresql": """to_char({row}.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:') || """
    "CASE WHEN extract(minute FROM {row}.created_at) < 30 THEN '00' ELSE '30' END",
}
WATCHED = "state, party_size, location_id, language"


def upgrade() -> None:
    op.create_table(
        "registration_delta",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("half_hour", sa.String(length=16), nullable=False),
        sa.Column("registrations", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_delta")),
    )
    op.create_table(
        "tally",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("registrations", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_tally_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "country", "measure", "key", name=op.f("pk_tally")),
    )
    op.create_table(
        "place_tally",
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registrations", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_place_tally_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_place_tally_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "location_id", "state", "country", name=op.f("pk_place_tally")
        ),
    )
    op.create_index("ix_place_tally_event_id", "place_tally", ["event_id"], unique=False)
    kind = op.get_bind().dialect.name
    op.execute(_line("r", 1, kind).replace("FROM location l", "FROM registration r, location l"))
    for statement in _on_sqlite() if kind == "sqlite" else _on_postgresql():
        op.execute(statement)


def _line(row: str, sign: int, kind: str, *, of_place: str = "l") -> str:
    """A statement that notes one sign-up more, or one less."""
    return (
        f"INSERT INTO registration_delta ({COLUMNS}) "  # noqa: S608 - nothing from outside
        f"SELECT {row}.event_id, {row}.location_id, {of_place}.country, {of_place}.kind, "
        f"{row}.language, {row}.state, {HOUR[kind].format(row=row)}, {sign}, "
        f"{sign} * {row}.party_size FROM location l WHERE l.id = {row}.location_id"
    )


def _moved(place: str, sign: int, kind: str) -> str:
    """The same for all sign-ups of a location whose country or kind changes."""
    line = _line("r", sign, kind, of_place=place)
    return line.replace(
        "FROM location l WHERE l.id = r.location_id",
        "FROM registration r WHERE r.location_id = NEW.id",
    )


def _on_sqlite() -> list[str]:
    less, more = _line("OLD", -1, "sqlite"), _line("NEW", 1, "sqlite")
    moved = f"{_moved('OLD', -1, 'sqlite')}; {_moved('NEW', 1, 'sqlite')}"
    return [
        f"CREATE TRIGGER count_new AFTER INSERT ON registration BEGIN {more}; END",
        f"CREATE TRIGGER count_gone AFTER DELETE ON registration BEGIN {less}; END",
        f"CREATE TRIGGER count_changed AFTER UPDATE OF {WATCHED} ON registration "
        f"BEGIN {less}; {more}; END",
        "CREATE TRIGGER count_moved AFTER UPDATE OF country, kind ON location "
        f"WHEN OLD.country <> NEW.country OR OLD.kind <> NEW.kind BEGIN {moved}; END",
    ]


def _on_postgresql() -> list[str]:
    less, more = _line("OLD", -1, "postgresql"), _line("NEW", 1, "postgresql")
    moved = f"{_moved('OLD', -1, 'postgresql')}; {_moved('NEW', 1, 'postgresql')}"
    return [
        "CREATE FUNCTION count_registration() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {less}; END IF; "
        f"IF TG_OP <> 'DELETE' THEN {more}; END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER count_registration AFTER INSERT OR DELETE OR UPDATE OF {WATCHED} "
        "ON registration FOR EACH ROW EXECUTE FUNCTION count_registration()",
        "CREATE FUNCTION count_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{moved}; RETURN NULL; END $$",
        "CREATE TRIGGER count_moved AFTER UPDATE OF country, kind ON location FOR EACH ROW "
        "WHEN (OLD.country <> NEW.country OR OLD.kind <> NEW.kind) "
        "EXECUTE FUNCTION count_moved()",
    ]


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
