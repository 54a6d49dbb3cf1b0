"""A file is whole or not there, whatever happens while it is kept."""

import re
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from content.files.serve import attachment
from content.files.store import NoRoom, keep, path_of
from tests.content.files.samples import pdf

DATA = pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def sent(data=DATA):
    return SimpleUploadedFile("a.pdf", data)


def files(folder):
    return [path for path in folder.glob("*/*") if path.is_file()]


def test_a_file_is_kept_by_its_hash(folder):
    kept = keep(sent())
    assert kept.sha256 == sha256(DATA).hexdigest()
    (path,) = files(folder)
    assert path == path_of(kept.sha256)
    assert path.read_bytes() == DATA
    assert path.stat().st_mode & 0o137 == 0


def test_the_same_bytes_are_one_file(folder):
    barrier = Barrier(4)

    def send():
        barrier.wait()
        keep(sent())

    threads = [Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files(folder)) == 1


@pytest.mark.parametrize("asked", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_what_is_no_hash_is_nowhere(asked):
    with pytest.raises(ValueError, match=re.escape(asked) or "^$"):
        path_of(asked)
    with pytest.raises(Http404):
        attachment(asked, "a.pdf")


def test_a_file_is_handed_over_to_be_saved():
    kept = keep(sent())
    answer = attachment(kept.sha256, "perché “no”.pdf", "application/pdf")
    assert b"".join(answer.streaming_content) == DATA
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_full_disk_keeps_nothing_and_says_so(folder):
    """The kernel's own refusal, half-way through the file."""

    def chunks():
        yield DATA[:100]
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(DATA)

    upload = sent()
    upload.chunks = chunks
    with pytest.raises(NoRoom):
        keep(upload)
    assert files(folder) == []
    assert keep(sent()).size == len(DATA)
