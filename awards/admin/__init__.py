from awards.admin import (  # noqa: F401
    call,
    competition,
    five_per_thousand,
    form,
    granted,
    letter,
    project,
    proposal,
    stage,
)
