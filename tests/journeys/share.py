"""The pictures that Zalo and Facebook show beside a link to a class: `python -m tests.journeys.share`.

One a track and one for every other, 1200 × 630 (what both cut least), drawn by Chromium from this page and kept in
`static/img`. Draw them again when a track is renamed.
"""

import base64
import html
import json
import shutil
import struct
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.screens import FLAGS

ROOT = Path(__file__).resolve().parents[2]
IMG, FONTS = ROOT / "static" / "img", ROOT / "content" / "fonts"
SIZE = {"width": 1200, "height": 630}
ANY = "Lớp học trực tuyến cho người trẻ"
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><style>
@font-face{{font-family:C;src:url(data:font/ttf;base64,{plain})}}
@font-face{{font-family:C;font-weight:700;src:url(data:font/ttf;base64,{bold})}}
*{{margin:0;box-sizing:border-box}}
body{{width:1200px;height:630px;background:#1c2b63;color:#fff8ea;font-family:C;padding:72px 80px 0;position:relative}}
header{{display:flex;gap:20px;align-items:center;font-size:40px;font-weight:700}}
svg{{width:72px;height:72px}}
h1{{font-size:92px;line-height:1.12;letter-spacing:-.01em;margin-top:54px;max-width:1040px;text-wrap:balance}}
p{{font-size:38px;position:absolute;left:80px;bottom:92px;color:#fff8ea}}
p b{{background:#f0ac22;color:#1d1703;padding:6px 22px;border-radius:8px;margin-right:20px}}
i{{position:absolute;inset:auto 0 0 0;height:48px;background:url(data:image/svg+xml;base64,{hem}) 0 0/96px 48px}}
</style><header><svg viewBox="0 0 32 32"><g fill="none" stroke="#fff8ea" stroke-width="3" stroke-linejoin="round">
<path fill="#f0ac22" stroke="none" d="m16 11.6 4.4 4.4-4.4 4.4-4.4-4.4z"/>
<path d="m11.5 6.5 9.5 9.5-9.5 9.5L2 16zM20.5 6.5 30 16l-9.5 9.5L11 16z"/></g></svg>Cùng Học</header>
<h1>{title}</h1><p><b>Miễn phí</b>Mỗi tuần một buổi, học trên điện thoại</p><i></i>"""


def titles() -> dict[str, str]:
    """File name -> what it says."""
    tracks = json.loads((ROOT / "content" / "curriculum.json").read_text("utf-8"))["tracks"]
    return {f"share-{track['code'].lower()}.png": track["title_vi"] for track in tracks} | {"share.png": ANY}


def size_of(picture: Path) -> tuple[int, int]:
    """(width, height) of a PNG."""
    return struct.unpack(">II", picture.read_bytes()[16:24])


def main() -> None:
    """Draw them all."""
    parts = {"plain": FONTS / "NotoSans-Regular.ttf", "bold": FONTS / "NotoSans-Bold.ttf", "hem": IMG / "hem.svg"}
    packed = {name: base64.b64encode(path.read_bytes()).decode() for name, path in parts.items()}
    with sync_playwright() as running:
        path = shutil.which("chromium") or "/usr/bin/chromium"
        browser = running.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport=SIZE)
        for name, title in titles().items():
            page.set_content(PAGE.format(title=html.escape(title), **packed))
            page.evaluate("document.fonts.ready")
            page.screenshot(path=IMG / name)
        browser.close()


if __name__ == "__main__":
    main()
