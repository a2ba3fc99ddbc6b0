// <div data-behaviour="kept">: what is kept on this phone for whoever is at it, and what waits to be sent.
// Pages lie in the caches `kept:<person>` and `kept:anyone` (static/js/sw.js). Another person's are never looked into.
// Inside: [data-without] shown without script · [data-none] nothing is kept · [data-pages] with <ul>, <template> of a
// row, [data-sum], button [data-all] · [data-waits] with <ul>, button [data-send], [data-said] (these are on /kept only).
const CUT = " – Cùng Học";

async function show(place) {
  const find = (name) => place.querySelector(`[data-${name}]`);
  const { person, queue } = document.body.dataset, spoken = document.documentElement.lang === "en" ? "en-GB" : "vi";
  const names = [...new Set([`kept:${person || "anyone"}`, "kept:anyone"])];
  const size = (bytes) => place.dataset.size.replace("{n}", Math.max(1, Math.round(bytes / 1000)).toLocaleString(spoken));
  const day = (iso) => new Date(iso).toLocaleString(spoken, { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric" });

  // [{cache, path, title, kind, bytes, at, pictures: which only this page shows}]
  async function pages() {
    const found = [];
    for (const name of names) {
      if (!(await caches.has(name))) continue;
      const cache = await caches.open(name), sizes = {};
      for (const answer of await Promise.all((await cache.keys()).map((key) => cache.match(key)))) {
        const path = new URL(answer.url || "/", location.href).pathname;
        if (path.includes("/pictures/")) sizes[path] = (await answer.blob()).size;
      }
      for (const key of await cache.keys()) {
        const { pathname } = new URL(key.url), answer = await cache.match(key);
        if (pathname.includes("/pictures/")) continue;
        const text = await answer.text(), page = new DOMParser().parseFromString(text, "text/html");
        const pictures = Object.keys(sizes).filter((one) => text.includes(one));
        const bytes = new Blob([text]).size + pictures.reduce((sum, one) => sum + sizes[one], 0);
        found.push({ cache, path: pathname, title: page.title.replace(CUT, ""), kind: page.body.dataset.keep, bytes, at: answer.headers.get("Kept-At"), pictures });
      }
    }
    return found.sort((one, other) => (one.at < other.at ? 1 : -1));
  }

  async function remove(page, rest) {
    await page.cache.delete(page.path);
    for (const one of page.pictures) if (!rest.some(({ pictures }) => pictures.includes(one))) await page.cache.delete(one);
  }

  async function paint() {
    const list = find("pages"), found = await pages();
    list.querySelector("ul").replaceChildren(...found.map((page) => {
      const row = list.querySelector("template").content.cloneNode(true), put = (name) => row.querySelector(`[data-${name}]`);
      put("title").textContent = page.title;
      put("title").href = page.path;
      put("facts").textContent = [put("facts").dataset[page.kind], size(page.bytes), put("facts").dataset.at.replace("{when}", day(page.at))].join(" · ");
      put("name").textContent = page.title;
      put("remove").addEventListener("click", async () => {
        await remove(page, found.filter((one) => one !== page));
        await paint();
        (find("pages").querySelector("[data-remove]") || find("none")).focus();
      });
      return row;
    }));
    find("sum").textContent = find("sum").dataset.sum.replace("{size}", size(found.reduce((sum, one) => sum + one.bytes, 0))).replace("{n}", found.length);
    list.hidden = !found.length;
    find("none").hidden = Boolean(found.length);
    find("all").onclick = async () => {
      for (const page of found) await remove(page, []);
      await paint();
      find("none").focus();
    };
  }

  async function paintWaiting(said) {
    const place = find("waits");
    const mine = [`quiz:${person}:`, `note:${person}:`];
    if (!place || !person || !Object.keys(localStorage).some((key) => mine.some((start) => key.startsWith(start)))) return;
    const { waiting, send } = await import(queue), found = waiting(person), { answers, note, leaving } = place.dataset;
    place.querySelector("ul").replaceChildren(...found.map((one) => {
      const row = place.querySelector("template").content.cloneNode(true), put = (name) => row.querySelector(`[data-${name}]`);
      put("title").textContent = one.title || place.dataset.untitled;
      put("facts").textContent = [one.note && note, one.answers && answers.replace("{n}", one.answers), one.leaving && leaving].filter(Boolean).join(" · ");
      return row;
    }));
    place.hidden = !found.length && !said;
    find("send").hidden = !found.length;
    find("said").textContent = said || "";
    find("send").onclick = async () => {
      find("send").setAttribute("aria-busy", "true");
      const { left, out } = await send(person), { sent, unsent, signedOut } = place.dataset;
      find("send").removeAttribute("aria-busy");
      await paintWaiting(out ? signedOut : left.length ? unsent : sent);
    };
  }

  find("without").hidden = true;
  if (!window.caches) return void (find("none").hidden = false);
  await paint();
  await paintWaiting();
}

for (const place of document.querySelectorAll('[data-behaviour="kept"]')) show(place);
