"""The privacy notice, and the inventory behind it."""

import csv
import io
from typing import Any

from flask import Blueprint, Response

from lms.core.access import public
from lms.core.pages import page
from lms.core.words import _
from lms.profile.rules import inventory

pages = Blueprint("public", __name__)


@pages.get("/privacy")
@public
def notice() -> Any:
    """What is kept of a person, what for, how long, who sees it, and how to see or remove it."""
    return page("profile/public/notice.html", notice=inventory)


@pages.get("/privacy/inventory.csv")
@public
def table() -> Any:
    """The inventory as a table, for the dossier: UTF-8 with a byte order mark, as Excel wants it."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([_("What"), _("What for"), _("On which ground"), _("How long"), _("Who sees it"), _("Version")])
    rows.writerows([*map(str, entry), inventory.VERSION] for entry in inventory.INVENTORY)
    headers = {"Content-Disposition": 'attachment; filename="cung-hoc-inventory.csv"'}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)
