"""The icons of the house on a phone's home screen: `python -m tests.journeys.icons`.

The mark of `static/img/mark.svg` on the cloth, drawn by Chromium and kept in `static/img`. A phone may cut an icon to
any shape, so the mark stays inside the middle 80 % (W3C Web App Manifest, "maskable"). Draw them again when the mark
or the cloth changes.
"""

import re
import shutil

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys.screens import FLAGS
from tests.journeys.share import IMG

SIZES = (192, 512)
#: The cloth, what is written on it, and how much of the width the mark takes.
CLOTH, INK, WIDTH = "#1c2b63", "#fff8ea", 62
PAGE = """<!doctype html><style>body{{margin:0;height:100vh;display:grid;place-items:center;background:{cloth}}}
svg{{width:{width}vw;height:{width}vw}}g{{stroke:{ink}}}</style>{mark}"""


def main() -> None:
    """Draw both."""
    mark = re.sub(r"<style>.*?</style>", "", (IMG / "mark.svg").read_text("utf-8"))
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(PAGE.format(cloth=CLOTH, ink=INK, width=WIDTH, mark=mark))
            path = IMG / f"icon-{size}.png"
            page.screenshot(path=path)
            with Image.open(path) as drawn:
                drawn.convert("RGB").quantize(16).save(path, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
