"""Valid HTML, as html-validate understands the standard."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.kinds import EVERY, EVERY_OF_ACCOUNTS, address, get

HERE = Path(__file__).parent / "html"
RULES = {"root": True, "extends": ["html-validate:standard"]}


@pytest.fixture(scope="module")
def validator(tmp_path_factory):
    """A folder where html-validate is installed, locked to a version."""
    folder = tmp_path_factory.mktemp("validator")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES))
    run("npm", "ci", cwd=folder)
    return folder


def run(program, *arguments, cwd):
    bin_folder = Path(sys.executable).parent
    return subprocess.run(
        [bin_folder / program, *arguments], cwd=cwd, capture_output=True, text=True
    )


def test_every_kind_of_page_is_valid(portal, validator):
    for kind, language in EVERY + EVERY_OF_ACCOUNTS:
        name = f"{kind} {language}".replace(", ", "-").replace(" ", "-")
        _, body = get(portal, address(kind, language))
        (validator / f"{name}.html").write_bytes(body)
    program = validator / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    told = run("node", program, "--formatter", "text", "*.html", cwd=validator)
    assert told.returncode == 0, told.stdout[:6000] + told.stderr[:2000]
