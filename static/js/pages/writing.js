// For those who write, loaded with every working page. Bound here, not in app.js, which every learner loads.
// preview: <textarea data-behaviour="preview" data-preview="/preview" data-into="#id">: what is typed, as readers see it.
function preview(area) {
  const place = document.querySelector(area.dataset.into);
  if (!place) return;
  let timer = 0, asked = null;

  async function look() {
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(area.dataset.preview, { method: "POST", body: new URLSearchParams({ text: area.value }), signal: asked.signal });
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    } catch {
      // no network, or overtaken by what was typed since: the last picture of the text stays
    }
  }

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  });
  if (area.value.trim()) look();
}

// picture: templates/writing/_pictures.html. The line of the picture goes in at the cursor, on lines of its own.
function picture(box) {
  const area = document.getElementById(box.dataset.into);
  if (!area) return;
  const [words, file] = box.querySelectorAll("input");
  const [wrong, status, button] = [box.querySelector(".err"), box.querySelector("[role=status]"), box.querySelector("button")];
  box.hidden = false;

  function refuse(sentence, field) {
    wrong.lastElementChild.textContent = sentence;
    wrong.hidden = !sentence;
    if (sentence && field) field.focus();
  }

  function put(line) {
    const before = area.value.slice(0, area.selectionStart).replace(/\n*$/, "");
    const after = area.value.slice(area.selectionEnd).replace(/^\n*/, "");
    const start = before ? `${before}\n\n` : "";
    area.value = `${start}${line}\n\n${after}`;
    area.selectionStart = area.selectionEnd = start.length + line.length + 2;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    for (const later of [3000, 10000]) setTimeout(() => area.dispatchEvent(new Event("input", { bubbles: true })), later);
  }

  async function send() {
    const chosen = file.files[0], say = box.dataset;
    status.textContent = "";
    if (!words.value.trim()) return refuse(say.wordless, words);
    if (!chosen) return refuse(say.fileless, file);
    if (chosen.size > Number(say.most)) return refuse(say.heavy, file);
    refuse("");
    button.setAttribute("aria-busy", "true");
    const body = new FormData();
    body.append("shows", words.value);
    body.append("picture", chosen);
    try {
      const answer = await fetch(say.send, { method: "POST", headers: { Accept: "application/json" }, body });
      const said = await answer.json();
      if (said.markdown) {
        put(said.markdown);
        words.value = file.value = "";
        status.textContent = say.done;
      } else refuse(`${said.error || say.failed}`, file);
    } catch {
      refuse(say.failed, button);
    }
    button.removeAttribute("aria-busy");
  }

  button.addEventListener("click", send);
}

const bound = new WeakSet();

function bindAll(root) {
  for (const [name, bind] of Object.entries({ preview, picture })) {
    for (const element of root.querySelectorAll(`[data-behaviour~="${name}"]`)) {
      if (!bound.has(element)) bind(element);
      bound.add(element);
    }
  }
}

bindAll(document);
document.addEventListener("htmx:load", (event) => bindAll(event.target));
