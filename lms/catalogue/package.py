"""A track as one file: a zip of `track.json` and the pictures of its texts. Pure.

What is read was made by anybody: sizes are checked before anything is unpacked, every field before it is used, and
what is wrong is said with its place.
"""

import io
import json
import re
import zipfile
from typing import Any, NamedTuple

from lms.catalogue.package_fields import track_of
from lms.core.errors import RuleBroken
from lms.core.words import _l

FORMAT, VERSION = "cung-hoc-track", 1
WORDS_FILE = "track.json"
PICTURE = re.compile(r"pictures/([a-z2-7]{13})\.webp")
MB = 1024 * 1024
#: Most bytes of the file, of its words, of one picture, and of everything unpacked; most members.
MOST, MOST_WORDS, MOST_PICTURE, MOST_UNPACKED, MOST_MEMBERS = 48 * MB, 8 * MB, 12 * MB, 80 * MB, 1000
#: The same moment for every member, so that the same track is the same file.
MOMENT = (1980, 1, 1, 0, 0, 0)


class PackageRefused(RuleBroken):
    """This file is no track."""

    sentence = _l("This file is no track that was taken out here. Choose the .zip file as it was made")


class PackageTooLarge(PackageRefused):
    """More than `limit` MB, packed or unpacked."""

    sentence = _l("The file holds more than %(limit)s MB. Take the track out again with fewer pictures")


class PackageStrange(PackageRefused):
    """A member that does not belong: `name`."""

    sentence = _l("“%(name)s” does not belong into such a file. Choose the .zip file as it was made")


class PackageBroken(PackageRefused):
    """Cut off, or damaged on the way."""

    sentence = _l("The file is damaged or incomplete. Take the track out again, or copy the file again")


class PackageNewer(PackageRefused):
    """Of a later version of this program."""

    sentence = _l("This file was made by a newer version of Cùng Học. Update this house first")


class Package(NamedTuple):
    """What a file holds: the words of a track, and bytes of pictures by their public id."""

    track: dict[str, Any]
    pictures: dict[str, bytes]


def pack(track: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    """The file of a track; the same track gives the same bytes."""
    said = json.dumps({"format": FORMAT, "version": VERSION, "track": track}, ensure_ascii=False, indent=1)
    members = {f"pictures/{name}.webp": data for name, data in sorted(pictures.items())}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in {WORDS_FILE: said.encode(), **members}.items():
            how = zipfile.ZIP_DEFLATED if name == WORDS_FILE else zipfile.ZIP_STORED
            member = zipfile.ZipInfo(name, MOMENT)
            member.compress_type, member.external_attr = how, 0o644 << 16
            archive.writestr(member, data)
    return made.getvalue()


def read(data: bytes) -> Package:
    """What a file holds, every field checked. Raises kinds of PackageRefused."""
    if len(data) > MOST:
        raise PackageTooLarge(limit=MOST // MB)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive)
            words = _unpacked(archive, members[WORDS_FILE], MOST_WORDS)
            found = {name: PICTURE.fullmatch(name) for name in members if name != WORDS_FILE}
            pictures = {
                match[1]: _unpacked(archive, members[name], MOST_PICTURE) for name, match in found.items() if match
            }
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError) as broken:
        raise PackageBroken() from broken
    except RuntimeError as broken:  # packed in another way, or with a password
        raise PackageRefused() from broken
    except Exception as broken:
        if isinstance(broken, RuleBroken):
            raise
        raise PackageBroken() from broken  # zlib and struct have errors of their own
    return Package(track_of(_parsed(words)), pictures)


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name, none of which is unpacked before its size is known to be small."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise PackageTooLarge(limit=MOST_UNPACKED // MB)
    for member in members:
        if member.filename != WORDS_FILE and not PICTURE.fullmatch(member.filename):
            raise PackageStrange(name=_shown(member.filename))
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackageRefused()
    found = {member.filename: member for member in members}
    if WORDS_FILE not in found or len(found) != len(members):
        raise PackageRefused()
    return found


def _shown(name: str) -> str:
    """A name from outside, fit to be read."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a member, never more than `most` whatever it claims."""
    with archive.open(member) as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise PackageTooLarge(limit=most // MB)
    return data


def _parsed(words: bytes) -> dict[str, Any]:
    try:
        said = json.loads(words.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as broken:
        raise PackageBroken() from broken
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise PackageRefused()
    if said.get("version") != VERSION or isinstance(said.get("version"), bool):
        raise PackageNewer()
    return said


def _no_number(name: str) -> Any:
    raise ValueError(name)
