"""What gunicorn and the flask command load."""

import ctypes
import gc
from contextlib import suppress

from app import create_app
from config import Config

app = create_app(Config.from_environment())

# What is loaded by now lives as long as the process: the collector need not search it again
# and again, which took a tenth of each request.
gc.collect()
gc.freeze()
# Loading leaves ten megabytes of holes; where the C library can, they go back to the system.
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).malloc_trim(0)
