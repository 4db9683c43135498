// Looks at what is stored, and deletes it: what a job's card offers besides its own file.

import { call } from "./api.js";
import { element, say } from "./format.js";
import { healthPicture } from "./health.js";

const dialog = document.getElementById("delete-dialog");
const opened = new Set();

/** Submits a job for the file of another, and has its report shown when it is done. */
async function submit(path, job, add, more = {}) {
  const made = await call("POST", path, { job: job.id, ...more });
  opened.add(made.id);
  add(made);
  say("submitted");
}

/** Has every image of a job's file looked at. */
export const look = (job, add) => submit("/v1/health", job, add);

/** Has what hosts have lost of a job's file restored. */
export const repair = (job, add) => submit("/v1/repairs", job, add);

/** What a repair, a copy or a move did, in one line. */
export function storedText(done, kind) {
  if (done.wasWhole)
    return "whole: nothing had to be done";
  return [
    `${done.sent} ${done.sent === 1 ? "image" : "images"} of pieces sent`,
    done.restored ? `${done.restored} ${done.restored === 1 ? "piece" : "pieces"} restored` : null,
    done.newKey ? done.oldKeyWorks ? "it has a new key, and the old one goes on to work" : "it has a new key" : "its key stays as it was",
  ].filter(Boolean).join(", ");
}

/** Asks whether a job's file is to be deleted, and has it done. */
export function offerDelete(job, add, trouble) {
  document.getElementById("delete-what").textContent = job.name ?? "the file";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "delete")
      return;
    try {
      await submit("/v1/deletions", job, add);
    } catch (error) {
      trouble.textContent = error.message;
    }
  }, { once: true });
}

/** Whether a job's report is to be shown without being asked for, which is once. */
export const isDue = job => (job.health || job.deletion) && opened.delete(job.id);

/** Shows what a job has found, or could not do. */
export async function showReport(job, below) {
  const report = await call("GET", `/v1/jobs/${job.id}/report`);
  below.replaceChildren(report.health ? healthPicture(report.health) : undeletedOf(report.deletion));
}

/** What a deletion did, in one line. */
export function deletionText(done) {
  const images = number => `${number} ${number === 1 ? "image" : "images"}`;
  return [
    `${done.dryRun ? "would delete" : "deleted"} ${images(done.deleted)}`,
    done.shared ? `${images(done.shared)} of other uploads stay` : null,
    done.undeleted ? `${images(done.undeleted)} could not be deleted` : null,
  ].filter(Boolean).join(", ");
}

function undeletedOf(done) {
  const lines = done.images.map(image => element("li", { textContent: `${image.backend}: ${image.message}` }));
  if (done.undeleted > lines.length)
    lines.push(element("li", { textContent: `and ${done.undeleted - lines.length} more` }));
  return element("ul", { className: "troubles soft", tabIndex: 0, "aria-label": "What could not be deleted" }, ...lines);
}
