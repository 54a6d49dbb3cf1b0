"""How many queries a page asks, with few and with many projects."""

from http import HTTPStatus

from django.contrib import admin
from django.urls import reverse

from tests.bench.table import Row, at_most, exactly
from tests.browser.kinds import EVERY, address

SIZES = (1, 50, 5_000)


def measure(stage):
    counts = [public_pages(stage, size) for size in SIZES]
    few, some, many = counts
    both = few.keys() & some.keys() & many.keys()
    grown = [page for page in both if not few[page] == some[page] == many[page]]
    most = max(max(count.values()) for count in counts)
    told = f"{len(grown)} of {len(both)} pages" + "".join(
        f"; {' '.join(page)} {few[page]}, {some[page]}, {many[page]}"
        for page in sorted(grown)
    )
    return [
        at_most("queries of a public page", most, 8),
        Row("… that change with 1, 50, 5,000 projects", told, "none", not grown),
        *admin_lists(stage),
    ]


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
            name: renderer.cost(path, counting=True, staff=True)
            for name, path in lists.items()
        }
    refused = [name for name, cost in costs.items() if cost.status != HTTPStatus.OK]
    dearest = max(costs, key=lambda name: costs[name].queries)
    return [
        at_most(f"queries of an admin list ({dearest})", costs[dearest].queries, 12),
        exactly("… lists that did not open", len(refused), 0),
    ]
