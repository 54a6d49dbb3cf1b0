"""What must be there before the portal can answer; what is unchanged is left alone."""

import hashlib
import json
import os
import secrets
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from polisocial.local import folders
from polisocial.local.locks import locked


def secret_key():
    """A key of this checkout's own, so that a restart signs nobody out."""
    return folders.kept("secret-key", lambda: secrets.token_urlsafe(50))


def migrations():
    call_command("migrate", interactive=False, verbosity=0)


def static():
    """Collect the static files, named by content and compressed."""
    files = {}
    for finder in get_finders():
        for name, storage in finder.list(()):
            found = os.stat(storage.path(name))
            files[storage.path(name)] = (found.st_size, found.st_mtime_ns)
    files["storage"] = settings.STORAGES["staticfiles"]
    seen = hashlib.sha256(json.dumps(files).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT, "collected-from")
    with locked(folders.local() / "static.lock"):
        if not stamp.exists() or stamp.read_text() != seen:
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(seen)


def content():
    """Load the real content; what staff have edited since stays as it is."""
    call_command("load_content", str(folders.ROOT / "data"), stdout=StringIO())
