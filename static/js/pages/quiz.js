// <form data-behaviour="quiz" data-key data-save data-now data-due data-sequence>: a quiz that survives the bus.
//
// Each answer is kept on this phone before anything else, then sent, and sent again until the class has it. What is
// kept lies in localStorage under `quiz:<public id of the person>:<public id of the attempt>`:
//   {"v": 1, "save": "/attempts/…/answers", "handIn": "/attempts/…/hand-in", "page": "/attempts/…", "title": "…",
//    "device": 8 hex digits, "sequence": highest number given, "due": epoch ms by the server's clock or null,
//    "offset": ms to add to this phone's clock to get the server's, "seen": when the newest page was made (epoch ms),
//    "leaving": whether it is to be handed in, "count": questions of the quiz,
//    "answers": {"3": {"sequence": n, "fields": [["a3", "1"]], "at": ISO time by this phone, "sent": bool,
//                      "late": true if it came too late to count, "refused": true if it is no answer to this quiz}}}
// To send one: POST `save` with position, sequence, device, phone_at = at, and its fields; Accept: application/json.
//   200 {saved, late, error}: sent (late: keep that, too) · 200 {newer, newer_at}: see `overtaken` · 409 {next}: handed in, nothing new, so sent as well ·
//   422: refused, never sent again · 401 {signed_out, next}, or an answer that is no JSON: sign in again first ·
//   anything else, or none: later. It is marked only if its sequence is still the one that was sent.
// To hand in (`leaving`, and nothing waits): POST `handIn` with anyway=1, device, phone_at, and for each answer its
//   fields and s<position> = its sequence. {done: true, next}: the whole key is removed.
// Always read the value anew before changing it: another tab may have written. The queue of other pages leaves a key
// alone while the quiz is open in a tab that answers; sending twice is harmless, for the highest sequence wins.
const LONGEST_PAUSE = 60000, PATIENCE = 15000;
const SECONDS = 120000, WARNINGS = [300000, 60000];

class Away extends Error {}
class SignedOut extends Error {}

// What this phone keeps of one attempt, or what the page alone remembers where nothing can be kept.
function shelf(key, first) {
  let memory = first, gone = false;
  const it = {
    stored: true,
    read() {
      if (!it.stored) return memory;
      try {
        memory = { ...first, ...JSON.parse(localStorage.getItem(key)) };
      } catch {
        it.stored = false;
      }
      return memory;
    },
    change(how) {
      if (gone) return;
      memory = it.read();
      how(memory);
      try {
        localStorage.setItem(key, JSON.stringify(memory));
        it.stored = true;
      } catch {
        it.stored = false; // no room, or a private window: the tick says only what is true
      }
    },
    remove() {
      gone = true;
      try {
        localStorage.removeItem(key);
      } catch {
        // nothing was kept
      }
    },
  };
  return it;
}

const hex = () => [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function post(person, address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "For-Person": person },
    body: new URLSearchParams(body),
    signal: AbortSignal.timeout?.(PATIENCE),
  });
  const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
  if (json && (response.ok || response.status === 409 || response.status === 422)) return { status: response.status, ...(await response.json()) };
  if (json && response.status === 401) throw Object.assign(new SignedOut(), { next: (await response.json()).next });
  if (response.redirected) throw Object.assign(new SignedOut(), { next: response.url });
  if (response.status === 401 || response.status === 403 || response.status === 404) throw new SignedOut();
  throw new Away();
}

// Another device gave something else under a higher number. Whichever was given last holds: this one, which takes a
// number of its own and is sent again, or that one. The time is known to two seconds or so.
function overtaken(value, position, { newer, newer_at: since }) {
  const mine = value.answers[position];
  value.sequence = Math.max(value.sequence, newer);
  if (Date.parse(mine.at) + (value.offset || 0) >= since - 2000) mine.sequence = value.sequence += 1;
  else delete value.answers[position];
}

function take(form) {
  const { key, save, title } = form.dataset, person = key.split(":")[1];
  const find = (name) => form.querySelector(`[data-${name}]`);
  const parts = [...form.querySelectorAll("[data-position]")];
  const known = Object.fromEntries(parts.map((part) => [part.dataset.position, Number(part.dataset.sequence)]));
  const wide = matchMedia("(min-width: 64rem)");
  const [place, bar, back, next, panel, review, spoken, clock] = ["place", "segments", "back", "next", "panel", "review", "spoken", "clock"].map(find);
  const page = form.action.replace(/\/hand-in$/, ""), made = Number(form.dataset.now);
  const kept = shelf(key, { v: 1, answers: {}, device: hex(), sequence: 0, offset: 0, leaving: false, seen: 0 });
  const rows = parts.map(row);
  let now = 0, looking = false, stale = false, pause = 0, timer = 0, sending = false, ended = false, closed = false, last = Infinity;

  // ── the sheet ──
  const fields = (part) => [...part.querySelectorAll("input, select, textarea")].filter((field) => field.name);
  const values = (part) => fields(part).filter((f) => !/radio|checkbox/.test(f.type) || f.checked).map((f) => [f.name, f.value]);
  const given = (part) => values(part).some(([, value]) => value.trim());
  const answerOf = (part) => kept.read().answers[part.dataset.position];

  function put(part, pairs) {
    for (const field of fields(part)) {
      const mine = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/radio|checkbox/.test(field.type)) field.checked = mine.includes(field.value);
      else if (field.value !== (mine[0] || "")) field.value = mine[0] || "";
    }
  }

  // What this phone gave stands before what the page came with, unless another device gave something newer.
  function lay() {
    for (const part of parts) {
      const answer = answerOf(part);
      if (answer && answer.sequence >= known[part.dataset.position]) put(part, answer.fields);
    }
  }

  function state(part) {
    const answer = answerOf(part), has = given(part);
    const mine = answer && answer.sequence >= known[part.dataset.position];
    return {
      given: has,
      held: Boolean(mine && kept.stored),
      sent: has && (mine ? answer.sent && !answer.late : known[part.dataset.position] > 0),
      late: Boolean(mine && answer.late),
      wait: Boolean(mine && !answer.sent && !answer.refused),
    };
  }

  function tick(list, is) {
    for (const name of ["held", "sent", "wait", "late"]) list.querySelector(`.${name}`).hidden = !is[name];
  }

  function only(root, name, value) {
    for (const each of root.querySelectorAll(`[data-${name}]`)) each.hidden = each.dataset[name] !== value;
  }

  // A row of the review for each question; it says where its answer is.
  function row(part, n) {
    const piece = find("rows").nextElementSibling.content.firstElementChild.cloneNode(true);
    const words = (part.querySelector(".q").firstElementChild || part).textContent.trim().replace(/\s+/g, " ");
    piece.querySelector(".h").textContent = `${n + 1}. ${words.length > 90 ? words.slice(0, words.lastIndexOf(" ", 90)) + " …" : words}`;
    find("rows").append(piece);
    return piece;
  }

  function paint() {
    const states = parts.map(state);
    bar?.querySelectorAll(".seg > *").forEach((piece, n) => { piece.className = n === now && !looking && !wide.matches ? "now" : states[n].given ? "on" : ""; });
    parts.forEach((part, n) => tick(part.querySelector(".saved"), states[n]));
    if (parts.length) tick(find("foot").querySelector(".saved"), states[now]);
    const open = states.filter((is) => !is.given).length, { leaving } = kept.read();
    if (parts.length) find("count").textContent = find("count").dataset.count.replace("{n}", parts.length - open);
    find("full").hidden = kept.stored || !states.some((is) => is.wait);
    states.forEach((is, n) => {
      const word = is.late ? "late" : !is.given ? "open" : is.sent ? "sent" : is.held ? "only" : "wait";
      only(rows[n], "is", word);
      if (ended) rows[n].querySelector("a").removeAttribute("href");
      else rows[n].querySelector("a").href = `#${parts[n].id}`;
      rows[n].querySelector("[data-is=unsent]").hidden = is.given || !is.wait;
    });
    only(panel, "open", open ? "1" : "0");
    only(panel, "when", ended ? "ended" : leaving ? "leaving" : "asked");
    only(form, "going", leaving || ended ? "1" : "0");
    panel.querySelector("[data-again]").hidden = ended;
  }

  function show(to, focus) {
    now = Math.max(0, Math.min(to, parts.length - 1));
    looking = ended || looking;
    const one = !wide.matches;
    form.closest(".quiz").classList.toggle("alone", one);
    parts.forEach((part, n) => { part.hidden = looking || (one && n !== now); });
    panel.hidden = !looking;
    find("foot").hidden = looking;
    if (place) place.hidden = looking || !one;
    if (place && parts.length) place.firstElementChild.textContent = place.dataset.place.replace("{n}", now + 1);
    back.hidden = !one || now === 0;
    next.hidden = !one || now === parts.length - 1;
    review.hidden = !next.hidden;
    paint();
    if (!focus) return;
    const target = looking ? panel.querySelector("h2") : parts[now].querySelector(".q");
    if (looking || one) scrollTo(0, 0);
    else parts[now].scrollIntoView();
    target.focus({ preventScroll: true });
  }

  function turn(to, focus = true) {
    looking = to === "panel";
    show(looking ? now : to, focus);
  }

  function mend(position, words) {
    const line = parts.find((one) => one.dataset.position === position)?.querySelector("[data-error]");
    if (!line) return;
    line.lastElementChild.textContent = words || "";
    line.hidden = !words;
  }

  // ── the way to the class ──
  function trouble(kind, where) {
    find("offline").hidden = kind !== "cut" && kind !== "slow";
    find("cut").hidden = kind !== "cut";
    find("slow").hidden = kind !== "slow";
    find("signed-out").hidden = kind !== "out";
    if (where?.includes("next=")) find("signed-out").querySelector("a").href = where; // else this page asks, and comes back
  }

  function waiting() {
    return Object.entries(kept.read().answers)
      .filter(([, answer]) => !answer.sent && !answer.refused)
      .sort(([, one], [, other]) => one.sequence - other.sequence)[0];
  }

  async function give([position, answer]) {
    const { device } = kept.read();
    const said = await post(person, save, [["position", position], ["sequence", answer.sequence], ["device", device], ["phone_at", answer.at], ...answer.fields]);
    kept.change((value) => {
      const mine = value.answers[position];
      if (!mine || mine.sequence !== answer.sequence) return;
      if (said.newer) overtaken(value, position, said);
      else if (said.status === 422) mine.refused = true;
      else mine.sent = true;
      if (said.late) mine.late = true;
      stale ||= !value.answers[position];
    });
    mend(position, said.error);
    if (said.late || said.status === 409) closed = true;
    time(said);
    paint();
  }

  // The full set goes with it, each answer with its number, so that a lost middle mends itself. Where nobody but this
  // phone's clock says that it is over, the class is asked first: the clock may have been put right in the middle.
  async function handIn() {
    const { device, answers, leaving } = kept.read();
    const all = Object.entries(answers).filter(([, answer]) => !answer.refused);
    const sheet = all.flatMap(([position, answer]) => [[`s${position}`, answer.sequence], ...answer.fields]);
    const ask = (...how) => post(person, form.action, [...how, ["device", device], ["phone_at", new Date().toISOString()], ...sheet]);
    let said = leaving || closed ? {} : await ask();
    if (said.due > said.now && !said.done) return time(said);
    if (!said.done) said = await ask(["anyway", "1"]);
    if (said.done) kept.remove();
    if (said.next) location.assign(said.next);
    else throw new Away();
    return said.done;
  }

  async function send() {
    clearTimeout(timer);
    if (sending) return;
    sending = true;
    try {
      for (let found = waiting(); found; found = waiting()) await give(found);
      if (stale && !closed && !ended) return location.reload(); // it shows what the other device gave
      if ((closed || ended || kept.read().leaving) && (await handIn())) return;
      pause = 0;
      trouble(navigator.onLine ? "" : "cut");
    } catch (problem) {
      const out = problem instanceof SignedOut;
      trouble(out ? "out" : navigator.onLine ? "slow" : "cut", problem.next);
      pause = Math.min(LONGEST_PAUSE, pause * 2 || 2000);
      timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
    } finally {
      sending = false;
      paint();
    }
  }

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  function leave(is) {
    kept.change((value) => { value.leaving = is; });
    if (is) turn("panel");
    if (is) send();
  }

  // "Save and leave" gives what waits a moment to arrive. What is kept here follows later, from any page of ours.
  async function away(event) {
    if (!waiting()) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    await Promise.race([send(), new Promise((done) => { setTimeout(done, 3000); })]);
    if (kept.stored || !waiting()) location.assign(href);
  }

  function changed(event) {
    const part = event.target.closest("[data-position]");
    if (!part) return;
    const { position } = part.dataset, pairs = values(part), before = answerOf(part);
    if (before && JSON.stringify(before.fields) === JSON.stringify(pairs)) return event.type === "change" && soon(0);
    kept.change((value) => {
      value.sequence = Math.max(value.sequence, known[position]) + 1;
      value.answers[position] = { sequence: value.sequence, fields: pairs, sent: false, at: new Date().toISOString() };
    });
    paint();
    soon(event.type === "input" ? 800 : 0);
  }

  // ── time: the server's clock decides, whatever this phone's clock shows ──
  function time({ now: at, due }) {
    if (!at) return;
    kept.change((value) => Object.assign(value, { offset: at - Date.now(), due: due || null }));
    say();
  }

  function say() {
    const { due, offset } = kept.read();
    if (!due || !clock) return;
    const left = due - offset - Date.now();
    const seconds = Math.max(0, Math.ceil(left / 1000)), minutes = Math.ceil(left / 60000);
    const words = clock.dataset, exact = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    let text = left > 0 ? words.time.replace("{time}", exact) : words.over;
    if (minutes >= 2880) text = words.days.replace("{n}", Math.floor(minutes / 1440));
    else if (minutes >= 100) text = words.hours.replace("{n}", Math.floor(minutes / 60));
    else if (left >= SECONDS) text = words.minutes.replace("{n}", minutes);
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("soon", left < SECONDS);
    for (const mark of WARNINGS) if (left <= mark && last > mark && left > 0) spoken.textContent = spoken.dataset[`at${mark / 60000}`];
    last = left;
    if (left <= 0 === ended) return;
    ended = left <= 0; // or there is time again: a trainer has granted more
    for (const part of parts) part.disabled = ended || "looked" in part.dataset;
    if (!ended) return turn(kept.read().leaving ? "panel" : now, false);
    spoken.textContent = spoken.dataset.over;
    turn("panel");
    send();
  }

  // ── begin ──
  // A page out of the phone's own cupboard is as old as the newest one seen: what was known of the clock then holds.
  const fresh = made > kept.read().seen && document.body.dataset.shown !== "kept", due = Number(form.dataset.due) || null;
  kept.change((value) => {
    Object.assign(value, { save, handIn: new URL(form.action).pathname, page: new URL(page).pathname, title, count: parts.length });
    value.sequence = Math.max(value.sequence, Number(form.dataset.sequence));
    if (fresh) Object.assign(value, { seen: made, offset: made - Date.now() + sinceAnswer(), due });
    else value.due ??= due;
    for (const part of parts) {
      const { position } = part.dataset;
      if (value.answers[position]?.sequence < known[position]) delete value.answers[position];
    }
  });
  lay();
  for (const part of parts) part.append(find("foot").querySelector(".saved").cloneNode(true));
  for (const without of form.querySelectorAll("[data-without-script]")) without.hidden = true;
  for (const only of form.querySelectorAll("[data-with-script]")) only.hidden = false;

  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => { if (/text/.test(event.target.type)) changed(event); });
  form.addEventListener("submit", (event) => {
    // Looking at an answer (in practice) is asked of the class, with the sheet as it is.
    if (event.submitter?.hasAttribute("formaction") && navigator.onLine) return;
    event.preventDefault();
    if (event.submitter?.hasAttribute("formaction")) return trouble("cut");
    if (looking && event.submitter) leave(true);
    else turn("panel");
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (!next.hidden) turn(now + 1);
  });
  form.addEventListener("focusin", (event) => {
    const n = parts.indexOf(event.target.closest("[data-position]"));
    if (n >= 0 && wide.matches && n !== now) now = n;
  });
  back.addEventListener("click", () => turn(now - 1));
  next.addEventListener("click", () => turn(now + 1));
  review.addEventListener("click", () => turn("panel"));
  panel.addEventListener("click", (event) => {
    const chosen = rows.indexOf(event.target.closest("li")), again = event.target.closest("[data-again]");
    if (chosen < 0 && !again) return;
    event.preventDefault();
    if (ended) return;
    if (kept.read().leaving) leave(false);
    turn(again ? Math.max(0, parts.findIndex((part) => !given(part))) : chosen);
  });
  wide.addEventListener("change", () => show(now));
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    if (event.newValue === null) return location.assign(page); // handed in, or removed, by another tab
    lay();
    const { leaving } = kept.read();
    if (leaving && !looking) turn("panel", false);
    else paint();
  });
  addEventListener("online", () => { pause = 0; send(); });
  addEventListener("offline", () => trouble("cut"));
  document.addEventListener("visibilitychange", () => { pause = 0; send(); say(); });
  addEventListener("beforeunload", (event) => { if (!kept.stored && waiting()) event.preventDefault(); });

  document.querySelector("[data-leave]")?.addEventListener("click", away);

  trouble(navigator.onLine ? "" : "cut");
  const asked = parts.findIndex((part) => `#${part.id}` === location.hash);
  const open = parts.findIndex((part) => !given(part));
  looking = kept.read().leaving || !parts.length;
  ended = !parts.length; // the time was up before the page was made
  show(asked >= 0 ? asked : Math.max(open, 0));
  say();
  setInterval(say, 1000);
  send();
}

// How long ago the answer that brought this page left the server, as far as the browser knows.
function sinceAnswer() {
  const { responseStart } = performance.getEntriesByType("navigation")[0] || {};
  const passed = performance.now() - responseStart;
  return passed > 0 && passed < 30000 ? passed : 0;
}

for (const form of document.querySelectorAll('form[data-behaviour="quiz"]')) take(form);
