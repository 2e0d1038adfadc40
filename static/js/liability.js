// The sums of the liability form follow what is typed; the server says the same after every submit.

const number = (field) => Number.parseFloat(field?.value) || 0;
const of = (form, list, name) => [...form.querySelectorAll(`[name^="${list}-"][name$="-${name}"]`)];

function add_up(form) {
  const percent = of(form, "shares", "percent").reduce((sum, field) => sum + number(field), 0);
  const losses = of(form, "losses", "kind").reduce((sum, kind) => {
    const line = kind.name.slice(0, -"kind".length);
    const amount = number(form.elements[`${line}amount`]);
    const hours = number(form.elements[`${line}hours`]);
    return sum + (kind.value === "handling" ? hours * Number(form.dataset.rate) : amount);
  }, 0);
  form.querySelector('[data-sum="percent"]').value = percent.toFixed(2).replace(".00", "");
  form.querySelector('[data-sum="losses"]').value = losses.toFixed(2);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-sums]");
    if (form) add_up(form);
  });
}
