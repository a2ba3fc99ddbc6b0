// A form of selects sends itself when one changes; its button is for those without script.
export default function (element) {
  for (const button of element.querySelectorAll("[data-without-script]")) button.hidden = true;
  element.addEventListener("change", () => element.requestSubmit());
}
