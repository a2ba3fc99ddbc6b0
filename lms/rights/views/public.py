"""The last page."""

from typing import Any

from flask import Blueprint

from lms.core.access import public
from lms.core.pages import page

pages = Blueprint("public", __name__)


@pages.get("/deleted")
@public
def deleted() -> Any:
    """The account is gone: nobody is signed in here any more."""
    return page("rights/public/deleted.html")
