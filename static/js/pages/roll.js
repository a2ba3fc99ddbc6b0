// <table data-behaviour="roll"> of forms with one button for each mark: a press marks without leaving the place.
// The answer is the whole page; the row, the counts and the way to undo are taken out of it. Whatever it is that
// cannot be done in place (a reason is asked for, the network is gone) goes the ordinary way.
const KEYS = { 1: "present", 2: "late", 3: "absent", 4: "excused" };

function put(page, selector) {
  const [old, fresh] = [document, page].map((place) => place.querySelector(selector));
  if (old && fresh) old.replaceWith(fresh);
  return fresh;
}

function watch(table) {
  const hint = document.querySelector("[data-roll-keys]");
  if (hint && matchMedia("(hover: hover)").matches) hint.hidden = false;

  const rows = () => [...table.querySelectorAll("tbody tr")];
  const here = () => document.activeElement.closest("tbody tr");

  function go(row, by) {
    const all = rows();
    const to = all[Math.max(0, Math.min(all.length - 1, all.indexOf(row) + by))];
    to.querySelector(".marks button").focus();
  }

  async function send(form, button) {
    const row = form.closest("tr");
    row.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(new FormData(form, button));
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok || !answer.redirected) throw new Error("a page to be shown");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const selector of [".tabs", "[data-roll-toast]"]) put(page, selector);
      const fresh = put(page, `#${row.id}`);
      if (!fresh) return location.assign(answer.url);
      fresh.querySelector(`button[value="${button.value}"]`).focus();
    } catch {
      row.removeAttribute("aria-busy");
      const value = Object.assign(document.createElement("input"), { type: "hidden", name: "value", value: button.value });
      form.append(value);
      form.submit();
    }
  }

  table.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const row = here();
    if (event.key === "z" || event.key === "Z") document.querySelector("[data-roll-toast] form button")?.click();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!row) return;
      go(row, event.key === "ArrowDown" ? 1 : -1);
    } else if (KEYS[event.key] && row) row.querySelector(`.marks button[value="${KEYS[event.key]}"]`).click();
    else return;
    event.preventDefault();
  });
}

for (const table of document.querySelectorAll('[data-behaviour="roll"]')) watch(table);
