"""Looks at one page as a strict reader does: axe-core, room on a narrow screen, and targets for a thumb."""

import os
from pathlib import Path

from tests.journeys.screens import LAPTOP, PHONE

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()
#: WCAG 2.2 A and AA, and what axe holds to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST_TARGET = 44
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (LAPTOP, "dark"), (LAPTOP, "light"))

RUN_AXE = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const where = rule => rule.nodes.map(node => node.target.join(" ")).slice(0, 4).join(", ");
  return found.violations.map(rule => `${rule.id}: ${where(rule)}`);
}"""
TOO_WIDE = """() => {
  const {clientWidth: room, scrollWidth: wide} = document.documentElement;
  if (wide <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > room + 0.5);
  return [`${wide} px`, ...out.slice(0, 5).map(e => `${e.tagName}.${e.className}`)];
}"""
#: A control is as high as the label that answers the same tap. A link with words around it is part of a sentence.
TOO_LOW = """least => {
  const low = [];
  const inSentence = e => {
    let block = e.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return getComputedStyle(e).display === "inline" && block.textContent.trim() !== e.textContent.trim();
  };
  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) || e.closest(".skip")) continue;
    if (e.matches("a") && inSentence(e)) continue;
    const box = e.matches("[type=radio], [type=checkbox]");
    const target = box && (e.closest("label") || e.labels[0]) || e;
    const height = Math.max(target.getBoundingClientRect().height, e.getBoundingClientRect().height);
    const name = `${e.tagName}.${e.className} “${e.textContent.trim().slice(0, 30)}”`;
    if (height && height < least) low.push(`${name} ${height.toFixed(1)} px`);
  }
  return low;
}"""


def faults(page, looks=LOOKS):
    """Every fault of the page that is open, looked at as `looks` says: widths and colour schemes."""
    page.evaluate(AXE)
    found = []
    for size, scheme in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # or colours would still be on their way
        here = page.evaluate(RUN_AXE, TAGS)
        if scheme == "light":
            here += [f"too wide: {fault}" for fault in page.evaluate(TOO_WIDE)]
            here += [f"too low: {fault}" for fault in page.evaluate(TOO_LOW, LEAST_TARGET)]
        found += [f"{size['width']} {scheme}: {fault}" for fault in here]
    return found


def snap(who, name, size):
    """What one page does wrong is nothing, light and dark; pictures of it go to the folder in LMS_PICTURES, if any."""
    folder = os.environ.get("LMS_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for scheme in ("light", "dark"):
            who.page.emulate_media(color_scheme=scheme)
            who.page.screenshot(path=f"{folder}/{name}-{size['width']}-{scheme}.png", full_page=True)
    assert faults(who.page, [(size, "light"), (size, "dark")]) == [], name
    who.page.emulate_media(color_scheme="light")
