// <form data-arrange> around an ordered list: a row dragged by its handle is let go at a place, which is sent as a
// button of that row would send it. Mouse, pen and finger; whoever has only keys uses the buttons.
function watch(form) {
  const list = form.querySelector("ol");
  const rows = () => [...list.children];
  let held = null;

  function over(y) {
    return rows().find((row) => {
      const box = row.getBoundingClientRect();
      return row !== held && y > box.top && y < box.bottom;
    });
  }

  function move(event) {
    const other = over(event.clientY);
    if (!other) return;
    const box = other.getBoundingClientRect();
    const down = rows().indexOf(other) > rows().indexOf(held);
    if (down && event.clientY > box.top + box.height / 2) other.after(held);
    else if (!down && event.clientY < box.top + box.height / 2) other.before(held);
  }

  function send() {
    const put = document.createElement("input");
    Object.assign(put, { type: "hidden", name: "put", value: `${held.dataset.slug}:${rows().indexOf(held) + 1}` });
    form.append(put);
    form.submit();
  }

  for (const handle of form.querySelectorAll("[data-handle]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      held = handle.closest("li");
      const began = rows().indexOf(held);
      held.classList.add("held");
      // Moving the row in the document ends a capture on the handle; the list stays where it is.
      list.setPointerCapture(event.pointerId);
      const end = (done) => {
        list.removeEventListener("pointermove", move);
        list.removeEventListener("pointerup", up);
        list.removeEventListener("pointercancel", gone);
        held.classList.remove("held");
        if (done && rows().indexOf(held) !== began) send();
        else if (!done) list.insertBefore(held, rows().filter((row) => row !== held)[began] || null);
        held = null;
      };
      const up = () => end(true);
      const gone = () => end(false);
      list.addEventListener("pointermove", move);
      list.addEventListener("pointerup", up);
      list.addEventListener("pointercancel", gone);
    });
  }
}

for (const form of document.querySelectorAll("form[data-arrange]")) watch(form);
