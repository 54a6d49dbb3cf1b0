"""Lighthouse, as on a slow telephone."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from polisocial.local.browser import ensure
from polisocial.local.trouble import Trouble
from tests.bench.table import Row
from tests.browser.kinds import address

HERE = Path(__file__).parent / "lighthouse"
KINDS = ("home", "projects", "project", "five per thousand")
BOUNDS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
ATTEMPTS = 3
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"


def measure(stage):
    environment = os.environ | {"CHROME_PATH": ensure(), "CI": "1"}
    programs = Path(sys.executable).parent
    environment["PATH"] = f"{programs}{os.pathsep}{environment['PATH']}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in HERE.iterdir():
            shutil.copy(file, folder)
        run(["npm", "ci"], folder, environment)
        with stage.server(stage.real) as server:
            return [
                row(kind, audit(server.address, kind, folder, environment))
                for kind in KINDS
            ]


def run(command, folder, environment, attempts=1):
    """What a program says; Chromium now and then loses the trace of a visit."""
    for _attempt in range(attempts):
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True
        )
        if not done.returncode:
            return done.stdout
    raise Trouble(f"`{command[0]}` failed: {done.stderr[-2000:]}")


def audit(portal, kind, folder, environment):
    """What Lighthouse reports of a page."""
    program = ["node", "node_modules/lighthouse/cli/index.js", "--quiet"]
    options = ["--output=json", f"--chrome-flags={FLAGS}"]
    page = portal + address(kind, "it")
    return json.loads(run([*program, *options, page], folder, environment, ATTEMPTS))


def row(kind, report):
    """The scores of a page beside their bounds, and what cost it points."""
    scores = [
        round(100 * (report["categories"][name]["score"] or 0)) for name in BOUNDS
    ]
    shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
    kept = shift == 0 and all(map(int.__ge__, scores, BOUNDS.values()))
    lost = "" if kept else f"; lost by: {', '.join(failed(report)) or 'speed'}"
    return Row(
        f"Lighthouse, mobile, {kind}: {', '.join(BOUNDS)}, layout shift",
        f"{said(scores)}, {shift:g}{lost}",
        f"≥ {said(BOUNDS.values())}, 0",
        kept,
    )


def said(scores):
    return ", ".join(map(str, scores))


def failed(report):
    """The audits that count in a score and were not passed."""
    for name in BOUNDS:
        for part in report["categories"][name]["auditRefs"]:
            score = report["audits"][part["id"]]["score"]
            if part["weight"] and score is not None and score < 0.9:
                yield part["id"]
