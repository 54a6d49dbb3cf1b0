/*
 * Fields one chooses from by typing have a label on screen; this tells it to those who
 * hear the page, whom the library gives only what is chosen.
 */
function name(container) {
  const field = container.previousElementSibling;
  const label = field?.labels?.[0]?.textContent.trim().replace(/:$/, "");
  if (!label) return;
  const box = container.querySelector('[role="combobox"]');
  const chosen = container.querySelector('[role="textbox"]');
  const search = container.querySelector('[role="searchbox"]');
  box?.removeAttribute("aria-labelledby");
  for (const part of [box, chosen, search]) part?.setAttribute("aria-label", label);
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node.classList?.contains("select2-container")) name(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
