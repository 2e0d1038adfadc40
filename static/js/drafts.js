// Long forms keep what is written in them on the server until they are sent (web.drafts). Never passwords, files or secrets.
const NEVER = "button, [type=submit], [type=button], [type=reset], [type=image], [type=password], [type=file], [name=_draft], [name=csrfmiddlewaretoken], [data-no-draft], [autocomplete*='password'], [autocomplete='one-time-code']";
const PAUSE = 900; // ms without a key before it is kept

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.matches(NEVER));

function read(form) {
  const found = {};
  for (const field of fieldsOf(form)) {
    const values = (found[field.name] ??= []);
    if (field.matches("[type=checkbox], [type=radio]")) {
      if (field.checked) values.push(field.value);
    } else if (field.multiple && field.selectedOptions) values.push(...[...field.selectedOptions].map((option) => option.value));
    else values.push(field.value);
  }
  return found;
}

function write(form, kept) {
  const places = {};
  for (const field of fieldsOf(form)) {
    const values = kept[field.name];
    if (!values) continue;
    const before = field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = values.includes(field.value);
    else if (field.multiple && field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else {
      const place = (places[field.name] = (places[field.name] ?? -1) + 1);
      if (place < values.length) field.value = values[place];
    }
    const after = field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value;
    if (before !== after && field.type !== "hidden") tell(field);
  }
}

function tell(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function keep(ticket) {
  const form = ticket.form;
  const notice = form.querySelector("[data-draft-notice]");
  const state = form.querySelector("[data-draft-state]");
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const hidden = fieldsOf(form).filter((field) => field.type === "hidden").map((field) => [field, field.value]);
  let last = JSON.stringify(read(form));
  let timer, under, isClosed = false, isRestoring = false;

  const ask = (method, body) => fetch(ticket.dataset.draftUrl, {
    method, body, keepalive: method !== "GET", redirect: "manual", signal: under?.signal,
    headers: { "X-Draft": ticket.value, "X-CSRFToken": csrf, "Content-Type": "application/json" },
  });

  async function save() {
    clearTimeout(timer);
    const now = JSON.stringify(read(form));
    if (isClosed || now === last) return;
    last = now;
    under = new AbortController();
    try {
      const answer = await ask("POST", now);
      if (answer.ok) state.textContent = `${state.dataset.draftSaved} · ${new Date().toTimeString().slice(0, 5)}`;
      else if (answer.type === "opaqueredirect" || answer.status < 500) isClosed = true; // not logged in any more, or as somebody else
    } catch {
      last = ""; // no network: with the next key once more
    }
  }

  const soon = () => {
    if (isRestoring) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  addEventListener("pagehide", save);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    under?.abort();
    last = JSON.stringify(read(form)); // the server has it now
  });

  form.querySelector("[data-draft-discard]").addEventListener("click", async () => {
    clearTimeout(timer);
    under?.abort();
    under = undefined;
    await ask("DELETE");
    isRestoring = true;
    form.reset();
    for (const [field, value] of hidden) field.value = value; // a reset leaves these alone
    fieldsOf(form).filter((field) => field.type !== "hidden").forEach(tell);
    isRestoring = false;
    last = JSON.stringify(read(form));
    state.textContent = "";
    notice.hidden = true;
    fieldsOf(form).find((field) => field.type !== "hidden")?.focus();
  });

  if (!("draftRestores" in ticket.dataset)) return;
  ask("GET").then(async (answer) => {
    if (answer.status !== 200) return;
    const { fields, saved_at: savedAt } = await answer.json();
    if (JSON.stringify(read(form)) !== last) return; // somebody is writing already
    isRestoring = true;
    write(form, fields);
    isRestoring = false;
    if (JSON.stringify(read(form)) === last) return;
    last = JSON.stringify(read(form));
    const time = notice.querySelector("[data-draft-time]");
    time.dateTime = savedAt;
    time.textContent = new Date(savedAt).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    notice.hidden = false;
  }).catch(() => {});
}

document.querySelectorAll("input[name=_draft]").forEach(keep);
