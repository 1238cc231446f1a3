"""Each account works for some events, and each event's team is sealed to its own key"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("event_member",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("organizer_id", sa.Integer(), nullable=False),
    sa.Column("identity_box", sa.LargeBinary(), nullable=True),
    sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_member_event_id_event"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["organizer_id"], ["organizer.id"], name=op.f("fk_event_member_organizer_id_organizer"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", "organizer_id", name=op.f("pk_event_member"))
    )
    op.create_index(op.f("ix_event_member_organizer_id"), "event_member", ["organizer_id"], unique=False)
    # Until now everybody worked for every event, and all addresses were sealed to the first key.
    op.execute(
        "INSERT INTO event_member (event_id, organizer_id, identity_box, joined_at, left_at) "
        "SELECT event.id, organizer.id, "
        "CASE WHEN event.key_id = 1 AND organizer.active THEN organizer.identity_box END, "
        "organizer.created_at, "
        "CASE WHEN organizer.active THEN NULL ELSE organizer.created_at END "
        "FROM event CROSS JOIN organizer"
    )
    # Not as a batch: SQLite would make the table anew, and dropping it takes what hangs on it.
    op.drop_column("organizer", "identity_box")
    op.add_column("event_key_grant", sa.Column("recovery_box", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("organizer_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f("uq_organizer_invitation_address_index"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_organizer_invitation_event_id_address_index"), ["event_id", "address_index"]
        )
        batch_op.create_foreign_key(
            op.f("fk_organizer_invitation_event_id_event"), "event", ["event_id"], ["id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
