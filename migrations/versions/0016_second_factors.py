"""Second factors"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _account_of(table: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    return (
        sa.Column("organizer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organizer_id"],
            ["organizer.id"],
            name=f"fk_{table}_organizer_id_organizer",
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    op.create_table(
        "organizer_totp",
        *_account_of("organizer_totp"),
        sa.Column("secret_box", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("organizer_id", name="pk_organizer_totp"),
    )
    op.create_table(
        "organizer_recovery_code",
        sa.Column("code_index", sa.LargeBinary(32), nullable=False),
        *_account_of("organizer_recovery_code"),
        sa.PrimaryKeyConstraint("code_index", name="pk_organizer_recovery_code"),
    )
    op.create_index(
        "ix_organizer_recovery_code_organizer_id", "organizer_recovery_code", ["organizer_id"]
    )
    op.create_table(
        "half_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_account_of("half_sign_in"),
        sa.Column("keys_box", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_half_sign_in"),
    )
    op.create_index("ix_half_sign_in_organizer_id", "half_sign_in", ["organizer_id"])
    op.create_table(
        "second_factor_demand",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name="fk_second_factor_demand_event_id_event",
            ondelete="CASCADE",
        ),
        sa.Column("demanded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_second_factor_demand"),
    )
    with op.batch_alter_table("organizer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("codes_box", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column("codes_made_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("wrong_codes", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("wrong_codes_since", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
