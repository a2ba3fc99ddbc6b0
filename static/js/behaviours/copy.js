// <button type="button" data-behaviour="copy" data-copy="text" data-copied="Copied" hidden>
// Or data-copy-from="id" of the element whose text (or value) is meant. The button is hidden without script.
export default function (element) {
  element.hidden = false;
  element.addEventListener("click", async () => {
    const source = document.getElementById(element.dataset.copyFrom);
    const text = element.dataset.copy || source.value || source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No permission or no https: select the text, so that the person can copy it.
      if (source) getSelection().selectAllChildren(source);
      return;
    }
    const place = element.querySelector(".h") || element.lastChild;
    const before = place.textContent;
    if (before === element.dataset.copied) return;
    place.textContent = element.dataset.copied;
    setTimeout(() => { place.textContent = before; }, 4000);
  });
}
