from awards.admin import (  # noqa: F401
    act,
    call,
    competition,
    decision,
    five_per_thousand,
    form,
    granted,
    letter,
    minutes,
    project,
    proposal,
    stage,
)
