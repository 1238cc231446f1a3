"""A sign-up as plain values, which a table takes without the costs of an object."""

from typing import Any

from sqlalchemy import insert

from app.database import Base
from app.registration.models import Registration

Row = dict[str, Any]
"""Values by column."""

SIGN_UP = insert(Base.metadata.tables[Registration.__tablename__])
