"""Folders of content for tests: copies of the real one, changed at one point."""

import json
import shutil

from django.conf import settings

DATA = settings.BASE_DIR / "data"
NAMES = ("acronym", "slug", "code")
ABSENT = object()


def copy_of_data(tmp_path):
    return shutil.copytree(DATA, tmp_path / "content")


def read(folder, file):
    return json.loads((folder / file).read_text())


def write(folder, file, content):
    text = json.dumps(content, indent=2, ensure_ascii=False)
    (folder / file).write_text(f"{text}\n")


def step(content, key):
    """What is one step inside; a record of a list is found by its name."""
    if isinstance(content, list) and isinstance(key, str):
        return next(r for r in content if key in [r.get(name) for name in NAMES])
    return content[key]


def at(content, *path):
    for key in path:
        content = step(content, key)
    return content


def change(folder, file, *path, to):
    """Put another value at the end of the path, or take it away."""
    content = read(folder, file)
    *steps, last = path
    if to is ABSENT:
        del at(content, *steps)[last]
    else:
        at(content, *steps)[last] = to
    write(folder, file, content)
