/*
 * After each instant of the page, which is in Rome's time, the same in the visitor's own
 * zone when that is another. The words come with the page; without this, Rome's stand.
 */
const ROME = "Europe/Rome";

function inZone(at, language, timeZone) {
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone }).format(at);
}

export function ownTime(at, language, zone) {
  const own = inZone(at, language, zone);
  return own === inZone(at, language, ROME) ? "" : own;
}

for (const place of document.querySelectorAll("[data-own-zone]")) {
  const { lang } = document.documentElement;
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const time of place.querySelectorAll("time[datetime*=T]")) {
    const own = ownTime(new Date(time.dateTime), lang === "en" ? "en-GB" : lang, zone);
    const words = place.dataset.ownZone.replace("{when}", own).replace("{zone}", zone);
    if (own) time.after(document.createElement("br"), words);
  }
}
