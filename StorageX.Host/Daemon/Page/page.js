// What happens first: the token, then the list, then whatever the daemon tells.

import { call, follow, send, token } from "./api.js";
import { button, element, say } from "./format.js";
import * as hosts from "./hosts.js";
import * as jobs from "./jobs.js";
import { showShares } from "./shares.js";

const at = id => document.getElementById(id);
let leaving = new AbortController();

function connection(state, text) {
  at("connection").dataset.state = state;
  at("connection").textContent = text;
}

function askForToken(message = "") {
  leaving.abort();
  token.forget();
  at("work").hidden = at("leave").hidden = true;
  at("enter").hidden = false;
  at("token-error").textContent = message;
  connection("waiting", "not connected");
  at("token").focus();
}

const wrong = error => error.status === 401
  ? askForToken("This token is not the daemon's.")
  : connection("lost", error.message);

async function work() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  try {
    const last = await jobs.load();
    at("enter").hidden = true;
    at("work").hidden = at("leave").hidden = false;
    hosts.watch(wrong, signal);
    showShares().catch(() => { });
    await follow(last, told, open => connection(open ? "open" : "lost", open ? "connected" : "the daemon is away; trying again"), signal);
  } catch (error) {
    wrong(error);
    if (error.status !== 401 && !signal.aborted)
      setTimeout(() => signal.aborted || work(), 2000);
  }
}

function told(name, data) {
  if (name === "reset")
    jobs.load().catch(wrong);
  else if (name === "forgotten")
    jobs.forget(data);
  else
    jobs.update(data);
}

const order = () => ({ ...(at("to").value ? { to: at("to").value } : {}), ...(at("public").checked ? { public: true } : {}) });

async function submit(event, action) {
  event.preventDefault();
  at("submit-error").textContent = "";
  const press = event.target.querySelector("button");
  press.disabled = true;
  try {
    const job = await action();
    event.target.reset();
    jobs.add(job);
    say("submitted");
  } catch (error) {
    at("submit-error").textContent = error.message;
  } finally {
    press.disabled = false;
  }
}

async function sendFile(file) {
  const stop = new AbortController();
  const bar = element("progress", { max: 1, value: 0, "aria-label": `Sending ${file.name}` });
  const line = element("li", {}, element("span", { className: "name", textContent: file.name }), bar, button("Stop", () => stop.abort()));
  at("sending").append(line);
  try {
    jobs.add(await send(file, { name: file.name, ...order() }, share => bar.value = share, stop.signal));
    line.remove();
  } catch (error) {
    line.replaceChildren(element("p", { className: "error", role: "alert", textContent: `${file.name}: ${error.message}` }), button("Dismiss", () => line.remove()));
  }
}

async function sendAll(files) {
  for (const file of files)
    await sendFile(file);
}

function acceptDrops() {
  const drop = at("drop");
  const over = isOver => drop.classList.toggle("over", isOver);
  addEventListener("dragover", event => {
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", event => event.relatedTarget || over(false));
  addEventListener("drop", event => {
    event.preventDefault();
    over(false);
    if (!at("work").hidden)
      sendAll([...event.dataTransfer.files]);
  });
  at("files").addEventListener("change", event => {
    sendAll([...event.target.files]);
    event.target.value = "";
  });
}

at("token-form").addEventListener("submit", event => {
  event.preventDefault();
  token.set(at("token").value.trim());
  at("token").value = "";
  work();
});
at("leave").addEventListener("click", () => askForToken());
at("path-form").addEventListener("submit", event => submit(event, () => call("POST", "/v1/uploads", { path: at("path").value, ...order() })));
at("download-form").addEventListener("submit", event => submit(event, () =>
  call("POST", "/v1/downloads", { key: at("key").value.trim(), path: at("target").value, overwrite: at("overwrite").checked })));
acceptDrops();
jobs.begin(wrong);
token.takeFromAddress();
if (token.get())
  work();
else
  askForToken();
