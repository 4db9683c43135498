// Talks to the daemon: every request carries the token, and a refusal becomes an error with the daemon's own words.

const place = "storagex-token";

export const token = {
  get: () => sessionStorage.getItem(place),
  set: value => sessionStorage.setItem(place, value),
  forget: () => sessionStorage.removeItem(place),

  /** Takes the token from the address's fragment, which no server sees, and out of the history. */
  takeFromAddress() {
    const given = /^#token=(.+)$/.exec(location.hash);
    if (!given)
      return;
    token.set(decodeURIComponent(given[1]));
    history.replaceState(null, "", location.pathname);
  },
};

export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const refusalOf = (status, text) => {
  try {
    const problem = JSON.parse(text);
    return new Refusal(status, problem.detail || problem.title);
  } catch {
    return new Refusal(status, `the daemon answered ${status}`);
  }
};

/** Sends a request and gives the answer's JSON; null where there is none. */
export async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: { Authorization: `Bearer ${token.get()}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new Refusal(0, "the daemon cannot be reached");
  }
  const text = await answer.text();
  if (!answer.ok)
    throw refusalOf(answer.status, text);
  return text ? JSON.parse(text) : null;
}

/** Sends a file as a request's body; `progress` is told the share that is sent, 0 to 1. */
export function send(file, query, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/uploads?${new URLSearchParams(query)}`);
    request.setRequestHeader("Authorization", `Bearer ${token.get()}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = event => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => request.status < 300 ? resolve(JSON.parse(request.responseText)) : reject(refusalOf(request.status, request.responseText));
    request.onerror = () => reject(new Refusal(0, "the file could not be sent: the daemon cannot be reached, or the file cannot be read"));
    request.onabort = () => reject(new Refusal(0, "stopped"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/**
 * Follows the daemon's events from the one after `after`, and comes back by itself where it stopped.
 * An EventSource cannot send a token, so the stream is read here.
 */
export async function follow(after, handle, connected, signal) {
  let last = after;
  let pause = 500;
  while (!signal.aborted) {
    try {
      const answer = await fetch("/v1/events", {
        headers: { Authorization: `Bearer ${token.get()}`, "Last-Event-ID": String(last) }, cache: "no-store", signal,
      });
      if (!answer.ok)
        throw refusalOf(answer.status, await answer.text());
      connected(true);
      pause = 500;
      for await (const event of eventsOf(answer.body)) {
        last = event.id ?? last;
        handle(event.name, event.data);
      }
    } catch (error) {
      if (signal.aborted)
        return;
      if (error.status === 401)
        throw error;
    }
    connected(false);
    await new Promise(resume => setTimeout(resume, pause));
    pause = Math.min(pause * 2, 10_000);
  }
}

async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done)
      return;
    text += value;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const fields = Object.fromEntries(text.slice(0, end).split("\n").filter(line => line.includes(": ")).map(line => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]));
      if (fields.data)
        yield { id: fields.id, name: fields.event, data: JSON.parse(fields.data) };
    }
  }
}
