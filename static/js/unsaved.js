/*
 * What was typed on this device and never reached the server: whoever is about to hand
 * in is told on which pages it is, since opening one saves it.
 */
const note = document.querySelector("[data-unsaved]");
const { unsaved } = note.dataset;
const names = Object.keys(localStorage)
  .filter((key) => key.startsWith(unsaved))
  .map((key) => key.slice(unsaved.length));
const links = [...document.querySelectorAll(".steps a")].filter((link) => names.some((name) => link.pathname.endsWith(`/${name}/`)));

for (const link of links) {
  const copy = document.createElement("a");
  copy.href = link.href;
  copy.textContent = link.querySelector("strong").textContent;
  const item = document.createElement("li");
  item.append(copy);
  note.querySelector("ul").append(item);
}
note.hidden = links.length === 0;
