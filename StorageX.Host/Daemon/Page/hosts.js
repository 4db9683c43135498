// The hosts with their pace and health, asked for while the page is looked at.

import { call } from "./api.js";
import { clock, element } from "./format.js";

const every = 3000;
const rows = document.getElementById("hosts");
const choice = document.getElementById("to");

/** Asks for the hosts now and then, until the signal. */
export async function watch(onError, signal) {
  while (!signal.aborted) {
    if (!document.hidden)
      await call("GET", "/v1/backends").then(show, onError);
    await new Promise(resume => setTimeout(resume, every));
  }
}

function show({ backends: hosts }) {
  rows.replaceChildren(...hosts.map(host => element("tr", {},
    element("td", {}, element("strong", { textContent: host.name }), element("div", { className: "soft", textContent: `${host.type}, ${host.place}` })),
    element("td", { className: `health-${host.health}`, textContent: host.health }),
    element("td", { textContent: paceOf(host.uploads) }),
    element("td", { textContent: paceOf(host.downloads) }))));
  const names = hosts.map(host => host.name).join();
  if (choice.dataset.names === names)
    return;
  choice.dataset.names = names;
  const before = choice.value;
  choice.replaceChildren(...hosts.map(host => element("option", {
    value: host.name, textContent: host.name, selected: before ? host.name === before : host.default,
  })));
}

function paceOf(pace) {
  if (!pace)
    return "–";
  const facts = [`${pace.running} of ${pace.permits} at once`];
  if (pace.waiting)
    facts.push(`${pace.waiting} waiting`);
  if (pace.rate)
    facts.push(`${pace.rate.toPrecision(2)} a second`);
  if (pace.waitingUntil)
    facts.push(`until ${clock(pace.waitingUntil)}`);
  return facts.join(", ");
}
