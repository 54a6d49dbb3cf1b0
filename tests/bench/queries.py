"""How many queries a page asks, with few and with many projects."""

from http import HTTPStatus

from django.contrib import admin
from django.urls import reverse

from tests.bench.table import Row, at_most, exactly
from tests.browser.kinds import EVERY, address

SIZES = (1, 50, 5_000)
STAFF = "bench@example.org"


def measure(stage):
    few, some, many = (public_pages(stage, size) for size in SIZES)
    most = max(max(counts.values()) for counts in (few, some, many))
    return [
        at_most("queries of a public page", most, 8),
        growth(few, some, many),
        *admin_lists(stage),
    ]


def growth(few, some, many):
    """Whether no page asks more when there are more projects.

    One that has nothing to say of a single project may ask fewer then.
    """
    pages = sorted(few.keys() & some.keys() & many.keys())
    counts = {page: (few[page], some[page], many[page]) for page in pages}
    grown = [page for page, (f, s, m) in counts.items() if f > s or s != m]
    fewer = [page for page, (f, s, m) in counts.items() if f < s == m]
    told = [f"{len(grown)} of {len(pages)}"]
    told += [f"{' '.join(page)} {counts[page]}" for page in grown]
    told += [f"fewer with 1: {' '.join(page)} {counts[page]}" for page in fewer]
    what = "… pages whose queries change with 1, 50, 5,000 projects"
    return Row(what, "; ".join(told), "0", not grown)


def public_pages(stage, size):
    """The queries of each kind of page that there is."""
    with stage.renderer(stage.with_projects(size)) as renderer:
        costs = {page: renderer.cost(address(*page), counting=True) for page in EVERY}
    found = {p: c.queries for p, c in costs.items() if c.status == HTTPStatus.OK}
    assert ("project", "it") in found
    return found


def admin_lists(stage):
    """The dearest list of the admin, where the longest has 5,000 rows."""
    lists = {
        model._meta.verbose_name_plural: reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        for model in admin.site._registry
    }
    with stage.renderer(stage.with_projects(SIZES[-1])) as renderer:
        costs = {
            name: renderer.cost(path, counting=True, email=STAFF)
            for name, path in lists.items()
        }
    refused = [name for name, cost in costs.items() if cost.status != HTTPStatus.OK]
    dearest = max(costs, key=lambda name: costs[name].queries)
    return [
        at_most(f"queries of an admin list ({dearest})", costs[dearest].queries, 12),
        exactly("… lists that did not open", len(refused), 0),
    ]
