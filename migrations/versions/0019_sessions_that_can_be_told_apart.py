"""The browser of a session, and when it was last proven whose it is"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organizer_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("browser_box", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE organizer_session SET proven_at = created_at")
    with op.batch_alter_table("organizer_session", schema=None) as batch_op:
        batch_op.alter_column("proven_at", nullable=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
