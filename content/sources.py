"""Where a public fact comes from."""

from urllib.parse import unquote, urlsplit

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from content.bilingual import Bilingual
from content.dates import PATTERN, PartialDate, PartialDateField
from content.history import ContentHistory


class Source(models.Model):
    """A page that states a fact about something we publish.

    `about` names the figure it supports (a field of the thing described); blank
    means the whole of it. Concrete sources add the key to what they describe.
    """

    address = models.URLField(_("address"), max_length=500)
    about = models.CharField(_("supports"), max_length=40, blank=True)
    as_of = PartialDateField(_("date of the fact"))
    note_it = models.TextField(_("note (Italian)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Bilingual()
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ContentHistory(inherit=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.host

    @property
    def host(self):
        """The site that says it, as people name sites."""
        return urlsplit(self.address).hostname.removeprefix("www.").rstrip(".")

    @property
    def page(self):
        """The last part of the address: it tells pages of one site apart."""
        parts = urlsplit(self.address)
        last = parts.path.strip("/").rpartition("/")[2] or parts.query
        return Truncator(unquote(last)).chars(48)

    @property
    def dated(self):
        """The day of the page, where we noted it or its own address shows it."""
        if self.as_of:
            return self.as_of
        parts = urlsplit(self.address).path.strip("/").split("/")
        for at in range(len(parts) - 2):
            text = "-".join(parts[at : at + 3])
            if PATTERN.fullmatch(text):
                try:
                    return PartialDate(text)
                except ValueError:
                    continue
        return None
