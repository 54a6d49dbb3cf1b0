"""Where calls and proposals refer to kept files."""

from awards.models import (
    Answer,
    CallDocument,
    LateAttempt,
    OtherText,
    Paper,
    ProposalPartner,
    Submission,
)
from content.files.references import register

register(Answer, "value")
register(OtherText, "value")  # one that was not chosen may still be asked for
register(ProposalPartner, "letter_sha256")
register(Submission, "content")
register(LateAttempt, "work")
register(Paper, "sha256")
register(CallDocument, "sha256")
register(CallDocument.history.model, "sha256")  # it may be brought back
