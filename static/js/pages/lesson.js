// The sheet of a lesson: what is typed is kept on this device until the house has it, and leaving asks first.
const form = document.querySelector("form[data-lesson]");

function texts() {
  const found = {};
  for (const field of form.querySelectorAll("input[name], textarea[name]")) {
    if (field.type !== "hidden") found[field.name] = field.value;
  }
  return found;
}

// What a text says, whichever way the house tidied it; the note on the change is no part of it.
function said(kept) {
  const tidy = (text) => text.normalize("NFC").split(/\r?\n/).map((line) => line.trimEnd()).join("\n").trim();
  const words = Object.entries(JSON.parse(kept)).filter(([name]) => name !== "note");
  return JSON.stringify(words.map(([name, text]) => [name, tidy(text)]).sort());
}

function watch() {
  const key = `lesson:${form.dataset.lesson}`;
  const began = JSON.stringify(texts());
  const refused = document.querySelector(".errors") !== null;
  let leaving = false;

  function read() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }
  function keep(text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch {
      // A full or closed store: the warning at leaving is still there.
    }
  }
  const differs = () => refused || JSON.stringify(texts()) !== began;

  const kept = read();
  const offer = form.querySelector("[data-kept]");
  if (kept && said(kept) !== said(began) && !refused) {
    offer.hidden = false;
    offer.querySelector("[data-bring]").addEventListener("click", () => {
      for (const [name, value] of Object.entries(JSON.parse(kept))) {
        const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
        if (!field) continue;
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      offer.hidden = true;
    });
  } else if (!refused) keep(null);

  let soon;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => keep(differs() ? JSON.stringify(texts()) : null), 400);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    keep(JSON.stringify(texts())); // until the next page shows that it arrived
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => {
    if (!leaving && differs()) event.preventDefault();
  });
}

if (form) watch();
