"""A track as one file: what is written is read again exactly, and what anybody else made of it is refused in words."""

import io
import json
import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.catalogue import package, rules
from lms.core.errors import RuleBroken

LESSON = {
    "code": "T9.1.1", "drafted_with_ai": False, "title_vi": "Bài", "title_en": "Lesson", "minutes": 20,
    "goals": ["Một"], "body": "Chữ\n", "activity": "", "recap": [],
    "videos": [{"url": "https://a.example/v", "title": "Xem", "minutes": None, "megabytes": 4, "poster": None}],
}  # fmt: skip
MODULE = {
    "code": "T9.1", "title_vi": "Phần", "title_en": "Module", "competences": ["1.1"], "unesco": ["SR"],
    "lessons": [LESSON],
}  # fmt: skip
TRACK = {"code": "T9", "title_vi": "Chuyên đề", "title_en": "Track", "modules": [MODULE]}
HEAD = {"format": "cung-hoc-track", "version": 1}
PICTURE = "aaaaaaaaaaaaa"


def zipped(members, how=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return made.getvalue()


def telling(track):
    return zipped([("track.json", json.dumps(HEAD | {"track": track}))])


def refused(data):
    """The sentence a file is refused with."""
    with pytest.raises(RuleBroken) as broken:
        package.read(data)
    return str(broken.value)


def test_what_is_packed_is_read_again():
    packed = package.pack(TRACK, {PICTURE: b"RIFF"})
    assert package.read(packed) == (TRACK, {PICTURE: b"RIFF"})
    assert package.pack(*package.read(packed)) == packed


WORD = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
LONG = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200)
VIDEO = st.fixed_dictionaries({
    "url": st.just("https://a.example/v"), "title": WORD, "minutes": st.none() | st.integers(1, 600),
    "megabytes": st.none() | st.integers(1, 5000), "poster": st.none() | st.just(PICTURE),
})  # fmt: skip
WORDS = st.fixed_dictionaries({
    "title_vi": WORD, "title_en": WORD, "minutes": st.integers(1, 240), "goals": st.lists(WORD, max_size=3),
    "body": LONG, "activity": LONG, "recap": st.lists(WORD, max_size=3), "videos": st.lists(VIDEO, max_size=2),
    "drafted_with_ai": st.booleans(),
})  # fmt: skip


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])  # the first letter of all takes long
@given(st.lists(WORDS, max_size=3))
def test_reading_settles_any_words_at_once(lessons):
    said = [{"code": f"T9.1.{place}"} | words for place, words in enumerate(lessons)]
    try:
        once = package.read(telling(TRACK | {"modules": [MODULE | {"lessons": said}]}))
    except RuleBroken:
        return  # a sign that cannot be typed
    assert package.read(package.pack(*once)) == once


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", random.Random(1).randbytes(4000),
        package.pack(TRACK, {})[:-30], package.pack(TRACK, {})[:200],
        zipped([]), zipped([("other.json", "{}")]), zipped([("track.json", "")]), zipped([("track.json", b"\xff\xfe")]),
        zipped([("track.json", "[]")]), zipped([("track.json", "null")]), zipped([("track.json", "{}")]),
        zipped([("track.json", json.dumps(HEAD | {"version": 2}))]),
        zipped([("track.json", json.dumps(HEAD))]),
        zipped([("track.json", '{"format": "cung-hoc-track", "version": NaN}')]),
        zipped([("track.json", "1" * 10_000)]),
        zipped([("track.json", "[" * 200_000)]),
        zipped([("track.json", '{"a":' * 200_000)]),
    ],
)  # fmt: skip
def test_what_is_no_track_is_refused_in_words(data):
    assert len(refused(data)) > 20


@pytest.mark.parametrize(
    "name",
    ["../track.json", "/etc/passwd", "pictures/../../x.webp", "pictures/aaaaaaaaaaaaa.svg", "pictures/", "a\\b.webp",
     "pictures/AAAAAAAAAAAAA.webp", "track.json/x", "C:\\x", "pictures/\u202eaaaaaaaaaaaa.webp"],
)  # fmt: skip
def test_a_member_that_does_not_belong_is_refused(name):
    words = ("track.json", json.dumps(HEAD | {"track": TRACK}))
    assert "“" in refused(zipped([words, (name, b"x")]))


def test_the_same_name_twice_is_refused():
    words = ("track.json", json.dumps(HEAD | {"track": TRACK}))
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([words, words])
    assert refused(data)


def test_a_bomb_is_not_unpacked():
    data = zipped([("track.json", bytes(90 * 1024 * 1024))])
    assert len(data) < 200_000 and "MB" in refused(data)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    data = bytearray(zipped([("track.json", b" " * 20_000_000)]))
    size = (20_000_000).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    assert refused(bytes(data))


def test_many_members_and_other_ways_of_packing_are_refused():
    assert "MB" in refused(zipped([(f"pictures/{n:013d}.webp", b"") for n in range(1001)]))
    for how in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused(zipped([("track.json", json.dumps(HEAD | {"track": TRACK}))], how))


STRANGE = [None, True, -1, 10**30, 1.5, "", "x" * 70_000, "\x00", "\ud800", [], ["x" * 400], [[]], [None], {}, {"a": 1}]


def places(value, path=()):
    """Where something stands in a nest of lists and dicts."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in items:
        yield from places(inside, (*path, key))


def put(value, path, strange):
    if not path:
        return strange
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], strange)
    return copy


@pytest.mark.parametrize("path", list(places(TRACK)), ids=str)
def test_strange_values_anywhere_are_read_or_refused_in_words(path):
    for strange in STRANGE:
        try:
            track = package.read(telling(put(TRACK, path, strange))).track
        except RuleBroken as broken:
            assert str(broken)
        else:
            assert track["modules"] == [] or set(track["modules"][0]) == set(MODULE)


@pytest.mark.parametrize("path", [path for path in places(TRACK) if path and isinstance(path[-1], str)], ids=str)
def test_what_is_missing_is_named(path):
    def without(value, path):
        copy = dict(value) if isinstance(value, dict) else list(value)
        if len(path) == 1:
            del copy[path[0]]
        else:
            copy[path[0]] = without(value[path[0]], path[1:])
        return copy

    assert str(path[-1]) in refused(telling(without(TRACK, path)))


def test_what_we_do_not_know_is_left_out():
    track = package.read(
        telling(TRACK | {"extra": 1, "modules": [MODULE | {"lessons": [LESSON | {"slug": "x"}]}]})
    ).track
    assert track == TRACK


def test_codes_stand_once():
    assert "code" in refused(telling(TRACK | {"modules": [MODULE, MODULE | {"lessons": []}]}))


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 3000))
def test_a_damaged_file_is_refused_or_read(noise, place):
    packed = package.pack(TRACK, {PICTURE: b"RIFF" * 40})
    damaged = packed[:place] + noise + packed[place + len(noise) :]
    try:
        assert set(package.read(damaged).track) == set(TRACK)
    except RuleBroken as broken:
        assert str(broken)


def test_every_word_of_a_lesson_travels():
    assert set(LESSON) == {"code", "drafted_with_ai", *rules.WORDS}
