"""Files of people on their way in, sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organizer_id", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_import_draft_event_id_event", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organizer_id"],
            ["organizer.id"],
            name="fk_import_draft_organizer_id_organizer",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_draft"),
    )
    op.create_index("ix_import_draft_organizer_id", "import_draft", ["organizer_id"])
    op.create_index("ix_import_draft_event_id", "import_draft", ["event_id"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
