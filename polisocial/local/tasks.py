"""What the Makefile asks for: `python -m polisocial.local <task>`."""

import argparse
import sys

from polisocial.local import accounts, browser, database, messages
from polisocial.local.demonstration import demonstrate
from polisocial.local.run import run, say
from polisocial.local.trouble import Trouble


def main():
    parser = argparse.ArgumentParser(prog="polisocial.local", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("run").add_argument("--port", default="8000")
    tasks.add_parser("demo").add_argument("--remove", action="store_true")
    tasks.add_parser("code")
    tasks.add_parser("clean")
    tasks.add_parser("compile")
    tasks.add_parser("browser")
    tasks.add_parser("messages").add_argument("--check", action="store_true")
    asked = parser.parse_args()
    try:
        if asked.task == "run":
            run(asked.port)
        elif asked.task == "demo":
            demonstrate(remove=asked.remove)
        elif asked.task == "code":
            say(accounts.code_and_how_long())
        elif asked.task == "clean":
            database.remove()
        elif asked.task == "compile":
            messages.compile_catalogue()
        elif asked.task == "browser":
            browser.ensure()
        elif asked.check:
            messages.check()
        else:
            messages.update()
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}" if error.filename else error)
