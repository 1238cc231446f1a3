"""An event's own colour and logo"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("event_logo",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("content", sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_logo_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_logo"))
    )
    op.add_column("event", sa.Column("colour", sa.String(length=7), nullable=True))
    op.add_column("event", sa.Column("logo", sa.String(length=40), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
