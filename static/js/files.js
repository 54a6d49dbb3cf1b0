/*
 * A file goes as soon as it is chosen, and shows how much of it has arrived. What is
 * refused, or lost on the way, is said beside it, and the file stays chosen. Without
 * this module the button that saves sends it with the rest of the page.
 */
for (const place of document.querySelectorAll("[data-send]")) {
  const { dataset } = place;
  const input = place.querySelector("input[type=file]");
  if (!input) continue;
  const button = place.querySelector("[data-unscripted]");
  if (button) button.hidden = true;
  const bar = place.querySelector("progress");
  const wrong = place.querySelector("[data-wrong]");

  const say = (text) => {
    wrong.textContent = text;
    wrong.hidden = !text;
    if (button) button.hidden = !text; // chosen again, the same file would not go
    bar.hidden = true;
    input.disabled = false;
  };

  const answered = (request) => {
    if (request.status === 200) return location.reload();
    try {
      say(JSON.parse(request.responseText).error);
    } catch {
      say(dataset.lost);
    }
  };

  const send = (file) => {
    const request = new XMLHttpRequest();
    request.open("POST", dataset.send);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", input.form.elements.csrfmiddlewaretoken.value);
    request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = (100 * loaded) / total));
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => say(dataset.lost));
    const body = new FormData();
    body.set("base", dataset.base);
    if (file) body.set("file", file);
    say("");
    bar.hidden = false;
    bar.value = 0;
    input.disabled = true;
    request.send(body);
  };

  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file && file.size > Number(dataset.most)) say(dataset.large);
    else if (file) send(file);
  });
  place.querySelector("[name=remove]")?.addEventListener("click", (event) => {
    event.preventDefault();
    send();
  });
}
