// <time datetime data-behaviour="countdown" data-minutes="in {n} min" data-hours data-days data-over>
// Keeps "how long until" true while the page stays open. Sends the event "over" once, when the time is reached.
export default function (element) {
  const end = Date.parse(element.dateTime);
  function say() {
    const minutes = Math.ceil((end - Date.now()) / 60000);
    const { minutes: some, hours, days, over } = element.dataset;
    let text = over;
    if (minutes >= 2880) text = days.replace("{n}", Math.floor(minutes / 1440));
    else if (minutes >= 100) text = hours.replace("{n}", Math.floor(minutes / 60));
    else if (minutes > 0) text = some.replace("{n}", minutes);
    if (element.textContent !== text) element.textContent = text;
    if (minutes > 0) return;
    clearInterval(timer);
    element.dispatchEvent(new Event("over", { bubbles: true }));
  }
  const timer = setInterval(say, 5000);
  say();
}
