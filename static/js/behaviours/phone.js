// <body data-behaviour="phone" data-person="whose page this is" data-queue="module that sends what waits here"
//   data-worker="address of the worker" data-manifest="address" data-keep="lesson, or quiz">
// Brings the worker to this phone once the page has come to rest, asks it to keep this very page, and shows what says
// [data-on-phone] when it has. What this person has not sent yet is sent from whatever page they open.
export default function (body) {
  const { person, queue, worker, manifest, keep } = body.dataset;
  const mine = (name) => name.startsWith(`quiz:${person}:`) || name.startsWith(`note:${person}:`);
  const waits = (name) => mine(name) && /"sent":false|"leaving":true/.test(localStorage[name]);

  async function start() {
    try {
      if (queue && Object.keys(localStorage).some(waits)) (await import(queue)).start(body);
    } catch {
      // a private window, or no network: there is nothing to send, or no way
    }
    if (!worker || !navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(worker);
      const { active } = await navigator.serviceWorker.ready, { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        for (const sign of data ? document.querySelectorAll("[data-on-phone]") : []) sign.hidden = false;
      };
      if (keep) active.postMessage({ keep: location.pathname }, [port2]);
      document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: manifest }));
    } catch {
      // no network just now, or workers are not allowed: the page works without one
    }
  }

  const rest = () => (window.requestIdleCallback || setTimeout)(start);
  if (document.readyState === "complete") rest();
  else addEventListener("load", rest);
}
