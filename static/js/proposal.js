/*
 * A page of a proposal saves by itself: a second after the last key, at least every half
 * minute while somebody types, and again and again until the server says it is stored.
 * What is not stored yet is kept on this device. Without this module a button saves.
 */
import { addUp } from "./budget.js";
import { countWords } from "./words.js";

const QUIET = 1000;
const AT_MOST = 30000;
const PRESENCE = 15000;
const AGAIN = [2000, 5000, 10000, 30000];
const LEAVING = 3000;
const ALONG = 60000; // bytes that a browser still sends while it leaves a page

const form = document.querySelector("form[data-save]");
const { dataset } = form;
const words = document.querySelector("[data-saved]");
const storeKey = `polisocial/${dataset.user}/${dataset.store}`;
const client = form.elements.client.value;

let number = 0; // of the last save sent
let pending = readStore(); // key → {value, base}: typed here, not known to be stored
let sending; // the save that is on its way
let failures = 0;
let timer;
let firstKeyAt = 0;

function readStore() {
  try {
    return JSON.parse(localStorage.getItem(storeKey)) ?? {};
  } catch {
    return {};
  }
}

function writeStore() {
  try {
    if (Object.keys(pending).length) localStorage.setItem(storeKey, JSON.stringify(pending));
    else localStorage.removeItem(storeKey);
  } catch {
    // A full or forbidden store: the page itself still has the text.
  }
}

function fields(key) {
  const found = form.elements[key];
  return found instanceof RadioNodeList ? [...found] : [found].filter(Boolean);
}

function valueOf(key) {
  const all = fields(key);
  const chosen = all.filter((each) => each.checked).map((each) => each.value);
  if (all[0].type === "checkbox") return chosen;
  if (all[0].type === "radio") return chosen[0] ?? "";
  return all[0].value;
}

function show(key, value) {
  for (const field of fields(key)) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = [value].flat().includes(field.value);
    else field.value = value;
  }
}

const baseField = (key) => form.elements[`base.${key}`];
const baseOf = (key) => Number.parseInt(baseField(key).value, 10);
const keys = () => [...form.elements].filter((each) => each.name.startsWith("base.")).map((each) => each.name.slice(5));

function say(text) {
  words.textContent = text;
}

function typed(key) {
  pending[key] = { value: valueOf(key), base: pending[key]?.base ?? baseOf(key) };
  writeStore();
  firstKeyAt ||= Date.now();
  say(dataset.kept);
  plan(Math.min(QUIET, Math.max(0, firstKeyAt + AT_MOST - Date.now())));
}

function plan(wait) {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

const toSend = () => Object.fromEntries(Object.entries(pending).filter(([, each]) => !each.left));
const isWaiting = () => Object.keys(toSend()).length > 0;

function send() {
  sending ??= deliver().finally(() => (sending = undefined));
  return sending;
}

async function deliver() {
  clearTimeout(timer);
  const sent = structuredClone(toSend());
  number += 1;
  form.elements.number.value = number + 1; // of what a button sends
  const body = JSON.stringify({
    client,
    number,
    user: Number(dataset.user),
    form: Number(dataset.form),
    changes: Object.entries(sent).map(([key, { value, base }]) => ({ key, value, base })),
    known: Object.fromEntries(keys().map((key) => [key, baseOf(key)])),
  });
  try {
    const response = await fetch(dataset.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body,
      keepalive: new Blob([body]).size < ALONG,
    });
    if (response.ok) stored(sent, await response.json());
    else await refused(response);
  } catch {
    failed(dataset.kept);
  }
  if (isWaiting() && !failures) plan(QUIET);
}

async function refused(response) {
  if (response.status === 401 || response.status === 403) {
    failed(dataset.sign);
    return renew();
  }
  const { error } = response.status === 409 || response.status === 422 ? await response.json() : {};
  failed(error ?? dataset.kept);
}

/* A sign-in in another tab makes another token: the page takes it over, and goes on. */
async function renew() {
  const text = await (await fetch(location.pathname)).text();
  const now = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-save]");
  if (now?.dataset.user !== dataset.user) return;
  const fresh = now.elements.csrfmiddlewaretoken.value;
  for (const token of document.querySelectorAll("[name=csrfmiddlewaretoken]")) token.value = fresh;
}

function failed(text) {
  if (isWaiting()) say(text);
  plan(AGAIN[Math.min(failures, AGAIN.length - 1)]);
  failures += 1;
}

function stored(sent, told) {
  failures = 0;
  firstKeyAt = 0;
  for (const [key, base] of Object.entries(told.saved)) setBase(key, base);
  for (const [key, { value }] of Object.entries(sent)) {
    if (!pending[key]) continue;
    if (!isSame(pending[key].value, value)) pending[key].base = baseOf(key);
    else if (told.left.includes(key)) pending[key].left = true;
    else delete pending[key];
  }
  writeStore();
  if (Object.keys(sent).length || words.textContent === dataset.saving) say(dataset.at.replace("{time}", told.at));
  const changed = document.querySelector("[data-changed]");
  if (changed) changed.hidden = !told.changed;
  if (told.reload) tellReload(told.reload);
  if (told.left.length) showLeft();
  told.news.forEach(tell);
  told.clashes.forEach(warn);
  for (const note of form.querySelectorAll("[data-clash]")) if (!told.clashes.includes(note.dataset.clash)) note.remove();
  presence(told.here);
  if (told.closes) document.dispatchEvent(new CustomEvent("deadline", { detail: told.closes }));
  Object.entries(told.pages).forEach(([name, state]) => mark(name, state));
}

/* The form changed under the page: it says so once, with the reason. */
function tellReload(text) {
  const place = document.querySelector("[data-reload]");
  if (!place.hidden) return;
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = place.dataset.reload;
  place.append(text, " ", link);
  place.hidden = false;
}

/* What the form has no place for stays on this device, in sight, until thrown away. */
function showLeft() {
  const place = document.querySelector("[data-left]");
  const left = Object.values(pending).filter((each) => each.left);
  const items = left.map(({ value }) => {
    const item = document.createElement("li");
    item.textContent = [value].flat().join(", ");
    return item;
  });
  place.querySelector("ul").replaceChildren(...items);
  place.hidden = left.length === 0;
}

function setBase(key, base) {
  const field = baseField(key);
  if (field) field.value = base;
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* What somebody else wrote comes into a field that nobody is changing here. */
function tell({ key, value, base }) {
  if (!baseField(key) || pending[key]) return;
  if (fields(key).includes(document.activeElement) && !isSame(valueOf(key), value)) return;
  show(key, value);
  setBase(key, base);
  refresh(key);
}

function warn(key) {
  const place = document.querySelector(`[data-field="${CSS.escape(key)}"]`)?.closest(".fld, td");
  if (!place || place.querySelector(".clash")) return;
  const note = document.createElement("p");
  note.className = "note clash";
  note.dataset.clash = key;
  note.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = dataset.two;
  note.append(link);
  place.append(note);
}

function presence(names) {
  const place = document.querySelector("[data-here]");
  place.hidden = names.length === 0;
  place.textContent = dataset.who.replace("{names}", names.join(", "));
}

function mark(name, { word, text }) {
  const state = document.querySelector(`[data-state="${CSS.escape(name)}"]`);
  if (!state) return;
  state.className = `state state--${word}`;
  state.textContent = text;
}

function refresh(key) {
  const place = document.querySelector(`[data-field="${CSS.escape(key)}"]`);
  const limit = Number(place?.dataset.words);
  if (limit) {
    const count = countWords(valueOf(key));
    place.querySelector("[data-count]").textContent = count;
    place.querySelector("rect").setAttribute("width", Math.min(100, (count * 100) / limit));
    place.classList.toggle("over", count > limit);
  }
  if (/^(cost|fund)\./.test(key)) addUp(form);
}

form.addEventListener("input", ({ target }) => {
  if (!baseField(target.name)) return;
  typed(target.name);
  refresh(target.name);
});

async function saved() {
  await sending;
  if (isWaiting()) await send();
}

/* The next page is to know the last words: leaving waits for them, though not for ever. */
async function leave(address) {
  await Promise.race([saved(), new Promise((late) => setTimeout(late, LEAVING))]);
  location.assign(address);
}

/* One button saves like the rest and stays in the page, others lead on from it. */
form.addEventListener("submit", (event) => {
  const isElsewhere = event.submitter?.formAction !== form.action;
  if (isElsewhere && !isWaiting()) return;
  event.preventDefault();
  say(dataset.saving);
  if (isElsewhere) return saved().then(() => isWaiting() || form.requestSubmit(event.submitter));
  const next = event.submitter?.dataset.next;
  if (next) leave(next);
  else plan(0);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link?.target;
  if (!link || elsewhere || link.pathname === location.pathname || !isWaiting()) return;
  event.preventDefault();
  say(dataset.saving);
  leave(link.href);
});

window.addEventListener("pagehide", () => isWaiting() && deliver());

window.addEventListener("online", () => plan(0));
document.addEventListener("visibilitychange", () => isWaiting() && send());
setInterval(() => document.visibilityState === "visible" && send(), PRESENCE);

document.querySelector("[data-left] button").addEventListener("click", () => {
  pending = toSend();
  writeStore();
  showLeft();
});

for (const [key, each] of Object.entries(pending)) {
  each.left = false; // the form may have a place for it again
  if (!baseField(key)) continue;
  show(key, each.value);
  refresh(key);
}
if (isWaiting()) say(dataset.kept);
addUp(form);
plan(0);
