// <button type="button" data-behaviour="fullscreen" data-target="id" hidden>: shows that element on the whole screen.
export default function (element) {
  const target = document.getElementById(element.dataset.target);
  if (!target || !document.fullscreenEnabled) return;
  element.hidden = false;
  element.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else target.requestFullscreen();
  });
}
