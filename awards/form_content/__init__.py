"""What a form is made of, as the data that is frozen; and what is wrong with it."""

from awards.form_content.content import content_of, read_whole
from awards.form_content.differences import form_differences
from awards.form_content.faults import Fault, faults

__all__ = ["Fault", "content_of", "faults", "form_differences", "read_whole"]
