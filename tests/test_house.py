"""The house style where a machine can see it."""

import ast
import re

import pytest
from django.contrib import admin
from django.urls import get_resolver

from tests.tree import COMPONENTS, PYTHON, ROOT, STYLES, TEMPLATES, name

OURS = [path for path in PYTHON if path.relative_to(ROOT).parts[0] != "tests"]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_component_receives_only_what_it_names(path):
    for tag in re.findall(r'{% include "components/[^%]*%}', path.read_text()):
        assert " only " in tag, tag


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_component_names_its_inputs_first(path):
    assert path.read_text().startswith(f"{{# {path.name}: ")


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_component_has_no_form_inside(path):
    assert "<form" not in path.read_text()


def depth(path):
    parent = re.search(r'{% extends "([^"]+)"', path.read_text())
    if not parent:
        return 0
    ours = ROOT / "templates" / parent[1]
    # A template of Django's admin; one of ours may have the name of what it extends.
    is_django = ours == path or not ours.exists()
    return 1 if is_django else 1 + depth(ours)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_inheritance_is_shallow(path):
    assert depth(path) <= 2


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_has_no_inline_script_or_style(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/ld+json"' in tag


@pytest.mark.parametrize("path", TEMPLATES + STYLES, ids=name)
def test_nothing_is_asked_of_another_site(path):
    text = path.read_text()
    assert not re.search(r'(?:src|srcset|poster)="(?:https?:)?//', text)
    assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", text)


@pytest.mark.parametrize("model", list(admin.site._registry), ids=str)
def test_admin_options_are_spelled_right(model):
    kind = type(admin.site._registry[model])
    options, known = vars(kind), {name for base in kind.__bases__ for name in dir(base)}
    ours = {n for n, v in options.items() if not n.startswith("_") and not callable(v)}
    assert ours <= known


@pytest.mark.parametrize("path", PYTHON + TEMPLATES + STYLES, ids=name)
def test_file_is_not_too_long(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", OURS, ids=name)
def test_functions_and_classes_are_not_too_long(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 40, node.name
        if isinstance(node, ast.ClassDef):
            assert node.end_lineno - node.lineno < 300, node.name


def test_no_file_names_a_machine_or_a_package_index():
    secret = re.compile(r"(?<![\w.])/(?:work|farm|root)/|index-url|find-links")
    for path in [
        *OURS,
        *TEMPLATES,
        *STYLES,
        *sorted((ROOT / "requirements").iterdir()),
    ]:
        assert not secret.search(path.read_text()), path


def test_every_address_has_a_name():
    def names(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                if getattr(pattern, "namespace", None) != "admin":
                    yield from names(pattern.url_patterns)
            else:
                yield pattern.name

    assert all(names(get_resolver().url_patterns))
