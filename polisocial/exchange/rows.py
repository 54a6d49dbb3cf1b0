"""The rows that records name each other by, while a folder is being loaded."""

from contextlib import suppress

from django.db.models import ProtectedError

from content.slugs import slugs_for
from directory.models import Organisation
from offcampus.models import Site


class Gone(Exception):
    """A record refers to a row that staff deleted; the message names it."""


class Rows:
    """What the records loaded so far became, and organisations by name.

    `loaded` are the new notes of what was loaded, `leftovers` the rows that may have
    become useless: both are dealt with at the end.
    """

    def __init__(self, now, partner_names=()):
        self.now = now
        self.partner_names = frozenset(partner_names)
        self.known = {}
        self.leftovers = []
        self.loaded = []
        self.organisations = {one.name: one for one in Organisation.objects.all()}
        self.slugs = set()
        for one in self.organisations.values():
            self.slugs |= {one.slug, *one.former_slugs}

    def add(self, row, name):
        self.known[type(row), name] = row

    def get(self, model, name):
        """The row of a record."""
        if (model, name) not in self.known:
            raise Gone(name)
        return self.known[model, name]

    def site(self, name):
        """The Off Campus site that the files call so."""
        sites = [row for row in self.known.values() if isinstance(row, Site)]
        named = [site for site in sites if site.name == name]
        if not named:
            raise Gone(name)
        return named[0]

    def organisation(self, name):
        """Who has this name, made public now if it is new."""
        if name not in self.organisations:
            self.organisations[name] = Organisation.objects.create(
                name=name,
                slug=self.free_slug(name),
                published_from=self.now,
            )
        return self.organisations[name]

    def free_slug(self, name):
        """A name for the address that no organisation has or had."""
        slug = next(s for s in slugs_for(name, "ente") if s not in self.slugs)
        self.slugs.add(slug)
        return slug

    def clear(self):
        """Delete what nothing refers to any more."""
        for row in self.leftovers:
            with suppress(ProtectedError):
                row.delete()
