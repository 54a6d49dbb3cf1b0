/*
 * The time left, counted by the server's clock and not by this device's. A deadline that
 * passes, or that a save tells to have moved, brings its words along. Nothing of it is
 * read out, and for who wants no motion it moves twice a minute.
 */
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const HOUR = 3600;
const SLOW = 30;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let place = document.querySelector("[data-clock]");
let ends; // an instant of this device
let timer;

/* The first two units that count, as the page says it: “2 days, 3 hours”. */
export function timeLeft(seconds, language) {
  let rest = Math.floor(seconds);
  const parts = UNITS.map(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest %= size;
    return amount && new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
  });
  const first = parts.findIndex(Boolean);
  return parts.slice(first, first + 2).filter(Boolean).join(", ");
}

function tick() {
  const left = (ends - Date.now()) / 1000;
  if (left < 1) renew();
  else place.querySelector("[data-seconds]").textContent = timeLeft(left, document.documentElement.lang);
  const isSlow = left < 1 || left > HOUR || calm.matches;
  timer = setTimeout(tick, (isSlow ? Math.min(SLOW, Math.max(1, left)) : 1) * 1000);
}

function begin() {
  clearTimeout(timer);
  const clock = place.querySelector("[data-seconds]");
  if (!clock) return;
  ends = Date.now() + Number(clock.dataset.seconds) * 1000;
  timer = setTimeout(tick, 1000);
}

async function renew() {
  try {
    const text = await (await fetch(location.pathname)).text();
    const now = new DOMParser().parseFromString(text, "text/html").querySelector("[data-clock]");
    if (!now) return;
    place.replaceWith(now);
    place = now;
    begin();
  } catch {
    // Without a network the words stay as they are, until the next time.
  }
}

document.addEventListener("deadline", ({ detail }) => detail !== place.dataset.closes && renew());
begin();
