"""Somebody who uses a page by its keyboard alone, as it tells itself to them."""

MOST = 150  # presses: far more than there are controls on any of our pages
FOCUSED = """() => {
    const e = document.activeElement
    const said = [...(e.labels ?? [])].map(each => each.innerText)
    said.push(e.getAttribute('aria-label'))
    if (e.matches('a, button, summary')) said.push(e.innerText)
    const name = said.filter(Boolean).join(' ').replace(/\\s+/g, ' ').trim()
    return { name, field: e.name ?? '', value: e.value, skips: e.hash === '#main' }
}"""


def focused(tab):
    return tab.evaluate(FOCUSED)


def _tab_until(tab, is_there, wanted):
    """Press Tab until something has the focus; it must get there.

    Where a page begins, its first link leads past what all pages have.
    """
    heard, has_skipped = [], False
    for _n in range(MOST):
        tab.keyboard.press("Tab")
        here = focused(tab)
        if is_there(here):
            return
        heard.append(here["name"])
        if here["skips"] and not has_skipped:
            tab.keyboard.press("Enter")
            has_skipped = True
    raise AssertionError(f"{tab.url}: no Tab leads to “{wanted}”, only to {set(heard)}")


def tab_to(tab, name, matches=str.startswith):
    """To what begins with this name; or `matches` it otherwise."""
    _tab_until(tab, lambda here: matches(here["name"], name), name)


def tab_to_field(tab, field):
    """To the field that a form sends under this name."""
    _tab_until(tab, lambda here: here["field"] == field, field)


def follow(tab, name, **how):
    """Press Enter on a link or a button, which leads to another page."""
    tab_to(tab, name, **how)
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


def choose_radio(tab, field, value):
    """Tab leads to a group of options, the arrows from one to the next."""
    tab_to_field(tab, field)
    tab.keyboard.press("Space")
    while focused(tab)["value"] != value:
        tab.keyboard.press("ArrowDown")


def choose_file(tab, name, path):
    with tab.expect_file_chooser() as chooser:
        tab_to(tab, name)
        tab.keyboard.press("Enter")
    chooser.value.set_files(path)
