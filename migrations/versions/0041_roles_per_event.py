"""Role and scope belong to the work for one event; what viewers see is counted once an hour"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    role = sa.Enum("owner", "manager", "coordinator", "approver", "viewer", name="staffrole", native_enum=False, length=12)
    op.add_column("event_member", sa.Column("role", role, nullable=True))
    op.add_column("event_member", sa.Column("scope", sa.JSON(), nullable=True))
    op.execute(
        "UPDATE event_member SET"
        " role = (SELECT role FROM organizer WHERE organizer.id = event_member.organizer_id),"
        " scope = (SELECT scope FROM organizer WHERE organizer.id = event_member.organizer_id)"
    )
    with op.batch_alter_table("event_member") as table:
        table.alter_column("role", existing_type=role, nullable=False)
        table.alter_column("scope", existing_type=sa.JSON(), nullable=False)
    op.create_table("published_figures",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("numbers", sa.JSON(), nullable=False),
    sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_published_figures_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", name=op.f("pk_published_figures"))
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
