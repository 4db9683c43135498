// The list of jobs: one card each, kept true by the daemon's events.

import { call } from "./api.js";
import { button, bytes, clock, duration, element, say, secret } from "./format.js";
import { healthText } from "./health.js";
import { offerShare, save } from "./shares.js";
import { deletionText, isDue, look, offerDelete, repair, showReport, storedText } from "./upkeep.js";

const states = ["running", "queued", "parked", "done", "failed", "cancelled"];
const words = { queued: "waiting its turn", running: "running", parked: "parked", done: "done", failed: "failed", cancelled: "cancelled" };
const nameless = { upload: "a file", download: "a download", health: "a look at a file", delete: "a deletion", prune: "what no upload uses", repair: "a repair", copy: "a copy", move: "a move" };
const perPage = 50;

const list = document.getElementById("jobs");
const more = document.getElementById("more");
const filters = document.getElementById("filters");
const search = document.getElementById("search");

const jobs = new Map();
const cards = new Map();
let counts = {};
let chosen = "";
let next = null;
let reading = 0;

const wanted = job => (!chosen || job.state === chosen) && (!search.value || (job.name ?? "").toLowerCase().includes(search.value.toLowerCase()));

/** Reads the list from the daemon; answers the number of the last event that is in it. */
export async function load() {
  const turn = ++reading;
  const answer = await page();
  if (turn !== reading)
    return answer.seq;
  jobs.clear();
  list.replaceChildren();
  cards.clear();
  take(answer);
  return answer.seq;
}

/** Takes in what the daemon says of one job. */
export function update(job) {
  const before = jobs.get(job.id);
  if (before?.state !== job.state) {
    if (before)
      counts[before.state] = Math.max(0, (counts[before.state] ?? 1) - 1);
    counts[job.state] = (counts[job.state] ?? 0) + 1;
    showFilters();
    if (before && ["done", "failed"].includes(job.state))
      say(`${job.name ?? `job ${job.id}`}: ${job.state}`);
  }
  jobs.set(job.id, job);
  show(job);
}

/** Takes in a job that was just submitted. The events may have told more of it before the answer came, even that it is done: then what it found is due. */
export function add(job) {
  if (jobs.has(job.id))
    show(jobs.get(job.id));
  else
    update(job);
}

/** Takes a job off the list. */
export function forget(job) {
  const known = jobs.get(job.id);
  if (!known)
    return;
  counts[known.state] = Math.max(0, (counts[known.state] ?? 1) - 1);
  jobs.delete(job.id);
  remove(job.id);
  showFilters();
}

/** Puts the filters in place; the list is read by `load`. */
export function begin(onError) {
  let typing;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => load().catch(onError), 250);
  });
  more.addEventListener("click", async () => {
    more.disabled = true;
    await page(next).then(take, onError);
    more.disabled = false;
  });
  filters.addEventListener("change", event => {
    chosen = event.target.value;
    load().catch(onError);
  });
}

async function page(after) {
  const query = new URLSearchParams({ limit: perPage });
  for (const [name, value] of Object.entries({ state: chosen, q: search.value, after }))
    if (value)
      query.set(name, value);
  return call("GET", `/v1/jobs?${query}`);
}

function take(answer) {
  counts = answer.counts;
  next = answer.next;
  more.hidden = next === null;
  for (const job of answer.jobs) {
    jobs.set(job.id, job);
    show(job);
  }
  showFilters();
}

function showFilters() {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const names = ["", ...states];
  if (filters.childElementCount !== names.length)
    filters.replaceChildren(...names.map(name => element("label", {},
      element("input", { type: "radio", name: "state", value: name, checked: name === chosen }), element("span"))));
  names.forEach((name, at) => filters.children[at].lastChild.textContent = `${name || "all"} ${name ? counts[name] ?? 0 : all}`);
  document.getElementById("none").hidden = list.childElementCount > 0;
}

function remove(id) {
  cards.get(id)?.root.remove();
  cards.delete(id);
}

function show(job) {
  if (!wanted(job)) {
    remove(job.id);
  } else {
    let card = cards.get(job.id);
    if (!card) {
      card = cardOf(job.id);
      cards.set(job.id, card);
      const after = [...list.children].find(other => Number(other.dataset.id) < job.id);
      list.insertBefore(card.root, after ?? null);
    }
    card.show(job);
  }
  document.getElementById("none").hidden = list.childElementCount > 0;
}

function cardOf(id) {
  const name = element("span", { className: "name" });
  const kind = element("span", { className: "soft" });
  const state = element("span", { className: "state" });
  const bar = element("progress", { max: 1, "aria-label": "Progress" });
  const facts = element("p", { className: "soft facts" });
  const trouble = element("p", { className: "error" });
  const actions = element("div", { className: "actions" });
  const below = element("div");
  const root = element("li", { className: "job" }, element("div", { className: "head" }, name, kind, state), bar, facts, trouble, actions, below);
  root.dataset.id = id;
  let offered = "";

  return {
    root,
    show(job) {
      root.dataset.state = job.state;
      name.textContent = job.name ?? nameless[job.kind];
      kind.textContent = kindOf(job);
      state.textContent = job.cancelling ? "stopping" : words[job.state];
      bar.hidden = !["running", "parked"].includes(job.state);
      showBar(bar, job);
      facts.textContent = factsOf(job).join(" · ");
      trouble.textContent = job.error?.message ?? (["running", "parked"].includes(job.state) && job.progress?.note || "");
      const offers = offersOf(job, below, trouble);
      const signature = offers.map(([text]) => text).join();
      if (signature !== offered) {
        offered = signature;
        actions.replaceChildren(...offers.map(([text, action]) => button(text, action)));
      }
      if (isDue(job))
        showReport(job, below).catch(error => trouble.textContent = error.message);
    },
  };
}

function kindOf(job) {
  switch (job.kind) {
    case "upload": return `to ${job.to ?? "the default host"}`;
    case "download": return `restored to ${job.path}`;
    case "health": return "its health";
    case "delete": return "is deleted";
    case "prune": return "pruning";
    case "repair": return "is repaired";
    default: return `${job.kind === "copy" ? "copied" : "moved"} to ${job.to}`;
  }
}

function showBar(bar, job) {
  const at = job.progress;
  if (!at?.totalBytes && !at?.totalPieces)
    bar.removeAttribute("value");
  else
    bar.value = at.totalBytes ? at.bytes / at.totalBytes : at.pieces / at.totalPieces;
}

function factsOf(job) {
  const at = job.progress;
  const facts = [];
  if (job.state === "running" && at) {
    facts.push(`${at.pieces}${at.totalPieces ? ` of ${at.totalPieces}` : ""} ${at.phase === "deleting" ? "images" : "pieces"}`);
    if (at.phase !== "deleting")
      facts.push(`${bytes(at.bytes)}${at.totalBytes ? ` of ${bytes(at.totalBytes)}` : ""}`);
    if (at.bytesPerSecond)
      facts.push(`${bytes(at.bytesPerSecond)}/s`);
    if (at.secondsLeft !== null)
      facts.push(`${duration(at.secondsLeft)} left`);
  } else if (job.size !== null) {
    facts.push(bytes(job.size));
  }
  if (job.health)
    facts.push(healthText(job.health));
  if (job.rehosting)
    facts.push(storedText(job.rehosting, job.kind));
  if (job.deletion)
    facts.push(deletionText(job.deletion));
  if (at?.skipped)
    facts.push(`${at.skipped} pieces were there already`);
  if (at?.resent)
    facts.push(`${at.resent} pieces were lost at the host and sent again`);
  if (job.state === "parked" && job.wakeAt)
    facts.push(`the host takes more at ${clock(job.wakeAt)}`);
  if (job.troubles)
    facts.push(job.troubles === 1 ? "1 retry" : `${job.troubles} retries`);
  if (job.runs > 1)
    facts.push(`run ${job.runs}`);
  if (job.care)
    facts.push("made by the daemon's care");
  facts.push(job.ended ? `ended ${clock(job.ended)}` : `submitted ${clock(job.created)}`);
  return facts;
}

function offersOf(job, below, trouble) {
  const attempt = action => async event => {
    event.target.disabled = true;
    try {
      await action();
    } catch (error) {
      trouble.textContent = error.message;
    } finally {
      event.target.disabled = false;
    }
  };
  const order = verb => attempt(() => call("POST", `/v1/jobs/${job.id}/${verb}`));
  const over = ["done", "failed", "cancelled"].includes(job.state);
  const offers = [];
  if (!over && !job.cancelling)
    offers.push(["Cancel", order("cancel")]);
  if (job.state === "failed" || job.state === "cancelled")
    offers.push(["Retry", order("retry")]);
  const keeps = ["upload", "repair", "copy", "move"].includes(job.kind);
  if (job.hasKey && keeps && job.state === "done")
    offers.push(
      ["Show key", attempt(async () => below.replaceChildren(secret("Key", (await call("GET", `/v1/jobs/${job.id}/key`)).key)))],
      ["Save file", attempt(() => save(job))],
      ["Share", () => offerShare(job, below, trouble)]);
  if (job.hasKey && over && job.kind !== "delete")
    offers.push([job.kind === "health" ? "Look again" : "Health", attempt(() => look(job, add))]);
  if (job.hasKey && job.state === "done" && job.health && job.health.state !== "whole")
    offers.push(["Repair", attempt(() => repair(job, add))]);
  if (job.health || job.deletion?.undeleted)
    offers.push([job.health ? "Show the picture" : "What was not deleted", attempt(() => showReport(job, below))]);
  if (job.hasKey && job.state === "done" && (keeps || job.kind === "health"))
    offers.push(["Delete", () => offerDelete(job, add, trouble)]);
  if (job.troubles)
    offers.push(["What was retried", attempt(async () => below.replaceChildren(troublesOf(await call("GET", `/v1/jobs/${job.id}/errors`))))]);
  if (over)
    offers.push(["Remove from the list", attempt(async () => {
      await call("DELETE", `/v1/jobs/${job.id}`);
      forget(job);
    })]);
  return offers;
}

function troublesOf({ total, errors }) {
  const lines = errors.map(trouble => element("li", { textContent: `${clock(trouble.at)}: ${trouble.message}` }));
  if (total > lines.length)
    lines.unshift(element("li", { textContent: `the last ${lines.length} of ${total}:` }));
  return element("ul", { className: "troubles soft", tabIndex: 0, "aria-label": "What was retried" }, ...lines);
}
