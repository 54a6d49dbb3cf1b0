from awards.admin import (  # noqa: F401
    call,
    competition,
    five_per_thousand,
    form,
    letter,
    project,
    stage,
)
