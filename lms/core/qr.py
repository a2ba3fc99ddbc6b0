"""A QR code (ISO/IEC 18004) as SVG, dark on white in every scheme, so that any camera reads it."""

import io
from base64 import b64encode
from functools import lru_cache

import segno


def svg(address: str) -> bytes:
    """The picture, with a quiet zone of four modules and error correction M."""
    body = io.BytesIO()
    segno.make_qr(address, error="m").save(
        body, kind="svg", border=4, dark="#16224f", light="#fff", xmldecl=False, omitsize=True
    )
    return body.getvalue()


@lru_cache(64)
def source(address: str) -> str:
    """The same as the source of an image, for a page that changes it together with what stands beside it."""
    return f"data:image/svg+xml;base64,{b64encode(svg(address)).decode()}"
