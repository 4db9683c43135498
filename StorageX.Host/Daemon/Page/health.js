// How a stored file is, as a picture: a bar for each host, a small cell for each group of its images; and the same in words.

import { element } from "./format.js";

const count = (number, one) => `${number} ${number === 1 ? one : `${one}s`}`;

const kinds = [
  ["there", "there"],
  ["altered", "altered"],
  ["lost", "lost"],
  ["unknown", "could not be asked for"],
];

/** The kinds of cells, the worst first: what they are called, and which stretches are of them. */
const cells = [
  ["gone", "gone for good", stretch => stretch.state === "notRestorable"],
  ["away", "on hosts that could not be asked", stretch => stretch.state === "unreachable"],
  ["last", "weakened, and can lose no more", stretch => stretch.state === "weakened" && stretch.spareImages === 0],
  ["weak", "weakened, and can lose some more", stretch => stretch.state === "weakened"],
  ["bare", "whole, and can lose none", stretch => stretch.spareImages === 0],
  ["good", "whole, and can lose some", () => true],
];

const cellOf = stretch => cells.find(([, , fits]) => fits(stretch));

/** A file's health in one line. */
export function healthText(found) {
  const there = `${found.there} of ${count(found.images, "image")} there`;
  const survives = found.spareHosts > 0 ? `survives the loss of any ${found.spareHosts === 1 ? "host" : `${found.spareHosts} hosts`}`
    : found.spareImages > 0 ? `survives the loss of any ${count(found.spareImages, "image")}` : "survives no more losses";
  switch (found.state) {
    case "whole": return `whole: ${there}, ${survives}`;
    case "weakened": return `weakened: ${there}, ${survives}`;
    case "unreachable": return `cannot be restored now: ${there}`;
    default: return `not restorable: ${there}${found.gonePieces ? `, ${count(found.gonePieces, "piece")} gone for good` : ""}`;
  }
}

/** The picture of a report. */
export function healthPicture(report) {
  return element("figure", { className: "picture" },
    element("figcaption", { className: "soft", textContent: report.compared ? "Every image was fetched and compared." : "The hosts were asked what they have; nothing was fetched." }),
    hostsOf(report.hosts),
    groupsOf(report.stretches));
}

function hostsOf(hosts) {
  return element("ul", { className: "host-bars" }, ...hosts.map(host => {
    const facts = kinds.filter(([name]) => host[name] > 0).map(([name, word]) => `${host[name]} ${word}`);
    const bar = element("span", { className: "host-bar", "aria-hidden": "true" }, ...kinds.filter(([name]) => host[name] > 0).map(([name]) => {
      const part = element("span", { className: `part-${name}` });
      part.style.flexGrow = host[name];
      return part;
    }));
    return element("li", {}, element("span", { className: "name", textContent: host.host }), bar,
      element("span", { className: "soft", textContent: `${facts.join(", ")} of ${count(host.images, "image")}` }));
  }));
}

function groupsOf(stretches) {
  const sets = stretches.reduce((sum, stretch) => sum + stretch.sets, 0);
  const found = cells.map(([name, words]) => [name, words, stretches.filter(stretch => cellOf(stretch)[0] === name).length]).filter(([, , number]) => number > 0);
  const each = Math.max(...stretches.map(stretch => stretch.sets));
  const unit = each === 1 ? "group" : "stretch";
  const words = found.map(([, text, number]) => `${number} ${text}`).join("; ");
  return element("div", {},
    element("div", {
      className: "cells", role: "img",
      "aria-label": `${count(sets, "group")} of images, in the file's order${each === 1 ? "" : `, up to ${each} in a stretch`}: ${words}`,
    }, ...stretches.map(stretch => {
      const [name, text] = cellOf(stretch);
      return element("span", { className: `cell cell-${name}`, title: `${count(stretch.sets, "group")}: ${text}${stretch.spareImages > 0 ? ` (${stretch.spareImages})` : ""}` });
    })),
    element("ul", { className: "legend soft", "aria-hidden": "true" }, ...found.map(([name, text, number]) =>
      element("li", {}, element("span", { className: `cell cell-${name}` }), `${number} ${number === 1 ? unit : unit === "group" ? "groups" : "stretches"} ${text}`))));
}
