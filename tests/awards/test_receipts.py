"""Verifying a receipt by a file, when the file is no paper of ours."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.views.receipt import LARGEST
from tests.awards.reading import text_of

pytestmark = pytest.mark.django_db


def test_file_too_large_to_look_up_is_told_what_to_do(client):
    large = SimpleUploadedFile("a.pdf", b"0" * (LARGEST + 1))
    answer = client.post(reverse("receipts"), {"file": large})
    assert answer.status_code == 413
    assert "più grande di 25 MB" in text_of(answer)
    assert "sha256sum FILE" in text_of(answer)
    assert "Nessuna nostra ricevuta" not in text_of(answer)


def test_file_that_is_just_not_too_large_is_looked_up(client):
    large = SimpleUploadedFile("a.pdf", b"0" * LARGEST)
    answer = client.post(reverse("receipts"), {"file": large})
    assert answer.status_code == 200
    assert "Nessuna nostra ricevuta" in text_of(answer)
