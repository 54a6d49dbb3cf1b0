"""What a form is made of, as the data that is frozen; and what is wrong with it."""

from awards.form_content.content import content_of
from awards.form_content.faults import Fault, faults

__all__ = ["Fault", "content_of", "faults"]
