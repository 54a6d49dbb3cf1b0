"""The deadline's storm, small: what was acknowledged is there, once, and the same."""

import re
import subprocess
import sys

from tests.portals import ROOT

APPLICANTS = 12
LINE = re.compile(
    r"storm: acknowledged (\d+), lost 0, duplicated 0, late 0, letters twice 0"
)


def test_a_small_storm_loses_nothing():
    """A worker is killed and PostgreSQL crashed in the middle of it."""
    size = ["--applicants", str(APPLICANTS), "--megabytes", "0.2", "--seconds", "6"]
    size += ["--grace", "0"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.storm", *size],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    told = done.stdout.splitlines()
    found = told and LINE.fullmatch(told[-1])
    assert found, done.stdout + done.stderr[-3000:]
    [late] = [int(each.split()[-1]) for each in told if each.startswith("late att")]
    assert late > 0  # one presses after the deadline on purpose
    assert int(found[1]) + late >= APPLICANTS
    assert {"without an answer: 0", "letters missing: 0"} <= set(told)
    assert any("was killed" in line for line in told)
    assert any("PostgreSQL was stopped" in line for line in told)
    assert done.returncode == 0
