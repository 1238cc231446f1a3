"""Unbound extensions. The application factory binds them; there is no logic here."""

from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
migrate = Migrate()
