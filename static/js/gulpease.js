/*
 * The Gulpease index of an Italian text while it is typed, below its field.
 * Counts as content/readability.py does; the words come with the page.
 */
const WORD = /[\p{L}\p{N}]+/gu;
const END = /[.!?…]+["'»”’)\]]*(?=\s|$)|\n/u;

export function gulpease(text) {
  const typed = text.normalize("NFC").replace(/\r\n?/g, "\n");
  const words = typed.match(WORD);
  if (!words) return null;
  const sentences = typed.split(END).filter((part) => part.search(WORD) >= 0).length;
  const letters = words.reduce((sum, word) => sum + [...word].length, 0);
  const index = 89 + (300 * sentences - 10 * letters) / words.length;
  return Math.min(100, Math.max(0, Math.trunc(index + 0.5)));
}

function tell(field) {
  const hint = document.getElementById(`${field.id}_gulpease`);
  if (!hint) return;
  const index = gulpease(field.value);
  const { words, levels } = JSON.parse(hint.dataset.gulpease);
  const level = levels.find(([least]) => index >= least)[1];
  hint.textContent = index === null ? "" : words.replace("{index}", index).replace("{level}", level);
}

document.addEventListener("input", (event) => tell(event.target));
