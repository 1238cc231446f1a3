"""Revisions of events, preview links, and the order of the programme"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("event_revision",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.String(length=40), nullable=False),
    sa.Column("act", sa.String(length=20), nullable=False),
    sa.Column("content", sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_revision_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_event_revision")),
    sa.UniqueConstraint("event_id", "number", name=op.f("uq_event_revision_event_id_number"))
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preview_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_event_preview_id"), ["preview_id"], unique=True)
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("programme_text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("speakers", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
