"""Files that somebody may put in as pictures: honest ones, odd ones, hostile ones."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from flask import current_app
from PIL import Image
from sqlalchemy import select

from lms.core import jobs
from lms.core.db import db, mode
from lms.files import store
from lms.files.models import File
from lms.writing.models import Picture

#: What a camera writes down, and nobody else is to know: it must not stand in any byte that is served.
SECRETS = (b"SECRET-CAMERA", b"SECRET-COMMENT", b"SECRET-XMP", b"SECRET-ICC", b"GPS", b"Exif", b"http://ns.adobe.com")


def drawn(width=1200, height=900, mode="RGB"):
    """A picture whose left half is red and right half is blue, its top line green."""
    made = Image.new(mode, (width, height), "blue")
    made.paste("red", (0, 0, width // 2, height))
    made.paste("green", (0, 0, width, max(1, height // 10)))
    return made


def saved(picture, kind="JPEG", **options):
    """Its bytes."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(width=1200, height=900):
    """A plain photograph."""
    return saved(drawn(width, height))


def photograph(turned=1):
    """A photograph with place, camera, comment, XMP and a profile, held at an angle (EXIF orientation)."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRET-CAMERA", turned
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 22.0, 18.0), 3: "E", 4: (103.0, 15.0, 0.0), 29: "2026:11:26"})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>'
    return saved(drawn(), exif=exif, comment=b"SECRET-COMMENT", xmp=xmp, icc_profile=b"SECRET-ICC" * 20)


def with_page_inside():
    """A JPEG that is a page with a script as well, by its comment and by what follows its end."""
    script = b"<html><script>alert(document.domain)</script></html>"
    return saved(drawn(), comment=script) + script


def with_archive_behind():
    """A PNG that is a ZIP archive as well."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("SECRET-COMMENT.txt", "SECRET-COMMENT")
    return saved(drawn(), "PNG") + out.getvalue()


def bomb(width=60_000, height=60_000):
    """A PNG of some kilobytes that says it is very large."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    points = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def upload(data, name="anh.jpg", shows="Gói chè"):
    """The form of a picture, filled in."""
    return {"shows": shows, "picture": (io.BytesIO(data), name)}


def form_of(data):
    """The same as a body of bytes, for files that the client would put on the disk (boundary `x`)."""
    part = b'--x\r\nContent-Disposition: form-data; name="'
    return part + b'shows"\r\n\r\nG\r\n' + part + b'picture"; filename="a.jpg"\r\n\r\n' + data + b"\r\n--x--\r\n"


def work():
    """Let the worker do what is due."""
    db.session.commit()
    with mode("write"):
        jobs.run_due()
    db.session.expire_all()


def pictures():
    """Every picture, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(Picture).order_by(Picture.id)))


def on_the_shelf():
    """(purpose, name) of each file, oldest first."""
    db.session.expire_all()
    return [(file.purpose, file.name) for file in db.session.scalars(select(File).order_by(File.id))]


def upload_path(picture):
    """Where an upload lies."""
    return Path(current_app.instance_path) / store.path_of(picture.upload_id)
