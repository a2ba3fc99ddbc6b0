// <section data-behaviour="board" data-from="address" data-lost="id">
// Asks for what is on the wall every three seconds; the answer is 304 while nothing changed. A window that is shared
// while another lies over it counts as hidden in some browsers, so there it goes on asking, only less often.
function watch(board) {
  const { from, lost } = board.dataset;
  let timer = 0, last = "";

  async function look() {
    clearTimeout(timer);
    try {
      const answer = await fetch(from, { cache: "no-cache", redirect: "error" });
      if (!answer.ok) throw new Error("busy, or not ours any more");
      const now = await answer.text();
      if (now !== last) board.innerHTML = last = now;
      document.getElementById(lost).hidden = true;
    } catch {
      document.getElementById(lost).hidden = false;
    }
    timer = setTimeout(look, document.visibilityState === "visible" ? 3000 : 10000);
  }

  document.addEventListener("visibilitychange", look);
  look();
}

for (const board of document.querySelectorAll('[data-behaviour="board"]')) watch(board);
