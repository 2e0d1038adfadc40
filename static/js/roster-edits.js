// What was edited and is not saved yet: sent in batches, whole or not at all, one at a time; undo and redo.
const WAIT = 350;

export class Edits {
  // page: {data, paint(cell, code), show(answer, waiting), state(words, tone), refuse(objections, kept), kept(count), ask()}
  constructor(page) {
    this.page = page;
    this.waiting = new Map(); // "employee:day" -> {e, d, c, x, cell}
    this.sending = null;
    this.done = [];
    this.undone = [];
    this.reason = "";
    this.kept = []; // what was refused and may be put in again
    addEventListener("beforeunload", (event) => {
      if (this.waiting.size || this.sending) event.preventDefault();
    });
  }

  // changes: [{cell, e, d, before, after}]
  make(changes, kind = "edit") {
    const real = changes.filter((each) => each.before !== each.after);
    if (!real.length) return;
    if (this.kept.length) {
      this.kept = this.kept.filter((each) => !real.some((one) => one.e === each.e && one.d === each.d));
      this.page.kept(this.kept.length);
    }
    for (const each of real) {
      const key = `${each.e}:${each.d}`;
      const old = this.waiting.get(key);
      const seen = old ? old.x : each.before;
      if (seen === each.after && old) this.waiting.delete(key);
      else this.waiting.set(key, { e: each.e, d: each.d, c: each.after, x: seen, cell: each.cell });
      this.page.paint(each.cell, each.after);
    }
    if (kind === "edit") {
      this.done.push(real);
      this.undone = [];
    }
    this.soon();
  }

  // What was refused, as a new edit of what stands there now.
  again(entries) {
    this.kept = [];
    this.make(entries.map(({ cell, e, d, c }) => ({ cell, e, d, before: cell.dataset.v, after: c })));
  }

  undo() { return this.turn(this.done, this.undone); }

  redo() { return this.turn(this.undone, this.done); }

  turn(from, to) {
    const last = from.pop();
    if (!last) return false;
    const back = last.map((each) => ({ ...each, before: each.after, after: each.before }));
    to.push(back);
    this.make(back, "turn");
    return true;
  }

  soon() {
    clearTimeout(this.timer);
    this.page.state("unsaved");
    this.timer = setTimeout(() => this.send(), WAIT);
  }

  async send() {
    if (this.sending || !this.waiting.size) return;
    if (this.page.data.isPublished && !this.reason) {
      this.sending = new Map();
      this.reason = await this.page.ask();
      this.sending = null;
      if (!this.reason) return this.takeBack();
    }
    this.sending = this.waiting;
    this.waiting = new Map();
    this.page.state("saving");
    const edits = [...this.sending.values()].map(({ e, d, c, x }) => ({ e, d, c, x }));
    let answer;
    try {
      answer = await fetch(this.page.data.edits, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) },
        body: JSON.stringify({ edits, reason: this.reason }),
      });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      answer = { refused: answer.status === 409, ...(await answer.json()) };
    } catch {
      this.waiting = new Map([...this.sending, ...this.waiting]);
      this.sending = null;
      this.page.state("failed", "bad");
      return;
    }
    const sent = this.sending;
    this.sending = null;
    if (answer.refused) {
      this.forget(sent);
      this.kept = [...sent.values()];
    }
    this.page.show(answer, this.waiting);
    if (answer.refused) this.page.refuse(answer.objections, this.kept);
    if (this.waiting.size) this.send();
    else this.page.state(answer.refused ? "unsaved" : "saved", answer.refused ? "bad" : "");
  }

  // Cells that were refused are as the server says; steps of undo that rest on them go.
  forget(sent) {
    for (const key of sent.keys()) this.waiting.delete(key);
    const touched = (step) => step.some((each) => sent.has(`${each.e}:${each.d}`));
    this.done = this.done.filter((step) => !touched(step));
    this.undone = this.undone.filter((step) => !touched(step));
  }

  takeBack() {
    for (const each of this.waiting.values()) this.page.paint(each.cell, each.x);
    this.forget(this.waiting);
    this.waiting = new Map();
    this.page.state("saved");
  }
}
