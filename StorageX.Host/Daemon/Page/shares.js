// Links by which others fetch a file from the daemon, and the way a file comes to this device.

import { call } from "./api.js";
import { button, bytes, clock, element, secret } from "./format.js";

const section = document.getElementById("shares-section");
const list = document.getElementById("shares");
const dialog = document.getElementById("share-dialog");
const saveSeconds = 600;

const soon = seconds => new Date(Date.now() + seconds * 1000).toISOString();

/** Brings an upload's file to this device, by a link that works once. */
export async function save(job) {
  const share = await call("POST", "/v1/shares", { job: job.id, expires: soon(saveSeconds), maxDownloads: 1 });
  const link = element("a", { href: share.url, download: job.name ?? "" });
  document.body.append(link);
  link.click();
  link.remove();
}

/** Asks how a file is to be shared, and shows the link. */
export function offerShare(job, below, trouble) {
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "share")
      return;
    const seconds = document.getElementById("share-expiry").value;
    const most = document.getElementById("share-most").value;
    try {
      const share = await call("POST", "/v1/shares", {
        job: job.id, expires: seconds ? soon(Number(seconds)) : null, maxDownloads: most ? Number(most) : null,
      });
      below.replaceChildren(secret("Link", new URL(share.url, location.href).href), ...(share.note ? [element("p", { className: "soft", textContent: share.note })] : []));
      await showShares();
    } catch (error) {
      trouble.textContent = error.message;
    }
  }, { once: true });
}

/** Lists the links that work. */
export async function showShares() {
  const shares = (await call("GET", "/v1/shares")).shares.filter(share => share.state === "open");
  section.hidden = shares.length === 0;
  list.replaceChildren(...shares.map(share => element("li", {},
    element("div", {}, element("strong", { className: "name", textContent: share.name }), element("div", { className: "soft", textContent: factsOf(share).join(" · ") })),
    element("div", { className: "actions" }, button("Revoke", async event => {
      event.target.disabled = true;
      await call("DELETE", `/v1/shares/${share.id}`);
      await showShares();
    })))));
}

function factsOf(share) {
  return [
    share.size === null ? null : bytes(share.size),
    share.maxDownloads ? `${share.downloads} of ${share.maxDownloads} downloads` : `${share.downloads} downloads`,
    share.expires ? `until ${clock(share.expires)}` : "until it is revoked",
  ].filter(Boolean);
}
