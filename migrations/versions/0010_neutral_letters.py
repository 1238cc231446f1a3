"""Letters that say nothing about the event, as its organizers or each attendee choose"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("event", "registration")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column(
                    "neutral_letters", sa.Boolean(), server_default=sa.false(), nullable=False
                )
            )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
