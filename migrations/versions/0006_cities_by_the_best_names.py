"""Cities by the best of their names, and which locations a wheelchair can enter"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql")
    op.create_table(
        "city_top",
        sa.Column("prefix", key, nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("city_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("home", sa.String(length=2), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city_id"],
            ["city.id"],
            name=op.f("fk_city_top_city_id_city"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("prefix", "country", "city_id", name=op.f("pk_city_top")),
        sqlite_with_rowid=False,
    )
    op.add_column("city_name", sa.Column("name", sa.String(), server_default="", nullable=False))
    op.create_index("ix_city_name_country", "city_name", ["country", "key"])
    op.add_column(
        "location",
        sa.Column("wheelchair", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("location") as batch:
        batch.drop_column("wheelchair")
    op.drop_index("ix_city_name_country", table_name="city_name")
    with op.batch_alter_table("city_name") as batch:
        batch.drop_column("name")
    op.drop_table("city_top")
