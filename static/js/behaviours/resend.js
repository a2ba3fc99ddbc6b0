// <form data-behaviour="resend" data-key="this form, this person"> with a field "code" and <div data-unsent hidden>
// What the network swallows is kept, and sent again until there is an answer; sending twice is harmless.
export default function (form) {
  const { code } = form.elements, { key } = form.dataset;
  const button = form.querySelector("button"), sign = form.querySelector("[data-unsent]");
  let timer = 0, pause = 0;

  function kept(...text) {
    try {
      return text.length ? sessionStorage.setItem(key, text[0]) : sessionStorage.getItem(key);
    } catch {
      // a private window: this page alone remembers
    }
  }

  async function send() {
    if (button.disabled) return;
    button.disabled = true;
    clearTimeout(timer);
    kept(code.value);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
        signal: AbortSignal.timeout?.(15000),
      });
      if (answer.status > 499) throw answer;
      show(answer, await answer.text());
      kept("");
    } catch {
      button.disabled = sign.hidden = false;
      pause = Math.min(pause * 2 || 2000, 30000);
      timer = setTimeout(send, pause);
    }
  }

  function show(answer, text) {
    if (answer.ok || answer.status === 401) return location.assign(JSON.parse(text).next);
    const said = new DOMParser().parseFromString(text, "text/html"), main = said.querySelector("main");
    document.title = said.title;
    document.querySelector("main").replaceWith(main);
    main.dispatchEvent(new Event("htmx:load", { bubbles: true }));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pause = 0;
    send();
  });
  addEventListener("online", () => sign.hidden || send());
  if (!code.value && kept()) {
    code.value = kept();
    send();
  }
}
