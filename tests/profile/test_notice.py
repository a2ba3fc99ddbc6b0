"""The notice: everything of the inventory, in both languages, and the same as a file."""

import csv
import io

import pytest

from lms.core import words
from lms.profile.rules import inventory


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_notice_says_everything_the_inventory_holds(visit, app, language):
    page = visit.as_(None, language).get("profile.public.notice")
    words.speak(language)
    assert len(page.soup.select("tbody tr")) == len(inventory.INVENTORY)
    for entry in inventory.INVENTORY:
        for part in entry:
            assert str(part) in page
    assert "91/2025/QH15" in page and "2026-1" in page
    links = {link["href"] for link in page.soup.select("main a")}
    assert {"/me/consents", "/me", "/me/data", "/privacy/inventory.csv"} <= links


def test_the_inventory_as_a_file(visit, app):
    answer = visit.get("profile.public.table")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.html.startswith("\ufeff")
    first, *rows = csv.reader(io.StringIO(answer.html.lstrip("\ufeff")))
    assert first == ["Dữ liệu", "Để làm gì", "Căn cứ", "Giữ bao lâu", "Ai xem được", "Phiên bản"]
    assert [len(row) for row in rows] == [6] * len(inventory.INVENTORY)
    assert rows[1][0] == "Số điện thoại, email"


def test_the_address_everybody_knows(visit, app):
    assert visit.get("/privacy").h1 == "Dữ liệu cá nhân của bạn"
