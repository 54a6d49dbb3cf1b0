"""The house style where a machine can see it: each rule names all that breaks it."""

import ast
import re

from django.contrib import admin
from django.urls import get_resolver

from tests.tree import (
    COMPONENTS,
    OURS,
    PYTHON,
    ROOT,
    STYLES,
    TEMPLATES,
    assert_none,
    found,
    nodes,
    place,
    text,
)

REQUIREMENTS = sorted((ROOT / "requirements").iterdir())


def test_components_receive_only_what_they_name():
    included = found(r'{% include "components/[^%]*%}', TEMPLATES)
    assert_none(where for where, tag in included if " only " not in tag)


def test_components_name_their_inputs_first():
    assert_none(
        place(path)
        for path in COMPONENTS
        if not text(path).startswith(f"{{# {path.name}: ")
    )


def test_components_have_no_form_inside():
    assert_none(found("<form", COMPONENTS))


def depth(path):
    parent = re.search(r'{% extends "([^"]+)"', text(path))
    if not parent:
        return 0
    ours = ROOT / "templates" / parent[1]
    # A template of Django's admin; one of ours may have the name of what it extends.
    is_django = ours == path or not ours.exists()
    return 1 if is_django else 1 + depth(ours)


def test_inheritance_is_shallow():
    assert_none(place(path) for path in TEMPLATES if depth(path) > 2)


def test_templates_have_no_inline_script_or_style():
    assert_none(found(r"<style|\sstyle=|\son[a-z]+=", TEMPLATES))
    assert_none(
        where
        for where, tag in found(r"<script[^>]*>", TEMPLATES)
        if "src=" not in tag and 'type="application/ld+json"' not in tag
    )


def test_nothing_is_asked_of_another_site():
    asking = r'(?:src|srcset|poster)="(?:https?:)?//'
    asking += r"|url\(['\"]?(?:https?:)?//|@import"
    assert_none(found(asking, TEMPLATES + STYLES))


def unknown_options(kind):
    """The options of an admin class that none of its bases knows."""
    options, known = vars(kind), {name for base in kind.__bases__ for name in dir(base)}
    ours = {n for n, v in options.items() if not n.startswith("_") and not callable(v)}
    return ours - known


def test_admin_options_are_spelled_right():
    kinds = {type(each) for each in admin.site._registry.values()}
    assert kinds
    assert_none((k, unknown) for k in kinds if (unknown := unknown_options(k)))


def test_files_are_not_too_long():
    files = PYTHON + TEMPLATES + STYLES
    assert_none(place(p) for p in files if len(text(p).splitlines()) > 400)


def too_long(path):
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            most = 40
        elif isinstance(node, ast.ClassDef):
            most = 300
        else:
            continue
        if node.end_lineno - node.lineno >= most:
            yield place(path, node.lineno), node.name


def test_functions_and_classes_are_not_too_long():
    assert_none(each for path in OURS for each in too_long(path))


def test_no_file_names_a_machine_or_a_package_index():
    naming = r"(?<![\w.])/(?:work|farm|root)/|index-url|find-links"
    assert_none(found(naming, OURS + TEMPLATES + STYLES + REQUIREMENTS))


def test_every_address_has_a_name():
    def names(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                if getattr(pattern, "namespace", None) != "admin":
                    yield from names(pattern.url_patterns)
            else:
                yield pattern.name

    assert all(names(get_resolver().url_patterns))
