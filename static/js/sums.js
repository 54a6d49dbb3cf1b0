/* Sums as awards/rules/numbers.py reads them, in cents; null where a text is none. */
const SPACES = /[\s\u00a0\u202f'’€]+/gu;
const MOST_FIGURES = 12; // before the decimals
const NUMBER = /^((?:\d{1,3}(?:[.,]\d{3})*|\d+))(?:([.,])(\d{1,2}))?$/;

export function cents(text) {
  const [, whole, beginning, decimals = ""] = NUMBER.exec(text.replace(SPACES, "")) ?? [];
  if (whole === undefined) return text.trim() === "" ? 0 : null;
  const parting = new Set(whole.match(/[.,]/g) ?? []);
  if (parting.size > 1 || (beginning && parting.has(beginning))) return null;
  const figures = whole.replace(/[.,]/g, "");
  return figures.length > MOST_FIGURES ? null : Number(figures) * 100 + Number(decimals.padEnd(2, "0"));
}

export function euro(amount, language) {
  const digits = amount % 100 ? 2 : 0;
  const format = { style: "currency", currency: "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language === "en" ? "en-GB" : "it-IT", { ...format, useGrouping: "always" }).format(amount / 100);
}
