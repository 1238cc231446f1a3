"""Tallies lie by what they count, then by country"""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite makes the table anew; nothing in it is read by a trigger or points to it.
    with op.batch_alter_table("tally") as table:
        table.drop_constraint("pk_tally", type_="primary")
        table.create_primary_key("pk_tally", ["event_id", "measure", "country", "key"])


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
