// Lines of a sheet (<ol data-lines> with buttons named "rows"): added, taken out and moved in place.
// Without a script the buttons ask the house for the sheet with the lines so arranged.
function fields(line) {
  return [...line.querySelectorAll("textarea, input")];
}

function renumber(line, number) {
  for (const part of line.querySelectorAll("[name], [id], [for], [value], [aria-describedby]")) {
    for (const name of ["name", "id", "for"]) {
      const old = part.getAttribute(name);
      if (old) part.setAttribute(name, old.replace(/-\d+/, `-${number}`));
    }
    if (part.name === "right") part.value = number;
    if (part.name === "rows") part.value = part.value.replace(/\d+$/, number);
  }
}

function label(list) {
  [...list.children].forEach((line, place) => {
    for (const words of line.querySelectorAll("label, .sr")) {
      const last = words.lastChild;
      if (last && last.nodeType === 3) last.data = last.data.replace(/\d+/, place + 1);
    }
    const up = line.querySelector("[value^=up]");
    if (up) up.hidden = place === 0;
  });
}

function add(list) {
  const lines = [...list.children];
  const line = lines.at(-1).cloneNode(true);
  const most = Math.max(...lines.map((one) => Number(/-(\d+)/.exec(one.querySelector("textarea").name)[1])));
  renumber(line, most + 1);
  for (const field of fields(line)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  for (const gone of line.querySelectorAll(".err")) gone.remove();
  list.append(line);
  label(list);
  line.querySelector("textarea").focus();
}

function act(list, button) {
  if (button.value === "more") return add(list);
  const line = button.closest(".typed");
  const before = line.previousElementSibling;
  if (button.value.startsWith("drop")) {
    if (list.children.length < 2) return;
    line.remove();
    (before || list.firstElementChild).querySelector("textarea").focus();
  } else if (before) {
    const [mine, theirs] = [line, before].map((one) => one.querySelector("textarea"));
    [mine.value, theirs.value] = [theirs.value, mine.value];
    theirs.focus();
  }
  label(list);
}

for (const list of document.querySelectorAll("[data-lines]")) {
  list.closest("fieldset").addEventListener("click", (event) => {
    const button = event.target.closest("button[name=rows]");
    if (!button || (button.value === "more" && list.children.length >= 100)) return;
    event.preventDefault();
    act(list, button);
  });
}
