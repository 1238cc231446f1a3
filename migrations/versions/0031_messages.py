"""Messages from people who watch, and the wall"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("wall",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("takes", sa.Boolean(), nullable=False),
    sa.Column("is_public", sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_wall_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", name=op.f("pk_wall"))
    )
    op.create_table("message",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("sender_tag", sa.LargeBinary(length=16), nullable=False),
    sa.Column("text", sa.String(length=280), nullable=False),
    sa.Column("video", sa.String(length=200), nullable=False),
    sa.Column("language", sa.String(length=12), nullable=False),
    sa.Column("country", sa.String(length=2), nullable=False),
    sa.Column("state", sa.Enum("waiting", "approved", "rejected", "withdrawn", name="messagestate", native_enum=False, length=12), nullable=False),
    sa.Column("pinned", sa.Boolean(), nullable=False),
    sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_message_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_message"))
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_queue", ["event_id", "state", "sent_at", "id"], unique=False)
        batch_op.create_index("ix_message_sender", ["event_id", "sender_tag"], unique=False)
    op.create_table("silenced_sender",
    sa.Column("event_id", sa.Integer(), nullable=False),
    sa.Column("sender_tag", sa.LargeBinary(length=16), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_silenced_sender_event_id_event"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("event_id", "sender_tag", name=op.f("pk_silenced_sender"))
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the upgrade.")
