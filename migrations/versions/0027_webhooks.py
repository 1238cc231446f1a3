"""Webhooks, and the triggers that owe them messages"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OWE = (
    "INSERT INTO webhook_message (webhook_id, topic, registration, location) "
    "SELECT w.id, '{kind}.' || NEW.state, {registration}, {location} "
    "FROM webhook w{more} WHERE w.event_id = NEW.event_id AND w.active AND w.{topic}{where};"
)
REGISTRATION = {
    "kind": "registration",
    "topic": "registrations",
    "location": "l.public_id",
    "more": ", location l",
    "where": " AND l.id = NEW.location_id",
}
LOCATION = {
    "kind": "location",
    "topic": "locations",
    "registration": "NULL",
    "location": "NEW.public_id",
    "more": "",
    "where": "",
}


def upgrade() -> None:
    op.create_table("webhook",
    sa.Column("id", sa.String(length=16), nullable=False),
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("url", sa.String(length=2000), nullable=False),
    sa.Column("registrations", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column("locations", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column("secret_box", sa.LargeBinary(), nullable=False),
    sa.Column("shown_box", sa.LargeBinary(), nullable=True),
    sa.Column("maker_id", sa.Integer(), nullable=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
    sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_webhook_event_id_event"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["maker_id"], ["organizer.id"], name=op.f("fk_webhook_maker_id_organizer"), ondelete="SET NULL"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook"))
    )
    op.create_index(op.f("ix_webhook_event_id"), "webhook", ["event_id"])
    op.create_table("webhook_message",
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
    sa.Column("webhook_id", sa.String(length=16), nullable=False),
    sa.Column("topic", sa.String(length=40), nullable=False),
    sa.Column("registration", sa.String(length=36), nullable=True),
    sa.Column("location", sa.String(length=16), nullable=True),
    sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
    sa.Column("lease", sa.DateTime(timezone=True), nullable=True),
    sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("status", sa.Integer(), nullable=True),
    sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("arrived", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_message_webhook_id_webhook"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_message"))
    )
    op.create_index("ix_webhook_message_webhook_id", "webhook_message", ["webhook_id"])
    op.create_index("ix_webhook_message_ended_at", "webhook_message", ["ended_at"])
    op.create_index(
        "ix_webhook_message_waiting", "webhook_message", ["id"],
        postgresql_where=sa.text("ended_at IS NULL"), sqlite_where=sa.text("ended_at IS NULL"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    owed = {
        "registration": OWE.format(registration="NEW.id", **REGISTRATION),
        "location": OWE.format(**LOCATION),
    }
    for table, statement in owed.items():
        op.execute(
            f"CREATE TRIGGER webhook_{table}_made AFTER INSERT ON {table} "
            f"BEGIN {statement} END"
        )
        op.execute(
            f"CREATE TRIGGER webhook_{table}_changed AFTER UPDATE OF state ON {table} "
            f"WHEN OLD.state <> NEW.state BEGIN {statement} END"
        )


def _on_postgresql() -> None:
    owed = {
        "registration": OWE.format(registration="NEW.id::text", **REGISTRATION),
        "location": OWE.format(**LOCATION),
    }
    for table, statement in owed.items():
        op.execute(
            f"CREATE FUNCTION webhook_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {statement} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER webhook_{table}_made AFTER INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION webhook_{table}()"
        )
        op.execute(
            f"CREATE TRIGGER webhook_{table}_changed AFTER UPDATE OF state ON {table} "
            f"FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) "
            f"EXECUTE FUNCTION webhook_{table}()"
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
