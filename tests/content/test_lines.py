import pytest

from awards.models import Project
from content.lines import LinesField
from tests.factories import make_project


@pytest.mark.django_db
def test_lines_come_back_as_they_were():
    project = make_project(keywords_it=["casa", "città e cura"])
    assert Project.objects.get(pk=project.pk).keywords_it == ["casa", "città e cura"]


def test_form_edits_one_a_line():
    field = LinesField().formfield()
    assert field.prepare_value(["a", "b"]) == "a\nb"
    assert field.clean(" a \r\n\r\nb\n") == ["a", "b"]
    assert not field.has_changed(["a", "b"], "a\nb\n")
    assert field.has_changed(["a", "b"], "a")
