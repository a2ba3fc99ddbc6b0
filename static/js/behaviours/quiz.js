// <form data-behaviour="quiz" data-save="address of one answer" data-key="quiz:person:attempt" data-sequence="highest known">
// One question at a time. Each answer is kept on this phone at once, then sent, and sent again until the class
// has it; the highest sequence number wins, so sending twice is harmless. Without this the form is one long page.
const LONGEST_PAUSE = 60000;

export default function (form) {
  const { key, save } = form.dataset;
  const parts = [...form.querySelectorAll("[data-position]")];
  const segments = [...form.querySelectorAll("[data-segments] .seg > *")];
  const place = form.querySelector("[data-place]");
  const [back, next, end, note] = ["back", "next", "end", "offline"].map((name) => form.querySelector(`[data-${name}]`));
  const ticks = Object.fromEntries(["held", "sent", "wait"].map((name) => [name, form.querySelector(`.saved .${name}`)]));
  const kept = read();
  let sequence = Math.max(kept.sequence || 0, Number(form.dataset.sequence));
  let now = 0, pause = 0, timer = 0, sending = false, leaving = false, stored = true;

  function read(name = key) {
    try {
      return { answers: {}, ...JSON.parse(localStorage.getItem(name)) };
    } catch {
      return { answers: {} };
    }
  }

  // Other quizzes of this person leave the phone once every answer has arrived.
  function tidy() {
    const mine = key.slice(0, key.lastIndexOf(":") + 1);
    try {
      const others = Object.keys(localStorage).filter((name) => name.startsWith(mine) && name !== key);
      for (const name of others) {
        if (Object.values(read(name).answers).every((answer) => answer.sent)) localStorage.removeItem(name);
      }
    } catch {
      // a private window: there is nothing to tidy
    }
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ sequence, answers: kept.answers }));
      stored = true;
    } catch {
      stored = false; // no room, or a private window: the tick says only what is true
    }
  }

  const fields = (part) => [...part.querySelectorAll("input, select")];
  const values = (part) => fields(part).filter((f) => !/radio|checkbox/.test(f.type) || f.checked).map((f) => [f.name, f.value]);
  const given = (part) => values(part).some(([, value]) => value.trim());

  function put(part, pairs) {
    for (const field of fields(part)) {
      const mine = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/radio|checkbox/.test(field.type)) field.checked = mine.includes(field.value);
      else field.value = mine[0] || "";
    }
  }

  function show(to, focus) {
    now = Math.max(0, Math.min(to, parts.length - 1));
    parts.forEach((part, n) => { part.hidden = n !== now; });
    place.firstElementChild.textContent = place.dataset.place.replace("{n}", now + 1);
    back.hidden = now === 0;
    next.hidden = now === parts.length - 1;
    end.hidden = !next.hidden;
    paint();
    if (!focus) return;
    scrollTo(0, 0);
    parts[now].querySelector("legend").focus({ preventScroll: true });
  }

  function paint() {
    segments.forEach((piece, n) => { piece.className = n === now ? "now" : given(parts[n]) ? "on" : ""; });
    const part = parts[now], answer = kept.answers[part.dataset.position];
    const ours = Boolean(given(part) && (answer ? answer.sent : part.dataset.sequence > 0));
    ticks.held.hidden = !(answer && stored);
    ticks.sent.hidden = !ours;
    ticks.wait.hidden = !(answer && !answer.sent);
  }

  function offline(is) {
    note.hidden = !is;
    only("cut", !navigator.onLine);
    only("slow", navigator.onLine);
    only("going", !leaving);
    only("leaving", leaving);
  }

  function only(name, is) {
    note.querySelector(`[data-${name}]`).hidden = !is;
  }

  function mend(position, words) {
    const part = parts.find((one) => one.dataset.position === position);
    const line = part.querySelector("[data-error]");
    line.lastElementChild.textContent = words || "";
    line.hidden = !words;
  }

  function waiting() {
    return Object.entries(kept.answers).find(([, answer]) => !answer.sent);
  }

  async function post(address, body) {
    const response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(body) });
    const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (!json) throw new Error("busy, signed out or not ours");
    return { status: response.status, ...(await response.json()) };
  }

  function later(what) {
    pause = Math.min(LONGEST_PAUSE, pause * 2 || 2000);
    clearTimeout(timer);
    timer = setTimeout(what, pause * (0.75 + Math.random() / 2));
  }

  async function send() {
    const found = waiting();
    if (!found || sending || leaving) return;
    const [position, answer] = found;
    sending = true;
    try {
      const said = await post(save, [["position", position], ["sequence", answer.sequence], ...answer.fields]);
      if (said.next) return location.assign(said.next);
      if (kept.answers[position].sequence === answer.sequence) {
        kept.answers[position].sent = true;
        mend(position, said.error);
      }
      pause = 0;
      offline(false);
      keep();
    } catch {
      offline(true);
      later(send);
      return;
    } finally {
      sending = false;
      paint();
    }
    send();
  }

  async function handIn() {
    leaving = true;
    clearTimeout(timer);
    form.elements.seen.value = sequence;
    try {
      const said = await post(form.action, [...new FormData(form)]);
      if (said.done) localStorage.removeItem(key);
      location.assign(said.next);
    } catch {
      offline(true);
      later(handIn);
    }
  }

  function changed(event) {
    const part = event.target.closest("[data-position]");
    if (!part) return;
    sequence += 1;
    kept.answers[part.dataset.position] = { sequence, fields: values(part), sent: false };
    keep();
    paint();
    clearTimeout(timer);
    timer = setTimeout(send, event.type === "input" ? 800 : 0);
  }

  for (const part of parts) {
    const answer = kept.answers[part.dataset.position];
    if (!answer) continue;
    if (answer.sequence >= Number(part.dataset.sequence)) put(part, answer.fields);
    else delete kept.answers[part.dataset.position];
  }
  tidy();
  form.querySelector("[data-without-script]").hidden = true;
  place.hidden = form.querySelector("[data-segments]").hidden = false;
  form.closest(".quiz").classList.add("alone");
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => { if (event.target.type === "text") changed(event); });
  form.addEventListener("submit", (event) => { event.preventDefault(); handIn(); });
  form.addEventListener("over", handIn);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (!next.hidden) show(now + 1, true);
  });
  back.addEventListener("click", () => show(now - 1, true));
  next.addEventListener("click", () => show(now + 1, true));
  addEventListener("online", () => { pause = 0; if (leaving) handIn(); else send(); });
  addEventListener("offline", () => offline(true));
  offline(!navigator.onLine);
  const asked = parts.findIndex((part) => `#${part.id}` === location.hash);
  const open = parts.findIndex((part) => !given(part));
  show(asked >= 0 ? asked : Math.max(open, 0));
  send();
}
