"""Somebody who uses a page by its keyboard alone, as it tells itself to them."""

MOST = 150  # presses: far more than there are controls on any of our pages
NAMED = """() => {
    const e = document.activeElement
    const said = [...(e.labels ?? [])].map(each => each.innerText)
    said.push(e.getAttribute('aria-label'))
    if (e.matches('a, button, summary')) said.push(e.innerText)
    return said.filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim()
}"""
SKIPS = "document.activeElement.hash === '#main'"


def tab_to(tab, name):
    """Press Tab until what begins with this name has the focus; it must get there.

    Where a page begins, its first link leads past what all pages have.
    """
    heard, has_skipped = [], False
    for _n in range(MOST):
        tab.keyboard.press("Tab")
        said = tab.evaluate(NAMED)
        if said.startswith(name):
            return
        heard.append(said)
        if not has_skipped and tab.evaluate(SKIPS):
            tab.keyboard.press("Enter")
            has_skipped = True
    raise AssertionError(f"{tab.url}: no Tab leads to “{name}”, only to {set(heard)}")


def follow(tab, name):
    """Press Enter on a link or a button, which leads to another page."""
    tab_to(tab, name)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def type_in(tab, name, text):
    """Go to a field and type, in place of what it holds."""
    tab_to(tab, name)
    tab.keyboard.press("Control+A")
    tab.keyboard.type(text)


def choose_next(tab, name):
    """The option after the one that a list shows."""
    tab_to(tab, name)
    tab.keyboard.press("ArrowDown")


def choose_file(tab, name, path):
    with tab.expect_file_chooser() as chooser:
        tab_to(tab, name)
        tab.keyboard.press("Enter")
    chooser.value.set_files(path)
