from awards.admin import (  # noqa: F401
    appointment,
    call,
    competition,
    declaration,
    five_per_thousand,
    form,
    granted,
    letter,
    project,
    proposal,
    stage,
)
