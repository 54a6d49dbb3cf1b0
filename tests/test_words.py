"""Mistakes with words and with counting that no other tool notices."""

import ast

import pytest

from tests.tree import PYTHON, name

GETTEXT = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext"}


def calls(tree, names):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in names:
                yield node


def nodes_run_at_import(tree):
    """Every node outside function bodies."""
    todo = list(tree.body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def eager_aliases(tree):
    """Names under which this file imports a gettext that answers at once."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.utils.translation"
        ):
            for alias in node.names:
                if alias.name in {"gettext", "ngettext", "pgettext"}:
                    yield alias.asname or alias.name


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_translatable_text_is_written_out(path):
    for call in calls(ast.parse(path.read_text()), GETTEXT):
        assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_nothing_is_translated_at_import(path):
    tree = ast.parse(path.read_text())
    eager = set(eager_aliases(tree))
    for node in nodes_run_at_import(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in eager:
            raise AssertionError(f"{path}:{node.lineno}")


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_query_counts_are_really_checked(path):
    names = {"assertNumQueries", "django_assert_num_queries"}
    tree = ast.parse(path.read_text())
    idle = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for call in calls(tree, names):
        assert call not in idle or len(call.args) > 1, f"{path}:{call.lineno}"
