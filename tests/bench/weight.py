"""Page weight and requests, in Chromium, cold."""

from playwright.sync_api import sync_playwright

from polisocial.local.browser import ensure
from tests.bench.table import at_most, exactly
from tests.browser.kinds import EVERY, address
from tests.browser.weighing import weigh

KB = 1024


def measure(stage):
    program = ensure()
    with stage.server(stage.real) as server, sync_playwright() as playwright:
        options = {"executable_path": program, "args": ["--no-sandbox"]}
        with playwright.chromium.launch(**options) as browser:
            weights = [visit(browser, server.address, address(*page)) for page in EVERY]

    def worst(name):
        return max(getattr(weight, name) for weight in weights)

    foreign = sum(len(weight.foreign) for weight in weights)
    return [
        at_most("heaviest first visit", worst("bytes") / KB, 40, "KB"),
        at_most("most requests of a first visit", worst("requests"), 5),
        at_most("heaviest HTML", worst("html") / KB, 16, "KB"),
        at_most("heaviest CSS", worst("css") / KB, 10, "KB"),
        at_most("heaviest JS", worst("js") / KB, 8, "KB"),
        exactly("requests to other sites", foreign, 0),
    ]


def visit(browser, portal, path):
    """The weight of a page for somebody who comes for the first time."""
    context = browser.new_context()
    try:
        return weigh(context.new_page(), portal, path)
    finally:
        context.close()
