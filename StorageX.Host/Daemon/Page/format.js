// Numbers and times for people, and the elements that hold them. Text is always set as text, never as markup.

const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

export function bytes(count) {
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024;
    unit++;
  }
  return `${unit === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[unit]}`;
}

export function duration(seconds) {
  if (seconds < 60)
    return `${Math.ceil(seconds)} s`;
  if (seconds < 3600)
    return `${Math.ceil(seconds / 60)} min`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 86_400)} days`;
}

export function clock(time) {
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(undefined, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

/** An element with properties and children; what is null or false is left out. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on"))
      made.addEventListener(name.slice(2), value);
    else if (name.includes("-"))
      made.setAttribute(name, value);
    else
      made[name] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

export const button = (text, action, quiet = true) => element("button", { type: "button", textContent: text, className: quiet ? "quiet" : "", onclick: action });

/** Says something to those who listen rather than look. */
export function say(text) {
  document.getElementById("said").textContent = text;
}

/** A text that stays on the page until it is copied, with the button that copies it. */
export function secret(label, text) {
  const field = element("input", { value: text, readOnly: true, "aria-label": label, onfocus: () => field.select() });
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
      say(`${label} copied`);
    } catch {
      field.focus();
      field.select();
      copy.textContent = "Press Ctrl+C";
    }
  });
  return element("div", { className: "secret" }, field, copy);
}
