"""What gunicorn and the flask command load."""

import gc

from app import create_app
from config import Config

app = create_app(Config.from_environment())

# What is loaded by now lives as long as the process: the collector need not search it again
# and again, which took a tenth of each request.
gc.collect()
gc.freeze()
