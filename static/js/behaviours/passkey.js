// <form data-behaviour="passkey" data-ask="address of the challenge" data-failed="sentence" action="…" hidden>
// Asks this device for a passkey, or to make one, and goes where the answer says. Shown where there are passkeys;
// where there are none (in Zalo's browser), data-missing says so.
export default function (form) {
  if (!window.PublicKeyCredential) {
    if (form.dataset.missing) form.replaceWith(form.dataset.missing);
    return;
  }
  const [line, button] = [form.querySelector(".err"), form.querySelector("button")];
  form.hidden = false;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const list = (known) => (known || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function post(address, body) {
    const answer = await fetch(address, { method: "POST", body, headers: typeof body === "string" ? { "Content-Type": "application/json" } : {} });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    return said;
  }

  async function give({ make, options }) {
    const asked = { ...options, challenge: bytes(options.challenge) };
    if (make) {
      asked.user = { ...options.user, id: bytes(options.user.id) };
      asked.excludeCredentials = list(options.excludeCredentials);
    } else asked.allowCredentials = list(options.allowCredentials);
    const { id, rawId, type, response } = await navigator.credentials[make ? "create" : "get"]({ publicKey: asked });
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts, clientExtensionResults: {} });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    line.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      let said = await post(form.dataset.ask, new FormData(form));
      if (!said.next) {
        const given = await give(said).catch(() => { throw new Error(form.dataset.failed); });
        said = await post(form.action, given);
      }
      location.assign(said.next);
    } catch (error) {
      line.querySelector("span").textContent = error.message && !(error instanceof SyntaxError || error instanceof TypeError) ? error.message : form.dataset.failed;
      line.hidden = false;
    }
    button.removeAttribute("aria-busy");
  });
}
