"""Records that go through a closed list of states, one move at a time."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class IllegalMove(ValidationError):
    """The table of moves has no such step."""


class StaleState(ValidationError):
    """Somebody else moved the record first."""


class StatefulModel(models.Model):
    """A record with a `state`, the `MOVES` it may make and a row for each it made."""

    MOVES: ClassVar[dict[str, set[str]]] = {}

    class Meta:
        abstract = True

    @transaction.atomic
    def move(self, state, *, by, at, reason="", **changes):
        """Store the new state, `changes` and one row of `steps`, or nothing at all.

        The UPDATE repeats the state that was read, so of two people who press the
        same button one is told.
        """
        if state not in self.MOVES.get(self.state, ()):
            raise IllegalMove(_("This step is not allowed now."), code="illegal_move")
        same_row = type(self)._base_manager.filter(pk=self.pk, state=self.state)
        if not same_row.update(state=state, **changes):
            raise StaleState(
                _("Somebody changed it first: load the page again."),
                code="stale_state",
            )
        self.steps.create(by=by, at=at, origin=self.state, target=state, reason=reason)
        for name, value in {"state": state, **changes}.items():
            setattr(self, name, value)

    move.alters_data = True
