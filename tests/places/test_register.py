"""The files of the register agree with one another and with the law."""

import unicodedata
from collections import Counter
from datetime import date

import pytest

from lms.places import register
from lms.places.models import Commune, Holiday, Province, ProvinceAlias
from lms.places.rules import days_off


def test_provinces_are_the_34_of_the_law():
    rows = register.provinces()

    assert len({row["code"] for row in rows}) == 34
    assert Counter(row["kind"] for row in rows) == {"city": 7, "province": 27}
    assert Counter(row["region"] for row in rows) == {
        "Trung du và miền núi phía Bắc": 9,
        "Đồng bằng sông Hồng": 6,
        "Bắc Trung Bộ": 5,
        "Duyên hải Nam Trung Bộ và Tây Nguyên": 6,
        "Đông Nam Bộ": 3,
        "Đồng bằng sông Cửu Long": 5,
    }


def test_dong_nai_became_a_city_after_the_others():
    since = {row["name_vi"]: row["kind_since"] for row in register.provinces()}

    assert since.pop("Đồng Nai") == date(2026, 4, 30)
    assert set(since.values()) == {date(2025, 7, 1)}


def test_shares_add_up_to_twenty_million():
    rows = register.provinces()

    assert sum(row["share_of_20m"] for row in rows) == 20_000_000
    assert sum(row["population"] for row in rows) == 101_343_900
    assert all(0 < row["youth"] < row["population"] for row in rows)


def test_every_tile_has_its_own_place_on_the_map():
    tiles = [(row["tile_row"], row["tile_col"]) for row in register.provinces()]
    tiles += [(tile.row, tile.col) for tile in register.extra_tiles()]

    assert len(set(tiles)) == 36
    assert {0 <= row < 15 and 0 <= col < 6 for row, col in tiles} == {True}


def test_islands_stand_in_the_east_with_their_provinces():
    assert [(tile.label, tile.province_code, tile.col) for tile in register.extra_tiles()] == [
        ("QĐ. Hoàng Sa", "48", 5),
        ("QĐ. Trường Sa", "56", 5),
    ]


def test_communes_are_the_3321_and_belong_to_a_province():
    rows = register.communes()

    assert len({row["code"] for row in rows}) == 3321
    assert Counter(row["kind"] for row in rows) == {"phuong": 697, "xa": 2611, "dac_khu": 13}
    assert {row["province_code"] for row in rows} == {row["code"] for row in register.provinces()}
    named = {(row["name"], row["province_code"]) for row in rows if row["kind"] == "dac_khu"}
    assert {("Hoàng Sa", "48"), ("Trường Sa", "56")} <= named


def test_counts_of_communes_agree_with_the_list():
    counted = Counter(row["province_code"] for row in register.communes())

    assert {row["code"]: int(row["n_communes"]) for row in register.read("population")} == counted


def test_the_63_old_provinces_are_all_known():
    merged = [name for row in register.read("provinces") for name in row["merged_from"].split("; ")]
    old = [row["name"] for row in register.aliases() if row["official_until"] == date(2025, 6, 30)]

    assert len(merged) == 63
    assert len(old) == 63 - 34
    assert {"Bắc Giang", "Bình Dương", "Kon Tum"} <= set(old)


def test_rows_fit_their_columns():
    for model, rows in [
        (Province, register.provinces()),
        (ProvinceAlias, register.aliases()),
        (Commune, register.communes()),
        (Holiday, register.holidays()),
    ]:
        widths = {column.name: getattr(column.type, "length", None) for column in model.__table__.columns}
        for row in rows:
            assert set(row) == set(widths)
            assert all(len(row[name]) <= width for name, width in widths.items() if width)


@pytest.mark.parametrize("name", ["provinces", "communes", "population", "tiles", "tiles_extra", "holidays", "aliases"])
def test_files_are_in_nfc(name):
    written = (register.FOLDER / f"{name}.csv").read_text(encoding="utf-8")

    assert unicodedata.is_normalized("NFC", written)


def test_days_off_do_not_overlap():
    taken = [
        days_off(row["on"], row["days"], row["days_before"], row["name_vi"], row["name_en"])
        for row in register.holidays()
    ]

    assert all(one.last < next_one.first for one, next_one in zip(taken, taken[1:], strict=False))


def test_the_notice_of_the_source_stands_beside_the_file():
    notice = (register.FOLDER / "LICENSE-vietnamese-provinces-database").read_text(encoding="utf-8")

    assert "Copyright (c) 2021 Thang Le Quoc" in notice
    assert "shall be included in all" in notice
