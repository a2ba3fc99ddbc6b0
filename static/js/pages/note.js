// <form data-behaviour="note" data-key="note:<person>:<lesson>:<part>" data-sequence="highest known" data-title data-page>
// What is typed is kept on this phone at once, and sent by the queue (queue.js), which sends it from any page if this
// one is closed before. Kept as {sequence, text, sent, to, title, page}; the highest sequence wins. Without this the
// form has a button that saves.
const LONGEST_PAUSE = 60000;

function note(form) {
  const { key, title, page } = form.dataset, { person, queue } = document.body.dataset;
  const area = form.querySelector("textarea");
  const ticks = Object.fromEntries(["held", "sent", "wait"].map((name) => [name, form.querySelector(`.saved .${name}`)]));
  let sequence = Number(form.dataset.sequence), pause = 0, timer = 0;

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function paint() {
    const kept = read();
    ticks.held.hidden = !kept;
    ticks.sent.hidden = !(kept ? kept.sent : sequence);
    ticks.wait.hidden = !kept || kept.sent;
  }

  // Whether this phone holds it; in a private window it cannot, and the button stays the way.
  function keep() {
    sequence = Math.max(sequence, read()?.sequence || 0) + 1;
    try {
      localStorage.setItem(key, JSON.stringify({ sequence, text: area.value, sent: false, to: form.getAttribute("action"), title, page }));
    } catch {
      return false;
    }
    paint();
    return true;
  }

  async function send() {
    clearTimeout(timer);
    try {
      await (await import(queue)).send(person);
    } catch {
      // no network yet
    }
    const kept = read();
    take(kept);
    paint();
    if (!kept || kept.sent) return;
    pause = Math.min(LONGEST_PAUSE, pause * 2 || 2000);
    timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
  }

  function soon(after) {
    pause = 0;
    clearTimeout(timer);
    timer = setTimeout(send, after);
  }

  // What another tab wrote, or another device and the queue put together, stands here, too.
  function take(kept) {
    if (!kept || !(kept.sequence > sequence)) return false;
    sequence = kept.sequence;
    if (area.value !== kept.text) area.value = kept.text;
    return true;
  }

  const kept = read();
  if (take(kept)) form.closest("details").open = Boolean(kept.text);
  else if (kept && kept.sent) localStorage.removeItem(key);
  paint();
  if (kept && !kept.sent) soon(0);

  area.addEventListener("input", () => { if (keep()) soon(1000); });
  form.addEventListener("submit", (event) => {
    if (!keep()) return;
    event.preventDefault();
    soon(0);
  });
  addEventListener("storage", (event) => {
    if (event.key === key && take(read())) paint();
  });
  addEventListener("online", () => { const mine = read(); if (mine && !mine.sent) soon(0); });
}

for (const form of document.querySelectorAll('form[data-behaviour="note"]')) note(form);
