// The month grid as an editor: keys, mouse, copy and paste, weeks, rotations. Without it each cell is a link to its form.
import { Edits } from "./roster-edits.js";

const page = document.querySelector("[data-roster]");
const table = document.querySelector("[data-grid]");
const data = JSON.parse(document.getElementById("roster-data")?.textContent ?? "null");
const words = data?.words ?? {};
const CHANGED = "roster.cell_changed";
const KEPT = 12; // entries that a refusal lists
const TYPED = 900; // milliseconds after which a code that others begin with is taken
let rows = [];
let at = { r: 0, c: 0 };
let from = { r: 0, c: 0 };
let typed = "";
let typing = 0;
let wrong = {};

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const here = document.querySelector("[data-here]");
const state = document.querySelector("[data-state]");
const refusal = document.querySelector("[data-refusal]");
const cellAt = (r, c) => rows[r]?.cells[c + 1];
const isOpen = (cell) => cell?.dataset.v !== undefined;
const size = data?.days.length ?? 0;

document.addEventListener("click", (event) => {
  const paper = event.target.closest("[data-paper]")?.dataset.paper;
  if (!paper) return;
  document.documentElement.dataset.paper = paper;
  window.print();
});
document.querySelector("[data-find]")?.addEventListener("input", (event) => {
  const asked = event.target.value.trim().toLowerCase().split(/\s+/);
  for (const row of all("tr[data-e]", table ?? document)) {
    const text = row.cells[0].textContent.toLowerCase();
    row.hidden = !asked.every((word) => text.includes(word));
  }
  collect();
});

function start() {
  table.setAttribute("role", "grid");
  if (data.mayEdit) table.setAttribute("aria-multiselectable", "true");
  for (const link of all("tbody td a", table)) link.tabIndex = -1;
  collect();
  const first = cellAt(0, 0);
  if (first) (first.firstElementChild ?? first).tabIndex = 0;
  const asked = rows.findIndex((row) => data.start.number && row.dataset.n === data.start.number);
  if (asked >= 0) select(asked, data.start.day - 1);
  table.addEventListener("keydown", onKey);
  table.addEventListener("pointerdown", onPointer);
  table.addEventListener("pointerover", onDrag);
  table.addEventListener("click", onClick);
  table.addEventListener("dblclick", (event) => open(event.target.closest("td")));
  for (const name of ["copy", "cut", "paste"]) document.addEventListener(name, onClipboard);
  page.addEventListener("click", onAct);
  fetch(data.findings).then((answer) => answer.json()).then((answer) => {
    mark(answer.findings);
    offer(answer.rotations);
  }).catch(() => {});
}

function collect() {
  rows = all("tbody tr[data-e]", table ?? document).filter((row) => !row.hidden);
  at = { r: Math.min(at.r, Math.max(rows.length - 1, 0)), c: at.c };
  from = { ...at };
}

const edits = new Edits({
  data,
  paint,
  show,
  refuse,
  kept(count) { if (!count) refusal.hidden = true; },
  state(name, tone = "") {
    if (!state) return;
    const reason = edits.reason ? ` · ${words.reason.replace("%s", edits.reason)}` : "";
    state.textContent = words[name] + reason;
    state.dataset.tone = tone;
    page.querySelector("[data-act=retry]").hidden = name !== "failed";
  },
  ask() {
    const dialog = document.getElementById("reason-dialog");
    const text = document.getElementById("reason-text");
    dialog.returnValue = "";
    dialog.showModal();
    text.focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        focus();
        resolve(dialog.returnValue === "yes" ? text.value.trim() : "");
      }, { once: true });
    });
  },
});

// Why nothing was saved, what was typed, and the ways to put it in after all: nobody types a thing twice.
function refuse(objections, kept) {
  const made = (tag, textContent, more = {}) => Object.assign(document.createElement(tag), { textContent, ...more });
  const listed = (lines) => {
    const list = document.createElement("ul");
    list.append(...lines.map((line) => made("li", line)));
    return list;
  };
  const why = new Map(objections.map((each) => [each.cell, each.code]));
  const others = kept.filter((each) => !why.has(`${each.e}:${each.d}`));
  const mine = kept.filter((each) => (why.get(`${each.e}:${each.d}`) ?? CHANGED) === CHANGED);
  const parts = [made("strong", words.refused), listed([...new Set(objections.map((each) => each.sentence))])];
  if (others.length || mine.length) {
    const typed = kept.slice(0, KEPT).map(({ cell, c }) => `${cell.parentElement.cells[0].firstElementChild.textContent} · ${data.dayNames[cell.cellIndex - 1]}: ${c || words.off}`);
    if (kept.length > KEPT) typed.push(`+ ${kept.length - KEPT}`);
    parts.push(made("p", words.kept), listed(typed));
  }
  const acts = made("div", "", { className: "btn-list" });
  const act = (text, list) => {
    const button = made("button", text, { type: "button", className: "btn" });
    button.addEventListener("click", () => {
      refusal.hidden = true;
      edits.again(list);
      focus();
    });
    acts.append(button);
  };
  if (others.length) act(words.others.replace("%s", others.length), others);
  if (mine.length > others.length) act(words.mine, mine);
  act(words.drop, []);
  parts.push(acts);
  refusal.replaceChildren(...parts);
  refusal.hidden = false;
}

function paint(cell, code) {
  const kind = data.kinds[code];
  const kept = [...cell.classList].filter((name) => !name.startsWith("s-") && !["g-block", "g-warn"].includes(name));
  cell.className = [kind ? `s-${kind.colour}` : "", ...kept, "is-waiting"].join(" ").trim();
  cell.dataset.v = code;
  cell.title = kind?.words ?? "";
  const extra = cell.querySelector("i");
  cell.firstElementChild.replaceChildren(code || "–", ...(extra ? [extra] : []));
}

// What the server says of the rows that were touched; cells that were edited again meanwhile wait for their turn.
function show(answer, waiting) {
  const holder = document.createElement("template");
  for (const [pk, html] of Object.entries(answer.rows ?? {})) {
    const row = table.querySelector(`tr[data-e="${pk}"]`);
    if (!row) continue;
    holder.innerHTML = html;
    [...holder.content.firstElementChild.cells].forEach((fresh, place) => {
      const cell = row.cells[place];
      if (place === 0 || waiting.has(`${pk}:${data.days[place - 1]}`)) return;
      const chosen = ["is-sel", "is-at"].filter((name) => cell.classList.contains(name));
      cell.className = fresh.className;
      cell.classList.add(...chosen);
      cell.title = fresh.title;
      if (fresh.dataset.v !== undefined) cell.dataset.v = fresh.dataset.v;
      if (!cell.firstElementChild) cell.textContent = fresh.textContent;
      else if (fresh.firstElementChild) cell.firstElementChild.replaceChildren(...fresh.firstElementChild.childNodes);
    });
    wrong[pk] = answer.findings?.[pk] ?? [];
  }
  (answer.foot ?? []).forEach((byDay, place) => {
    const line = table.tFoot?.rows[place];
    for (const [day, [text, tone, title]] of Object.entries(byDay)) {
      const cell = line?.cells[Number(day)];
      if (!cell?.firstElementChild) continue;
      cell.className = tone ? `g-${tone}` : "";
      cell.title = title;
      cell.firstElementChild.textContent = text;
    }
  });
  tell();
}

function mark(found) {
  wrong = found;
  for (const [pk, each] of Object.entries(found)) {
    const row = table.querySelector(`tr[data-e="${pk}"]`);
    for (const one of row ? each : []) {
      const cell = row.cells[one.d];
      if (cell.classList.contains("g-block")) continue;
      cell.classList.remove("g-warn");
      cell.classList.add(one.b ? "g-block" : "g-warn");
    }
  }
  tell();
}

// The line above the table: whose cell it is, what it holds, what speaks against it and by which rule.
function tell() {
  const cell = cellAt(at.r, at.c);
  if (!cell || !here || !table.contains(document.activeElement)) return;
  const row = rows[at.r];
  const strong = document.createElement("strong");
  strong.textContent = `${row.cells[0].firstElementChild.textContent} · ${data.dayNames[at.c]}`;
  const kind = data.kinds[cell.dataset.v];
  const parts = [strong, ` · ${kind?.words ?? (cell.dataset.v || words.off)}`];
  const span = spread();
  if (span.count > 1) parts.push(` · ${span.r2 - span.r1 + 1} × ${span.c2 - span.c1 + 1}`);
  for (const each of (wrong[row.dataset.e] ?? []).filter((one) => one.d === at.c + 1)) {
    const line = document.createElement("span");
    line.className = each.b ? "is-block" : "is-warn";
    line.textContent = ` · ${each.b ? "!" : "△"} ${each.s} `;
    if (each.u) line.append(Object.assign(document.createElement("a"), { href: each.u, textContent: each.r, tabIndex: -1 }));
    parts.push(line);
  }
  here.replaceChildren(...parts);
}

const spread = () => {
  const [r1, r2] = [at.r, from.r].sort((a, b) => a - b);
  const [c1, c2] = [at.c, from.c].sort((a, b) => a - b);
  return { r1, r2, c1, c2, count: (r2 - r1 + 1) * (c2 - c1 + 1) };
};

function* chosen() {
  const { r1, r2, c1, c2 } = spread();
  for (let r = r1; r <= r2; r += 1) for (let c = c1; c <= c2; c += 1) if (isOpen(cellAt(r, c))) yield { r, c, cell: cellAt(r, c) };
}

function select(r, c, { extend = false, keep = false } = {}) {
  for (const cell of all(".is-sel, .is-at", table)) cell.classList.remove("is-sel", "is-at");
  at = { r: Math.min(Math.max(r, 0), rows.length - 1), c: Math.min(Math.max(c, 0), size - 1) };
  if (!extend && !keep) from = { ...at };
  if (spread().count > 1) for (const { cell } of chosen()) cell.classList.add("is-sel");
  cellAt(at.r, at.c)?.classList.add("is-at");
  focus();
  tell();
}

function focus() {
  const cell = cellAt(at.r, at.c);
  if (!cell) return;
  const target = cell.firstElementChild ?? cell;
  const old = table.querySelector('tbody td a[tabindex="0"], tbody td[tabindex="0"]');
  if (old && old !== target) old.tabIndex = -1;
  target.tabIndex = 0;
  target.focus({ preventScroll: false });
}

function change(list) {
  if (!data.mayEdit) return;
  edits.make(list.filter(({ cell }) => isOpen(cell)).map(({ r, c, cell, code }) => ({
    cell, e: Number(rows[r].dataset.e), d: data.days[c], before: cell.dataset.v, after: code,
  })));
}

const put = (code) => change([...chosen()].map((each) => ({ ...each, code })));
const codeOf = (text) => Object.keys(data.kinds).find((code) => code.toLowerCase() === text.toLowerCase());
const isOff = (text) => ["", "-", "–", "—", "·", "off", "休", "休息"].includes(text.trim().toLowerCase());

// A code is taken as soon as no other begins with it, else with Enter, an arrow or after a moment.
function type(key) {
  clearTimeout(typing);
  const text = typed + key;
  const begun = Object.keys(data.kinds).filter((code) => code.toLowerCase().startsWith(text.toLowerCase()));
  if (!begun.length) {
    if (typed) {
      take();
      type(key);
    } else say(words.unknown.replace("%s", text));
    return;
  }
  typed = text;
  const cell = cellAt(at.r, at.c);
  if (isOpen(cell)) cell.firstElementChild.textContent = `${text}…`;
  if (begun.length === 1 && begun[0].length === text.length) take();
  else typing = setTimeout(take, TYPED);
}

function take() {
  clearTimeout(typing);
  const code = typed && codeOf(typed);
  const text = typed;
  typed = "";
  if (!text) return;
  const cell = cellAt(at.r, at.c);
  if (isOpen(cell)) cell.firstElementChild.textContent = cell.dataset.v || "–";
  if (code) put(code);
  else say(words.unknown.replace("%s", text));
}

function cancel() {
  clearTimeout(typing);
  const cell = cellAt(at.r, at.c);
  if (typed && isOpen(cell)) cell.firstElementChild.textContent = cell.dataset.v || "–";
  typed = "";
}

const say = (text) => { here.textContent = text; };

function open(cell) {
  if (cell?.firstElementChild?.href) location.assign(cell.firstElementChild.href);
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-12, 0], PageDown: [12, 0] };

function onKey(event) {
  if (!event.target.closest("tbody td") || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  const { key } = event;
  let known = true;
  if (MOVES[key] && !event.altKey) {
    take();
    const [down, right] = MOVES[key].map((step) => (command ? step * 1000 : step));
    select(at.r + down, at.c + right, { extend: event.shiftKey });
  } else if (key === "Home" || key === "End") {
    take();
    select(command ? (key === "Home" ? 0 : rows.length) : at.r, key === "Home" ? 0 : size, { extend: event.shiftKey });
  } else if (command && key.toLowerCase() === "a") {
    from = { r: 0, c: 0 };
    select(rows.length, size, { keep: true });
  } else if (key === "Escape") {
    if (typed) cancel();
    else select(at.r, at.c);
  } else if (key === "F2") open(cellAt(at.r, at.c));
  else if (key === "?") document.getElementById("grid-keys")?.showModal();
  else if (!data.mayEdit) known = key === "Enter" ? (open(cellAt(at.r, at.c)), true) : false;
  else if (command && key.toLowerCase() === "z") turn(event.shiftKey);
  else if (command && key.toLowerCase() === "y") turn(true);
  else if (event.altKey && event.code === "KeyW") copyWeek();
  else if (event.altKey && event.code === "KeyR") fill();
  else if (command || event.altKey) known = false;
  else if (key === "Delete" || key === "Backspace" || key === "-") {
    cancel();
    put("");
  } else if (key === "Enter" || key === "Tab") {
    if (key === "Tab" && !typed) known = false;
    else {
      take();
      if (spread().count > 1) known = true;
      else if (key === "Enter") select(at.r + (event.shiftKey ? -1 : 1), at.c);
      else select(at.r, at.c + (event.shiftKey ? -1 : 1));
    }
  } else if (key.length === 1 && key !== " " && key !== "/") type(key);
  else known = false;
  if (known) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function turn(isAgain) {
  take();
  const done = isAgain ? edits.redo() : edits.undo();
  say(done ? (isAgain ? words.redone : words.undone) : words.nothing);
}

const placeOf = (cell) => ({ r: rows.indexOf(cell.parentElement), c: cell.cellIndex - 1 });

function onPointer(event) {
  const cell = event.target.closest("tbody tr[data-e] td:not(.g-sum)");
  if (!cell || event.button) return;
  take();
  const { r, c } = placeOf(cell);
  select(r, c, { extend: event.shiftKey });
  event.preventDefault();
}

function onDrag(event) {
  if (event.buttons !== 1) return;
  const cell = event.target.closest("tbody tr[data-e] td:not(.g-sum)");
  if (!cell) return;
  const { r, c } = placeOf(cell);
  select(r, c, { extend: true });
}

function onClick(event) {
  if (event.target.closest("tbody td a") && !event.ctrlKey && !event.metaKey) event.preventDefault();
}

function onClipboard(event) {
  if (!table.contains(document.activeElement) || !document.activeElement.closest("tbody td")) return;
  if (event.type === "paste") {
    paste(event.clipboardData.getData("text/plain"));
  } else {
    const { r1, r2, c1, c2 } = spread();
    const lines = [];
    for (let r = r1; r <= r2; r += 1) {
      const line = [];
      for (let c = c1; c <= c2; c += 1) line.push(cellAt(r, c).dataset.v ?? "");
      lines.push(line.join("\t"));
    }
    event.clipboardData.setData("text/plain", lines.join("\n"));
    if (event.type === "cut") put("");
  }
  event.preventDefault();
}

// From Excel or from here; a single value fills everything that is chosen, a block is repeated where more is chosen.
function paste(text) {
  const block = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t").map((each) => each.trim()));
  const bad = block.flat().find((each) => !isOff(each) && !codeOf(each));
  if (bad !== undefined) return say(words.unknown.replace("%s", bad));
  const { r1, c1, r2, c2 } = spread();
  const [height, width] = [block.length, Math.max(...block.map((line) => line.length))];
  const list = [];
  const rowsOf = Math.max(height, r2 - r1 + 1 - ((r2 - r1 + 1) % height));
  const columns = Math.max(width, c2 - c1 + 1 - ((c2 - c1 + 1) % width));
  for (let r = 0; r < rowsOf; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      const value = block[r % height][c % width];
      const cell = cellAt(r1 + r, c1 + c);
      if (value !== undefined && isOpen(cell) && c1 + c < size) list.push({ r: r1 + r, c: c1 + c, cell, code: isOff(value) ? "" : codeOf(value) });
    }
  }
  return change(list);
}

function copyWeek() {
  take();
  const monday = at.c - data.weekdays[at.c];
  const span = spread();
  if (monday + 7 >= size) return say(words.noweek);
  const list = [];
  for (let r = span.r1; r <= span.r2; r += 1) {
    for (let step = 0; step < 7; step += 1) {
      const [source, cell] = [cellAt(r, monday + step), cellAt(r, monday + step + 7)];
      if (monday + step >= 0 && monday + step + 7 < size && isOpen(source) && isOpen(cell)) list.push({ r, c: monday + step + 7, cell, code: source.dataset.v });
    }
  }
  change(list);
  const next = Math.min(at.c + 7, size - 1);
  from = { r: span.r1 === at.r ? span.r2 : span.r1, c: next };
  select(at.r, next, { keep: true });
  return say(words.copied);
}

function offer(rotations) {
  const dialog = document.getElementById("fill-dialog");
  if (!dialog) return;
  data.rotations = rotations;
  document.getElementById("fill-rotation").replaceChildren(...rotations.map((each) => new Option(each.code)));
  dialog.querySelector("[data-fill-some]").hidden = !rotations.length;
  dialog.querySelector("[data-fill-none]").hidden = rotations.length > 0;
}

// Before the rotations are there, and without JavaScript, the page of its own does it.
function fill() {
  if (!data.rotations) return location.assign(page.querySelector("a[data-act=fill]").href);
  take();
  const dialog = document.getElementById("fill-dialog");
  let { r1, r2, c1, c2 } = spread();
  if (c1 === c2) [c1, c2] = [c1, size - 1];
  dialog.querySelector("[data-fill-what]").textContent = `${r2 - r1 + 1} ${words.people} · ${data.dayNames[c1]} – ${data.dayNames[c2]}`;
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return focus();
    const rotation = data.rotations.find((each) => each.code === document.getElementById("fill-rotation").value);
    const asked = Number(document.getElementById("fill-crew").value) || 0;
    const length = rotation.cycle.length;
    const list = [];
    for (let r = r1; r <= r2; r += 1) {
      const crew = asked ? (asked - 1) % rotation.crews : (r - r1) % rotation.crews;
      const offset = Math.floor((crew * length) / rotation.crews);
      for (let c = c1; c <= c2; c += 1) {
        const place = (((data.ordinals[c] - rotation.anchor + offset) % length) + length) % length;
        list.push({ r, c, cell: cellAt(r, c), code: rotation.cycle[place] });
      }
    }
    focus();
    change(list);
    return say(words.filled);
  }, { once: true });
}

function onAct(event) {
  const button = event.target.closest("[data-act], [data-put]");
  if (!button) return;
  const act = button.dataset.act;
  if (button.dataset.put !== undefined) {
    put(button.dataset.put);
    focus();
  } else if (act === "undo" || act === "redo") turn(act === "redo");
  else if (act === "week") copyWeek();
  else if (act === "help") document.getElementById("grid-keys").showModal();
  else if (act === "retry") edits.send();
  else if (act === "fill") {
    event.preventDefault();
    fill();
  }
}

if (table) start();
