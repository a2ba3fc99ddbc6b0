// <button type="button" data-behaviour="print" hidden>: prints the page.
export default function (element) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}
