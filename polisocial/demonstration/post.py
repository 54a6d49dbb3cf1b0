"""The letters of a demonstration: nobody of it exists, so none may leave."""

from django.utils import timezone

from awards.models import Appointment, Letter, LetterState

OF_COMMITTEE = ("appointment", "assigned")  # about somebody, and no proposal


class Drawer:
    """Where they stay: stored as sent on the day of the play, not on that of a clock.

    Letters of anything but the play are left alone.
    """

    def __init__(self, play):
        self.play, self.began = play, timezone.now()

    def keep(self, at):
        written, ready = [], []
        for letter in self._letters():
            if letter.created_at >= self.began:
                written.append(letter.pk)
            if letter.state == LetterState.READY:
                ready.append(letter.pk)
        letters = Letter.objects
        letters.filter(pk__in=written).update(created_at=at, due_at=at)
        letters.filter(pk__in=ready).update(
            state=LetterState.SENT, sent_at=at, secret=""
        )

    def _letters(self):
        call = self.play.call
        letters = Letter.objects.only("key", "state", "created_at")
        yield from letters.filter(proposal__stage__call=call)
        serving = Appointment.objects.filter(stage__call=call)
        keys = {str(key) for key in serving.values_list("pk", flat=True)}
        for letter in letters.filter(kind__in=OF_COMMITTEE):
            if letter.key.split(":")[1] in keys:
                yield letter
