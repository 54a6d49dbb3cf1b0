"""Addresses that keep working after a name changes."""

from itertools import chain, count

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _


class Moved(Exception):
    """The thing is at another address now: `target` is the thing."""

    def __init__(self, target):
        super().__init__(target)
        self.target = target


class Withdrawn(Exception):
    """The thing was public and was taken back."""


class SluggedModel(models.Model):
    """Something with its own name in the address; former names are remembered."""

    slug = models.SlugField(
        _("name in the address"),
        max_length=80,
        unique=True,
        help_text=_("It may change: links to a former address keep working."),
    )
    former_slugs = ArrayField(
        models.SlugField(max_length=80),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("former names in the address"),
    )

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["former_slugs"], name="%(class)s_former_slugs")]

    def save(self, **kwargs):
        stored = getattr(self, "_stored_slug", None)
        fields = kwargs.get("update_fields")
        is_saved = fields is None or "slug" in fields
        if is_saved and stored and stored != self.slug:
            kept = [s for s in self.former_slugs if s not in {stored, self.slug}]
            self.former_slugs = [*kept, stored]
            if fields:
                kwargs["update_fields"] = {*fields, "former_slugs"}
        super().save(**kwargs)
        if is_saved:
            self._stored_slug = self.slug

    def clean(self):
        super().clean()
        others = type(self)._base_manager.exclude(pk=self.pk)
        if others.filter(former_slugs__contains=[self.slug]).exists():
            told = _("Another page had this address, and links still lead there.")
            raise ValidationError({"slug": told})

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._stored_slug = instance.__dict__.get("slug")
        return instance


def slugs_for(name, spare):
    """Names for an address without end, the best first; `spare` where none fits it."""
    base = slugify(name)[:70].strip("-") or spare
    return chain([base], (f"{base}-{number}" for number in count(2)))


def public_or_moved(queryset, slug):
    """The public thing at this address.

    Raises `Moved` when it has a new address, `Withdrawn` when it was public once,
    Http404 when there never was such a public thing.
    """
    public = queryset.public().order_by("pk")
    if thing := public.filter(slug=slug).first():
        return thing
    if former := public.filter(former_slugs__contains=[slug]).first():
        raise Moved(former)
    known = queryset.filter(slug=slug) | queryset.filter(former_slugs__contains=[slug])
    if get_object_or_404(known.order_by("pk")[:1]).is_withdrawn():
        raise Withdrawn
    raise Http404
