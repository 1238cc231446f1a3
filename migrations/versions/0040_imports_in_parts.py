"""A long file is imported in parts, and all of it counts at once"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.JSON(), nullable=True))
    op.create_table(
        "staged_sign_up",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("identity_box", sa.LargeBinary(), nullable=False),
        sa.Column("contact_box", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("submission_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("receipt_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_staged_sign_up_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_staged_sign_up_location_id_location"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("act_id", "line", name=op.f("pk_staged_sign_up")),
    )
    op.create_index("ix_staged_sign_up_event_id", "staged_sign_up", ["event_id"])
    op.create_index("ix_staged_sign_up_location_id", "staged_sign_up", ["location_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
