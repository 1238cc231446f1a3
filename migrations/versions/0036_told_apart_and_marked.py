"""Sign-ups that are known to be two people's, and a line in files about who took them"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_apart",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"],
                ["registration.id"],
                name=f"fk_told_apart_{name}_id_registration",
                ondelete="CASCADE",
            )
            for name in ("first", "second")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_told_apart_event_id_event", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_told_apart"),
    )
    op.create_index("ix_told_apart_second_id", "told_apart", ["second_id"])
    op.create_index("ix_told_apart_event_id", "told_apart", ["event_id"])
    op.add_column(
        "event",
        sa.Column("marks_exports", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
