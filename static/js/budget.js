/* The sums of a budget and their limits, as the server adds them up and judges them. */
import { cents, euro } from "./sums.js";

const WHOLE = 10000n; // a share is in hundredths of a hundredth

/* Limits as the page tells them: a sum, and a share in per cent. */
export function isOver({ cap, share }, asked, total) {
  if (cap && asked > cents(cap)) return true;
  return Boolean(share) && BigInt(asked) * WHOLE > BigInt(cents(share)) * BigInt(total);
}

export function isUnder({ least }, added, cost) {
  return Boolean(least) && added > 0 && BigInt(added) * WHOLE < BigInt(cents(least)) * BigInt(cost);
}

const inEuro = (amount) => euro(amount, document.documentElement.lang);

function write(place, amount, isWrong) {
  if (!place) return;
  place.textContent = inEuro(amount);
  const cell = place.closest("td");
  const note = cell.querySelector("[data-beyond]");
  if (note) note.hidden = !isWrong(cell.dataset);
  cell.classList.toggle("beyond", note?.hidden === false);
}

export function addUp(form) {
  const sums = { row: {}, column: {} };
  let asked = 0;
  let added = 0;
  for (const input of form.querySelectorAll("input[data-field]")) {
    const [kind, first, second] = input.name.split(".");
    const amount = cents(input.value);
    input.setAttribute("aria-invalid", amount === null && (kind === "cost" || second === "sum"));
    if (kind === "cost") {
      asked += amount ?? 0;
      sums.column[first] = (sums.column[first] ?? 0) + (amount ?? 0);
      sums.row[second] = (sums.row[second] ?? 0) + (amount ?? 0);
    } else if (second === "sum") added += amount ?? 0;
  }
  for (const [column, amount] of Object.entries(sums.column)) write(form.querySelector(`[data-column-total="${column}"]`), amount, (limits) => isOver(limits, amount, asked));
  for (const [row, amount] of Object.entries(sums.row)) {
    const place = form.querySelector(`[name="unit.${row}"]`).closest("tr").querySelector("[data-row-total]");
    place.textContent = amount ? inEuro(amount) : "";
  }
  write(form.querySelector("[data-total]"), asked, (limits) => isOver(limits, asked, asked));
  write(form.querySelector("[data-added]"), added, (limits) => isUnder(limits, added, asked + added));
}
