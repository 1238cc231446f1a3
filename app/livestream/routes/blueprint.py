"""The blueprint of the livestream's pages."""

from flask import Blueprint

livestream = Blueprint("livestream", __name__)
