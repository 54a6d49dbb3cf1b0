"""Documents of a call: put there by the office, downloaded by anybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.models import CallDocument
from tests.awards.calls import make_call_open_now
from tests.content.files.samples import encrypted, pdf
from tests.forms import typed
from tests.signing_in import come_as

pytestmark = pytest.mark.django_db
GUIDE = pdf()


@pytest.fixture
def call(client):
    come_as(client, "award office")
    return make_call_open_now().call


def add(client, call, data=GUIDE, **said):
    place = f"/admin/awards/call/{call.pk}/change/"
    sent = typed(client, place) | {
        "documents-TOTAL_FORMS": 1,
        "documents-0-name_it": "Guida",
        "documents-0-position": 1,
        "documents-0-call": call.pk,
        "_save": 1,
    }
    if data:
        sent["documents-0-file"] = SimpleUploadedFile("guida.pdf", data)
    return client.post(place, sent | said)


def test_a_document_is_downloaded_by_anybody(client, call):
    assert add(client, call).status_code == 302
    document = CallDocument.objects.get()
    assert (document.size, document.mime) == (len(GUIDE), "application/pdf")
    client.logout()
    page = client.get(call.get_absolute_url()).content.decode()
    place = reverse("call-document", args=[call.competition.year, document.pk])
    assert place in page
    answer = client.get(place)
    assert b"".join(answer.streaming_content) == GUIDE
    assert answer["Content-Disposition"] == 'attachment; filename="guida.pdf"'


@pytest.mark.parametrize(
    ("data", "told"),
    [(None, "Scegli il file."), (encrypted("x"), "È protetto da una password")],
)
def test_what_cannot_be_a_document_is_said(client, call, data, told):
    answer = add(client, call, data)
    assert told in answer.content.decode()
    assert not CallDocument.objects.exists()


def test_a_document_of_a_hidden_call_is_not_there(client, call):
    add(client, call)
    document = CallDocument.objects.get()
    call.competition.published_from = None
    call.competition.save()
    place = reverse("call-document", args=[call.competition.year, document.pk])
    assert client.get(place).status_code == 404
