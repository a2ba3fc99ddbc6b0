// <p data-behaviour="zone" data-here="Where you are: {time}." data-starts="2026-11-26T12:30:00+00:00" hidden>
// Shows itself where the clock differs from Vietnam's, with what it shows there when the class begins.
export default function (element) {
  const { starts, here } = element.dataset;
  const then = starts ? new Date(starts) : new Date();
  if (then.getTimezoneOffset() === -420) return;
  if (starts) {
    const shown = { weekday: "short", day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" };
    const tongue = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day before the month, as in our pages
    element.append(" ", here.replace("{time}", then.toLocaleString(tongue, shown)));
  }
  element.hidden = false;
}
