"""The log knows roles and how many names were opened"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("opened", sa.Integer(), nullable=True))
        batch_op.create_index("ix_audit_entry_actor_id", ["actor", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_action_id", ["action", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
