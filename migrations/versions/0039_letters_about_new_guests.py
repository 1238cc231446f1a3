"""Hosts hear of new guests once a day at most, unless they switch it off"""

import datetime

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("digests", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(sa.Column("digest_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("digest_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("digest_batch", sa.Uuid(), nullable=True))
    # Guests who are there already are no news.
    host = sa.table("host", sa.column("digest_until", sa.DateTime(timezone=True)))
    op.execute(host.update().values(digest_until=datetime.datetime.now(datetime.UTC)))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
