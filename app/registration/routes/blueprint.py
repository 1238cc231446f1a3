"""The blueprint of a sign-up's pages."""

from flask import Blueprint

registration = Blueprint("registration", __name__)
