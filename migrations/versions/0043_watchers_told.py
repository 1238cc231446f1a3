"""How many watch, as everybody was told last"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("broadcast", sa.Column("watchers_told", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
