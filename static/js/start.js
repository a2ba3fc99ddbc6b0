// Binds every element that names behaviours: <time data-behaviour="countdown">, several apart by a space.
// Elements that a later request brings in (htmx) are bound when they arrive.
const bound = new WeakSet();

function bindAll(root) {
  const elements = [...root.querySelectorAll("[data-behaviour]")];
  if (root.matches && root.matches("[data-behaviour]")) elements.unshift(root);
  for (const element of elements) {
    if (bound.has(element)) continue;
    bound.add(element);
    for (const name of element.dataset.behaviour.split(" ")) {
      if (behaviours[name]) behaviours[name](element);
    }
  }
}

bindAll(document);
document.addEventListener("htmx:load", (event) => bindAll(event.target));
