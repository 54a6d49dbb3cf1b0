"""Puts a thing and the rows that belong to it back as they were at an instant."""

from hashlib import sha256

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.differences import Names, name_of_row
from content.history import BROUGHT_BACK, one_change, table
from content.past import kinds, state_at, state_now

# Whether it can be read in public is moved by its own actions, and addresses that
# were public keep working. Only what was deleted comes back with these too.
STAY = ("published_from", "published_until", "former_slugs")

# What the triggers of apps refuse, in words: by the name that they give it.
SENTENCES = {}


class Refused(Exception):
    """It cannot be put back; `reasons` are sentences for people."""

    def __init__(self, reasons):
        super().__init__(reasons)
        self.reasons = reasons


class Plan:
    """What is now, what was then, and what has to be done between them."""

    def __init__(self, model, pk, at):
        self.model, self.pk = model, pk
        self.keys = {kind.model: kind.key for kind in kinds(model)}
        self.now = state_now(model, pk)
        self.then = state_at(model, pk, at)
        thing = (model, pk)
        if thing not in self.then:
            raise Http404
        if thing in self.now:
            stay = {
                name: self.now[thing][name] for name in STAY if name in self.now[thing]
            }
            self.then[thing] = self.then[thing] | stay
        self.names = Names(
            [
                (key[0], values)
                for state in (self.now, self.then)
                for key, values in state.items()
            ]
        )

    @property
    def is_deleted(self):
        return (self.model, self.pk) not in self.now

    @property
    def seen(self):
        """A mark of how things are now: another if anybody saves in between."""
        rows = sorted(
            (model._meta.label, row, sorted(values.items()))
            for (model, row), values in self.now.items()
        )
        return sha256(repr(rows).encode()).hexdigest()

    @property
    def to_delete(self):
        """Rows that are there now and were not: what refers to others goes first."""
        order = list(self.keys)
        gone = [key for key in self.now if key not in self.then]
        return sorted(gone, key=lambda key: -order.index(key[0]))

    @property
    def to_save(self):
        """Rows that are not now what they were, the thing itself first."""
        order = list(self.keys)
        other = [key for key in self.then if self.now.get(key) != self.then[key]]
        return sorted(other, key=lambda key: order.index(key[0]))

    def title(self, key):
        """The kind and the name of a row, for a sentence."""
        model = key[0]
        values = self.then.get(key) or self.now[key]
        kind = capfirst(str(model._meta.verbose_name))
        if model is self.model:
            return kind
        name = name_of_row(model, values, self.names, self.keys[model])
        return _("%(kind)s “%(name)s”") % {"kind": kind, "name": name}

    def lost(self):
        """A sentence for each thing that it refers to and that is no more."""
        for key in self.to_save:
            for field in table(key[0]).tracked_fields:
                value = self.then[key][field.attname]
                if not field.remote_field or not value:
                    continue
                target = (field.related_model, value)
                if target in self.then or target[0] is self.model and value == self.pk:
                    continue
                self.names.ask(field.related_model)
                if value in self.names.lost[field.related_model]:
                    yield _("%(row)s: %(label)s “%(name)s” is no longer there.") % {
                        "row": self.title(key),
                        "label": field.verbose_name,
                        "name": self.names.get(*target),
                    }


def bring_back(model, pk, at, *, by, seen):
    """Make the thing what it was right after an instant; gives it back.

    Its history tells it, with the instant. Raises Refused, and then nothing changes.
    `seen` is the mark of the plan that the person has agreed to.
    """
    try:
        with transaction.atomic():
            model._base_manager.select_for_update().filter(pk=pk).first()
            plan = Plan(model, pk, at)
            if plan.seen != seen:
                raise Refused([changed_meanwhile()])
            if reasons := list(plan.lost()):
                raise Refused(reasons)
            with one_change(by=by, reason=f"{BROUGHT_BACK}: {at.isoformat()}"):
                carry_out(plan)
    except IntegrityError as error:
        raise Refused([sentence(error)]) from error
    return model._base_manager.get(pk=pk)


def sentence(error):
    """Why the database refused."""
    told = SENTENCES.get(error.__cause__.diag.constraint_name)
    return str(told or str(error).strip().splitlines()[0])


def changed_meanwhile():
    return _(
        "Somebody changed it after you opened this page. "
        "Look at the differences again before you bring it back."
    )


def carry_out(plan):
    for key in plan.to_delete:
        model, row = key
        try:
            for instance in model._base_manager.filter(pk=row):
                instance.delete()
        except models.ProtectedError as error:
            told = _("%(row)s cannot be taken away: other things refer to it.")
            raise Refused([told % {"row": plan.title(key)}]) from error
    waiting = [(key, as_it_was(plan, key)) for key in plan.to_save]
    while waiting:
        refused = [(key, row, error) for key, row in waiting if (error := save(row))]
        if len(refused) == len(waiting):
            raise Refused(
                [
                    told
                    for key, _row, error in refused
                    for told in reasons(plan, key, error)
                ]
            )
        # A row may have been in the way of another, which fits now.
        waiting = [(key, row) for key, row, _error in refused]


def as_it_was(plan, key):
    """The row as stored, or a new one, with the columns it had."""
    model, row = key
    instance = model._base_manager.filter(pk=row).first() or model()
    for name, value in plan.then[key].items():
        setattr(instance, name, value)
    return instance


def save(row):
    """Store the row, or give back what is wrong with it."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error
    row.save(force_insert=row._state.adding)
    return None


def reasons(plan, key, error):
    for name, sentences in error.message_dict.items():
        for sentence in sentences:
            where = [plan.title(key)]
            if name != NON_FIELD_ERRORS:
                where.append(str(key[0]._meta.get_field(name).verbose_name))
            yield ": ".join([*where, sentence])
