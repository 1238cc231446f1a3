"""Hosts, sealed addresses for guests, and waiting lists"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event", sa.Column("home_approvals", sa.Integer(), nullable=False, server_default="1")
    )
    op.add_column("location", sa.Column("guest_box", sa.LargeBinary(), nullable=True))
    op.add_column("location", sa.Column("guest_key_box", sa.LargeBinary(), nullable=True))
    op.add_column(
        "location",
        # Nobody has asked the people of the homes that are there already.
        sa.Column("release", sa.String(length=12), nullable=False, server_default="by_hand"),
    )
    op.execute("UPDATE location SET release = 'confirmation' WHERE kind <> 'home'")
    op.add_column(
        "location", sa.Column("released_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "location", sa.Column("invitation_index", sa.LargeBinary(length=32), nullable=True)
    )
    op.create_index(
        "uq_location_invitation_index", "location", ["invitation_index"], unique=True
    )
    op.add_column(
        "registration", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_registration_waiting",
        "registration",
        ["location_id", "waiting_since", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waitlisted'"),
        sqlite_where=sa.text("state = 'waitlisted'"),
    )
    _create_hosts()


def _create_hosts() -> None:
    op.create_table(
        "host",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("contact_box", sa.LargeBinary(), nullable=False),
        sa.Column("identity_box", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("submission_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question_box", sa.LargeBinary(), nullable=True),
        sa.Column("answer_box", sa.LargeBinary(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_host_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_host_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
        sa.UniqueConstraint(
            "event_id", "submission_index", name=op.f("uq_host_event_id_submission_index")
        ),
        sa.UniqueConstraint("location_id", name=op.f("uq_host_location_id")),
    )
    op.create_index(op.f("ix_host_address_index"), "host", ["address_index"], unique=False)
    op.create_index("ix_host_newest", "host", ["event_id", "id"], unique=False)
    op.create_table(
        "host_approval",
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["host.id"], name=op.f("fk_host_approval_host_id_host"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("host_id", "actor", name=op.f("pk_host_approval")),
    )
    op.create_table(
        "trusted_host",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("trusted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_trusted_host_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "address_index", name=op.f("pk_trusted_host")),
    )


def downgrade() -> None:
    for table in ("trusted_host", "host_approval", "host"):
        op.drop_table(table)
    op.drop_index("ix_registration_waiting", table_name="registration")
    op.drop_column("registration", "waiting_since")
    op.drop_index("uq_location_invitation_index", table_name="location")
    for column in ("invitation_index", "released_at", "release", "guest_key_box", "guest_box"):
        op.drop_column("location", column)
    op.drop_column("event", "home_approvals")
