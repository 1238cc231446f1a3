"""Keys for encoders"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("ingest_key",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("stream_id", sa.Integer(), nullable=False),
    sa.Column("language", sa.String(length=12), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name=op.f("fk_ingest_key_stream_id_stream"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_key"))
    )
    op.create_index(op.f("ix_ingest_key_stream_id"), "ingest_key", ["stream_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
