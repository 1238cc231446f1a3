"""Tokens with which other tools read an event"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("api_token",
    sa.Column("id", sa.String(length=16), nullable=False),
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("organizer_id", sa.Integer(), nullable=False),
    sa.Column("key_id", sa.Integer(), nullable=False),
    sa.Column("name", sa.String(length=60), nullable=False),
    sa.Column("scopes", sa.JSON(), nullable=False),
    sa.Column("proof", sa.LargeBinary(length=32), nullable=False),
    sa.Column("event_box", sa.LargeBinary(), nullable=True),
    sa.Column("shown_box", sa.LargeBinary(), nullable=True),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_api_token_event_id_event"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["organizer_id", "key_id"], ["event_key_grant.organizer_id", "event_key_grant.key_id"], name=op.f("fk_api_token_organizer_id_key_id_event_key_grant"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token"))
    )
    op.create_index(op.f("ix_api_token_event_id"), "api_token", ["event_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
