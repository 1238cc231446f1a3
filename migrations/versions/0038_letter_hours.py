"""Letters that left are counted by hour"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("letter_hour",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
    sa.Column("sent", sa.Integer(), nullable=False),
    sa.Column("suppressed", sa.Integer(), nullable=False),
    sa.Column("asked_for", sa.Integer(), nullable=False),
    sa.Column("prompt", sa.Integer(), nullable=False),
    sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_letter_hour_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", "hour", name=op.f("pk_letter_hour"))
    )
    op.drop_index("ix_outbox_event_id", table_name="outbox")
    op.create_index("ix_outbox_event_id", "outbox", ["event_id", "finished_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
