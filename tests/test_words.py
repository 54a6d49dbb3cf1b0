"""Mistakes with words and with counting that no other tool notices."""

import ast

from tests.tree import OURS, PYTHON, assert_none, nodes, place

GETTEXT = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext"}
COUNTING = {"assertNumQueries", "django_assert_num_queries"}


def calls(path, names):
    for node in nodes(path):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in names:
                yield node


def nodes_run_at_import(path):
    """Every node outside function bodies."""
    todo = list(nodes(path)[0].body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def eager_aliases(path):
    """Names under which this file imports a gettext that answers at once."""
    for node in nodes(path):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.utils.translation"
        ):
            for alias in node.names:
                if alias.name in {"gettext", "ngettext", "pgettext"}:
                    yield alias.asname or alias.name


def test_translatable_text_is_written_out():
    assert_none(
        place(path, call.lineno)
        for path in OURS
        for call in calls(path, GETTEXT)
        if not isinstance(call.args[0], ast.Constant)
    )


def translated_at_import(path):
    eager = set(eager_aliases(path))
    for node in nodes_run_at_import(path):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in eager:
            yield place(path, node.lineno)


def test_nothing_is_translated_at_import():
    assert_none(where for path in PYTHON for where in translated_at_import(path))


def unchecked_counts(path):
    """Counts of queries that are made, and compared with nothing."""
    idle = {node.value for node in nodes(path) if isinstance(node, ast.Expr)}
    for call in calls(path, COUNTING):
        if call in idle and len(call.args) <= 1:
            yield place(path, call.lineno)


def test_query_counts_are_really_checked():
    assert_none(where for path in PYTHON for where in unchecked_counts(path))
