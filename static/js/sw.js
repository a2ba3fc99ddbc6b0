// The worker on a phone: keeps opened lessons and open quizzes, and answers with them when the network does not.
// Before this file stands HOUSE: {release, shell, pages, offline, icons, out, lang, words} (lms/core/offline.py).
//
// Caches: `shell:<release>` what pages are made with · `kept:<person>` one person's pages and their pictures
// (`kept:anyone`: read without a sign-in) · `who` the person this phone last saw signed in.
// A page says on its body whose it is (data-person) and whether it may be kept (data-keep); one that says neither is
// passed on as it is. Nothing of one person is ever shown to another, or to nobody.
const SHELL = `shell:${HOUSE.release}`, PATIENCE = 4000, PICTURE = /\/pictures\/[\w-]+/g;
const passing = new Map(); // path -> whether the page that is just passing was kept
let catching = null;
let turn = 0; // moves when somebody else is at the phone: what was asked for before is nobody's business then

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(asked(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(event, pathname));
  else if (request.mode === "navigate") event.respondWith(pathname === HOUSE.out ? signOut(request) : change(request));
  else if (request.method === "GET" && /\/(assets|pictures)\//.test(pathname)) event.respondWith(thing(request, pathname));
});

// A release comes in beside the old one and answers at once: pages that are open go on with what they have.
async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(HOUSE.shell);
  for (const address of Object.values(HOUSE.pages)) await shell.add(new Request(address, { credentials: "omit" }));
  const marks = await caches.open("who");
  if (!(await marks.match("/release"))) await marks.put("/release", new Response(SHELL)); // a new phone has nothing to catch up with
  await self.skipWaiting();
}

// A shelf that cannot be opened (no room, a damaged disk) holds nothing: pages then come from the network alone.
const find = (path, cacheName) => caches.match(path, { cacheName, ignoreVary: true }).catch(() => undefined);

// ── who is at the phone ──
async function who() {
  const known = await find("/who", "who");
  return known ? known.json() : { person: "", owed: false };
}

async function remember(person, owed = false) {
  turn += 1;
  const marks = await caches.open("who").catch(() => null);
  // No room to say who it is now: then it is nobody, and nothing is shown of whoever it was before.
  await marks?.put("/who", new Response(JSON.stringify({ person, owed }))).catch(() => marks.delete("/who")).catch(() => {});
}

const cupboard = (person) => `kept:${person || "anyone"}`;

async function forget(path, person) {
  if (await caches.has(cupboard(person))) await (await caches.open(cupboard(person))).delete(path);
}

async function kept(path) {
  const { person } = await who();
  return (await find(path, cupboard(person))) || find(path, cupboard());
}

// ── pages: the network first; what is kept when it fails, or says nothing for four seconds ──
async function page(event, path) {
  const { owed } = await who(), begun = turn;
  const coming = owed ? settle().then(() => fetch(event.request)) : fetch(event.request);
  const learnt = coming.then((response) => isPage(response) && learn(response.clone(), path, owed ? turn : begun)).catch(() => false);
  passing.set(path, learnt);
  event.waitUntil(learnt.then(() => coming).then(({ ok }) => ok && catchUp()).catch(() => {}));
  const copy = await kept(path);
  try {
    const response = await (copy ? Promise.race([coming, patience()]) : coming);
    if (!copy || response.status < 500) return response;
  } catch {
    // no network, or one that only pretends
  }
  return copy ? shown(copy) : fallback(path);
}

const isPage = (response) => /^text\/html/.test(response.headers.get("Content-Type"));
const patience = () => new Promise((_, give) => setTimeout(give, PATIENCE, new Error("too slow")));

// What a page says of itself as it passes: whose it is, and whether to keep it. True when it is kept.
async function learn(response, path, begun, only) {
  if (response.status === 404 && begun === turn) await forget(path, only ?? (await who()).person);
  if (response.status !== 200 || response.redirected || !isPage(response)) return false;
  const text = await response.text(), body = /<body[^>]*>/.exec(text)?.[0] || "", whose = /\sdata-person="(\w*)"/.exec(body);
  if (!whose || begun !== turn || (only !== undefined && only !== whose[1])) return false;
  if (only === undefined && (await who()).person !== whose[1]) await remember(whose[1]);
  const handedIn = /^(.*\/attempts\/\w+)\/result$/.exec(path);
  if (handedIn) await forget(handedIn[1], whose[1]);
  if (!/\sdata-keep="/.test(body)) return false;
  const cache = await caches.open(cupboard(whose[1]));
  await gather(text, cache);
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("Kept-At", new Date().toISOString());
  await cache.put(path, new Response(text, { headers }));
  return true;
}

// What a page names: styles and scripts into the shell, pictures beside the page, in the smaller size where there is one.
async function gather(text, cache) {
  const shell = await caches.open(SHELL);
  for (const address of new Set(text.match(/\/assets\/[\w-]+\.(css|js|svg)/g))) {
    if (await shell.match(address, { ignoreVary: true })) continue;
    const before = await caches.match(address, { ignoreVary: true });
    await (before ? shell.put(address, before) : shell.add(address));
  }
  const pictures = [...new Set(text.match(PICTURE))];
  for (const address of pictures) {
    if (pictures.includes(`${address}-480`) || (await cache.match(address))) continue;
    await cache.add(address).catch(() => {}); // text always suffices
  }
}

// Above what is the page: a quiet line on one that is kept, a note where something was asked for.
const sign = (name) => `<svg class="i" aria-hidden="true" focusable="false"><use href="${HOUSE.icons}#${name}"/></svg>`;
const quiet = (words) => `<ul class="ticks"><li class="held">${sign("smartphone")}${words}</li></ul>`;
const note = (words) => `<div class="note off">${sign("wifi-off")}<p>${words}</p></div>`;
const above = (text, line) => text.replace(/<main[ >]/, (main) => (line ? `<div class="wrap toasts" role="status">${line}</div>` : "") + main);

async function shown(copy) {
  const headers = new Headers(copy.headers), at = new Date(headers.get("Kept-At"));
  const when = at.toLocaleString(HOUSE.lang === "en" ? "en-GB" : "vi", { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric" });
  const text = (await copy.text()).replace("<body", '<body data-shown="kept"'); // its clock is as old as it is
  return new Response(above(text, quiet(HOUSE.words.kept.replace("{when}", when))), { headers });
}

async function fallback(path, words) {
  const copy = await find(HOUSE.pages[path] || HOUSE.pages[HOUSE.offline], SHELL);
  const { person } = await who();
  const text = (await copy.text()).replace(/(<body[^>]*\sdata-person=")/, (start) => start + person);
  return new Response(above(text, words && note(words)), { headers: copy.headers });
}

// ── changes ──
async function change(request) {
  try {
    if ((await who()).owed) await settle();
    return await fetch(request);
  } catch {
    return fallback("", HOUSE.words.unsent);
  }
}

// Signing out forgets what is kept of this person here and now; the class is told as soon as it can be.
async function signOut(request) {
  const { person } = await who();
  if (person) await caches.delete(cupboard(person)).catch(() => {});
  await remember("", true);
  try {
    const response = await Promise.race([fetch(request), patience()]);
    if (response.status >= 500 || response.status === 429) throw new Error(response.status);
    await remember("");
    return response;
  } catch {
    return fallback("", HOUSE.words.out);
  }
}

// What somebody asked for without a network is done before anything else. Until it is, nothing is fetched: it would be theirs.
async function settle() {
  const { status } = await fetch(HOUSE.out, { method: "POST", redirect: "manual" });
  if (status >= 500 || status === 429) throw new Error(status);
  await remember("");
}

// ── files: they never change under their name; an older one may stand for by the present one of the same plain name ──
const plain = (path) => path.replace(/-[0-9a-f]{10}(?=\.\w+$)/, "").replace(/-480$/, "");

async function thing(request, path) {
  const hit = await find(path);
  if (hit) return hit;
  try {
    return await fetch(request);
  } catch (away) {
    for (const cache of [SHELL, cupboard((await who()).person), cupboard()].map((name) => caches.open(name))) {
      const near = (await (await cache).keys()).find(({ url }) => plain(new URL(url).pathname) === plain(path));
      if (near) return (await cache).match(near, { ignoreVary: true });
    }
    throw away;
  }
}

// ── what a page asks: keep me (the page that brought the worker has not passed it) ──
async function asked({ data, ports }) {
  const { keep } = data, begun = turn;
  const fetched = async () => learn(await fetch(keep, { cache: "force-cache" }), keep, begun);
  ports[0].postMessage((await passing.get(keep)) || Boolean(await kept(keep)) || (await fetched().catch(() => false)));
}

// ── after a release: kept pages are fetched anew, and shells that no page needs any more go ──
const catchUp = () => (catching ||= reach().finally(() => { catching = null; }));

async function reach() {
  const marks = await caches.open("who");
  if ((await (await marks.match("/release"))?.text()) === SHELL) return;
  const { person } = await who(), begun = turn;
  for (const whose of navigator.connection?.saveData ? [] : new Set([person, ""])) {
    if (!(await caches.has(cupboard(whose)))) continue;
    for (const { url } of await (await caches.open(cupboard(whose))).keys()) {
      const { pathname } = new URL(url);
      if (pathname.includes("/pictures/")) continue;
      await learn(await fetch(pathname, { credentials: whose ? "same-origin" : "omit" }), pathname, begun, whose);
    }
  }
  await tidy();
  await marks.put("/release", new Response(SHELL));
}

async function tidy() {
  const names = await caches.keys(), shell = await caches.open(SHELL), needed = new Set();
  for (const name of names.filter((one) => one.startsWith("kept:"))) {
    for (const copy of await (await caches.open(name)).matchAll()) {
      for (const address of isPage(copy) ? (await copy.text()).match(/\/assets\/[\w.-]+/g) || [] : []) {
        if (!(await shell.match(address, { ignoreVary: true }))) needed.add(address);
      }
    }
  }
  for (const name of names.filter((one) => one.startsWith("shell:") && one !== SHELL)) {
    const files = await (await caches.open(name)).keys();
    if (!files.some(({ url }) => needed.has(new URL(url).pathname))) await caches.delete(name);
  }
}
