"""The blueprint of the hosts' pages."""

from flask import Blueprint

hosting = Blueprint("hosting", __name__)
