"""Locations that people can choose are counted as they change"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = "event_id, location_id, country, kind, language, state, half_hour, registrations, people"


def upgrade() -> None:
    # What is there already; '' stands for all countries together.
    for country in ("country", "''"):
        op.execute(
            "INSERT INTO tally (event_id, country, measure, key, registrations, people) "  # noqa: S608 - nothing from outside
            f"SELECT event_id, {country}, 'offered', '', count(*), 0 FROM location "
            "WHERE state = 'approved' GROUP BY 1, 2"
        )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _on_postgresql() if postgresql else _on_sqlite():
        op.execute(statement)
    op.drop_index("ix_place_tally_event_id", table_name="place_tally")
    op.create_index(
        "ix_place_tally_country", "place_tally", ["event_id", "country", "state"], unique=False
    )


def _line(row: str, sign: int) -> str:
    """A statement that notes one location more, or one less; `state` says what it counts."""
    return (
        f"INSERT INTO registration_delta ({COLUMNS}) SELECT {row}.event_id, {row}.id, "  # noqa: S608 - nothing from outside
        f"{row}.country, {row}.kind, '', 'offered', '', {sign}, 0 WHERE {row}.state = 'approved'"
    )


def _on_sqlite() -> list[str]:
    less, more = _line("OLD", -1), _line("NEW", 1)
    return [
        f"CREATE TRIGGER offer_new AFTER INSERT ON location BEGIN {more}; END",
        f"CREATE TRIGGER offer_gone AFTER DELETE ON location BEGIN {less}; END",
        "CREATE TRIGGER offer_changed AFTER UPDATE OF state, country ON location "
        "WHEN OLD.state <> NEW.state OR OLD.country <> NEW.country "
        f"BEGIN {less}; {more}; END",
    ]


def _on_postgresql() -> list[str]:
    return [
        "CREATE FUNCTION count_offered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {_line('OLD', -1)}; END IF; "
        f"IF TG_OP <> 'DELETE' THEN {_line('NEW', 1)}; END IF; RETURN NULL; END $$",
        "CREATE TRIGGER count_offered AFTER INSERT OR DELETE OR UPDATE OF state, country "
        "ON location FOR EACH ROW EXECUTE FUNCTION count_offered()",
    ]


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
