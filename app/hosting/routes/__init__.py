"""Pages of hosts: offering a location, an invitation code, and the host's own page."""

from app.hosting.routes import doors, host, offering, phone, steering
from app.hosting.routes.blueprint import hosting

__all__ = ["doors", "host", "hosting", "offering", "phone", "steering"]
