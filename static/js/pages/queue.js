// Sends what one person left on this phone, from any page: answers to quizzes (`quiz:<person>:<attempt>`, the format
// stands at the top of quiz.js) and notes (`note:<person>:<lesson>:<part>`: {sequence, text, sent, to, title, page}).
// One at a time, in one tab at a time; sending twice is harmless, for the highest sequence wins. Each request says for
// whom it is, so that it is refused when somebody else is signed in by now. Another person's keys are never touched.
//
// Loaded by the body of a page when there is something to send, by /kept, and by the form that signs out:
// <form data-behaviour="leave" data-person> with [data-unsent] (hidden), in it [data-answers], [data-notes],
// [data-lessons] (texts of a trainer, `lesson:<person>:<lesson>` of lesson.js, which nobody else can send), [data-stay].
const PATIENCE = 15000, LONGEST_PAUSE = 60000, LEASE = 30000, MONTH = 30 * 86400000;

class SignedOut extends Error {}
class NotNow extends Error {}

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    return {};
  }
};

// Changes a value as it is now: another tab may have written since.
function change(key, how) {
  const value = read(key);
  if (!Object.keys(value).length) return;
  how(value);
  localStorage.setItem(key, JSON.stringify(value));
}

function keys(person) {
  try {
    return Object.keys(localStorage).filter((key) => [`quiz:${person}:`, `note:${person}:`].some((start) => key.startsWith(start))).sort();
  } catch {
    return [];
  }
}

const unsent = (value) => Object.entries(value.answers || {}).filter(([, answer]) => !answer.sent && !answer.refused);

// What waits: [{key, answers: how many, note, leaving, title, page}]
export function waiting(person) {
  return keys(person).map((key) => {
    const value = read(key), note = key.startsWith("note:") && value.sent === false && !value.refused;
    return { key, note, answers: unsent(value).length, leaving: Boolean(value.leaving), title: value.title, page: value.page || value.to };
  }).filter((one) => one.note || one.answers || one.leaving);
}

async function post(person, address, fields) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "For-Person": person },
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout?.(PATIENCE),
    });
  } catch {
    throw new NotNow();
  }
  const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const said = json ? await response.json() : {};
  if (response.status === 401 || response.redirected) throw Object.assign(new SignedOut(), { next: said.next || response.url });
  if (response.status === 404) return { status: 404 }; // not theirs any more: it stays here, and is passed over
  if (!json || ![200, 409, 422].includes(response.status)) throw new NotNow();
  return { ...said, status: response.status };
}

// Another device gave something else under a higher number. Whichever was given last holds: this one, which takes a
// number of its own and is sent again, or that one. The time is known to two seconds or so.
function overtaken(value, position, { newer, newer_at: since }) {
  const mine = value.answers[position];
  value.sequence = Math.max(value.sequence, newer);
  if (Date.parse(mine.at) + (value.offset || 0) >= since - 2000) mine.sequence = value.sequence += 1;
  else delete value.answers[position];
}

async function sendQuiz(person, key) {
  const { save, handIn, device } = read(key);
  const next = () => unsent(read(key)).sort(([, one], [, other]) => one.sequence - other.sequence)[0];
  for (let found = next(); found; found = next()) {
    const [position, answer] = found;
    const said = await post(person, save, [["position", position], ["sequence", answer.sequence], ["device", device], ["phone_at", answer.at], ...answer.fields]);
    if (said.status === 404) return;
    change(key, (value) => {
      const mine = value.answers[position];
      if (!mine || mine.sequence !== answer.sequence) return;
      if (said.newer) overtaken(value, position, said);
      else if (said.status === 422) mine.refused = true;
      else mine.sent = true;
      if (said.late) mine.late = true;
    });
  }
  const value = read(key);
  if (!value.leaving || unsent(value).length) return;
  const sheet = Object.entries(value.answers).filter(([, answer]) => !answer.refused)
    .flatMap(([position, answer]) => [[`s${position}`, answer.sequence], ...answer.fields]);
  const said = await post(person, handIn, [["anyway", "1"], ["device", device], ["phone_at", new Date().toISOString()], ...sheet]);
  if (said.done) localStorage.removeItem(key);
}

async function sendNote(person, key) {
  const { sequence, text, to } = read(key);
  const said = await post(person, to, [["sequence", sequence], ["text", text], ["part", key.split(":").pop()]]);
  if (said.status === 404) return;
  const newer = said.newer; // of another device, which was ahead: both stay, one below the other
  change(key, (value) => {
    if (value.sequence !== sequence) return;
    if (newer === undefined) value[said.status === 422 ? "refused" : "sent"] = true;
    else Object.assign(value, { sequence: said.sequence + 1, text: text.includes(newer) ? text : `${newer}\n\n${text}`.trim() });
  });
  if (newer !== undefined) await sendNote(person, key);
}

async function sendAll(person) {
  for (const { key, page, note } of waiting(person)) {
    if (!note && page === location.pathname && document.querySelector('form[data-behaviour="quiz"]')) continue; // it sends its own
    await (note ? sendNote(person, key) : sendQuiz(person, key));
  }
}

// Runs `what` unless another tab is at it: a lock where there are locks, else a lease that runs out by itself.
async function alone(person, what) {
  const name = `queue:${person}`;
  if (navigator.locks) return navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && what());
  if (Number(localStorage.getItem(name)) > Date.now()) return null;
  localStorage.setItem(name, Date.now() + LEASE);
  const renew = setInterval(() => localStorage.setItem(name, Date.now() + LEASE), LEASE / 3);
  try {
    return await what();
  } finally {
    clearInterval(renew);
    localStorage.removeItem(name);
  }
}

// One round. {left: what still waits, out: where to sign in again, if one has to}
export async function send(person) {
  let out = "";
  try {
    await alone(person, () => sendAll(person));
  } catch (problem) {
    if (problem instanceof SignedOut) out = problem.next || "/sign-in";
    else if (!(problem instanceof NotNow)) throw problem;
  }
  return { left: waiting(person), out };
}

// Sheets that have wholly arrived leave the phone after a month.
function tidy(person) {
  for (const key of keys(person)) {
    const { seen, leaving } = read(key);
    if (seen && seen + MONTH < Date.now() && !leaving && !unsent(read(key)).length) localStorage.removeItem(key);
  }
}

// Until nothing is left, pausing longer each time; at once when the network is back.
export function start({ dataset: { person } }) {
  let pause = 0, timer = 0;
  async function round() {
    clearTimeout(timer);
    const { left, out } = await send(person);
    if (out) return askToSignIn(out);
    if (!left.length) return tidy(person);
    pause = Math.min(LONGEST_PAUSE, pause * 2 || 2000);
    timer = setTimeout(round, pause * (0.75 + Math.random() / 2));
  }
  addEventListener("online", () => { pause = 0; round(); });
  round();
}

function askToSignIn(where) {
  const line = document.querySelector("[data-queue-out]");
  if (!line) return;
  line.querySelector("a").href = where;
  line.hidden = false;
}

// Texts of lessons that may not be saved: only their own sheet knows.
function written(person) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`lesson:${person}:`)).length;
  } catch {
    return 0;
  }
}

// Signing out: first what waits; then this person's sent things go. What cannot be sent is asked about, and stays.
function leave(form) {
  const { person } = form.dataset, note = form.querySelector("[data-unsent]"), find = (name) => note.querySelector(`[data-${name}]`);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = !note.hidden, button = form.querySelector("button:not([type=button])");
    button.setAttribute("aria-busy", "true");
    const { left } = asked ? { left: [] } : await send(person).catch(() => ({ left: waiting(person) }));
    button.removeAttribute("aria-busy");
    const lessons = asked ? 0 : written(person);
    if (!left.length && !lessons) return go();
    const answers = left.reduce((sum, one) => sum + one.answers + (one.leaving && !one.answers ? 1 : 0), 0), notes = left.filter((one) => one.note).length;
    for (const [name, number] of [["answers", answers], ["notes", notes], ["lessons", lessons]]) {
      find(name).hidden = !number;
      find(name).textContent = find(name).dataset[name].replace("{n}", number);
    }
    note.hidden = false;
    note.focus();
  });
  find("stay").addEventListener("click", () => { note.hidden = true; });

  function go() {
    const stays = new Set(waiting(person).map((one) => one.key));
    for (const key of keys(person)) if (!stays.has(key)) localStorage.removeItem(key);
    form.submit();
  }
}

for (const form of document.querySelectorAll('form[data-behaviour="leave"]')) leave(form);
