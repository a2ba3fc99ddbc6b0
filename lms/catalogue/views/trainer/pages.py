"""The blueprint of these pages."""

from flask import Blueprint

pages = Blueprint("trainer", __name__)
