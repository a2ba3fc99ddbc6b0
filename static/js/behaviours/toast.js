// A toast without a way to undo leaves after eight seconds, unless someone is on it.
export default function (element) {
  if (element.querySelector("a, button")) return;
  setTimeout(() => {
    if (!element.matches(":hover")) element.hidden = true;
  }, 8000);
}
