// The error summary takes the focus, so that it is read out; its links also put the cursor into the field.
export default function (element) {
  element.focus();
  element.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    (field.matches("fieldset") ? field.querySelector("input") || field : field).focus({ preventScroll: true });
  });
}
