"""Runs `bench.survival.command` from anywhere, as `python bench/survive.py`."""

import importlib
import sys
from pathlib import Path

# In place of this folder, whose file names are not meant to hide other packages.
sys.path[0] = str(Path(__file__).parent.parent)
importlib.import_module("bench.survival.command").main()
