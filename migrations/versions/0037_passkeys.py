"""Passkeys as a second factor"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("organizer_passkey",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("organizer_id", sa.Integer(), nullable=False),
    sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
    sa.Column("public_key", sa.LargeBinary(), nullable=False),
    sa.Column("sign_count", sa.BigInteger(), nullable=False),
    sa.Column("transports", sa.JSON(), nullable=False),
    sa.Column("name_box", sa.LargeBinary(), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["organizer_id"], ["organizer.id"], name=op.f("fk_organizer_passkey_organizer_id_organizer"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_organizer_passkey")),
    sa.UniqueConstraint("credential_id", name=op.f("uq_organizer_passkey_credential_id"))
    )
    with op.batch_alter_table("organizer_passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organizer_passkey_organizer_id"), ["organizer_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
