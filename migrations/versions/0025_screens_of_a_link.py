"""On how many screens a link is in use, and how many are allowed"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("screen_now",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("viewer", sa.String(length=16), nullable=False),
    sa.Column("screen", sa.String(length=8), nullable=False),
    sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_screen_now_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", "viewer", "screen", name=op.f("pk_screen_now"))
    )
    op.create_index(op.f("ix_screen_now_until"), "screen_now", ["until"], unique=False)
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.add_column(sa.Column("screens_per_link", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # Its rows live for minutes: none of them is to stay in the write-ahead log.
        op.execute("ALTER TABLE screen_now SET UNLOGGED")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
