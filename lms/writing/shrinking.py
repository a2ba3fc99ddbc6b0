"""A photograph to small WebP files, in a process of its own whose memory and time are bounded.

Whatever else was in the file (place, camera, comments, a second file behind the first) is left behind: only the
colours of its points go on. A decoder that breaks ends this process, not the worker.
`python -m lms.writing.shrinking` takes the bytes on standard input and prints JSON.
"""

import base64
import io
import json
import resource
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from lms.writing.rules import MOST_HEIGHT, MOST_PIXELS, WIDTHS

ROOT = Path(__file__).resolve().parents[2]
#: Bytes of memory and seconds (of reckoning, and by the clock) that making may take.
MEMORY, SECONDS, PATIENCE = 2 * 1024**3, 60, 120
KINDS = ("JPEG", "PNG", "WEBP")
#: Of WebP, 0–100: text on a screenshot stays readable, a photograph of 960 px weighs some 60 kB.
QUALITY = 72


class Small(NamedTuple):
    """One file that was made."""

    width: int
    height: int
    data: bytes


def shrink(data: bytes) -> list[Small] | str:
    """The files made of a picture, narrowest first, or the name of the rule by which it is refused."""
    command = [sys.executable, "-m", "lms.writing.shrinking"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, timeout=PATIENCE, check=False)
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return "PictureBroken"
    return said if isinstance(said, str) else [Small(w, h, base64.b64decode(data)) for w, h, data in said]


def made_of(data: bytes) -> list[Small] | str:
    """As `shrink`, in this process."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # our own limit is the lower one, and speaks
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return "PictureTooLarge"
            opened.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            opened.load()
            picture = _upright(opened)
    except Exception:  # whatever a decoder stumbles over, the file is not to be read
        return "PictureBroken"
    return [_small(picture, width) for width in _widths(picture)]


def _upright(opened: Image.Image) -> Image.Image:
    """The first picture of the file as it is meant to be seen, its points only."""
    turned = ImageOps.exif_transpose(opened)
    see_through = "A" in turned.getbands() or "transparency" in turned.info
    plain = turned.convert("RGBA" if see_through else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _widths(picture: Image.Image) -> list[int]:
    most = min(picture.width, WIDTHS[-1], max(1, picture.width * MOST_HEIGHT // picture.height))
    return [width for width in WIDTHS[:-1] if width < most] + [most]


def _small(picture: Image.Image, width: int) -> Small:
    height = max(1, min(MOST_HEIGHT, round(picture.height * width / picture.width)))
    sized = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    sized.save(made, "WEBP", quality=QUALITY, method=4)
    return Small(*sized.size, made.getvalue())


def main() -> None:
    """Read standard input, print JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    made: Any = made_of(sys.stdin.buffer.read())
    if not isinstance(made, str):
        made = [(small.width, small.height, base64.b64encode(small.data).decode()) for small in made]
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main()
