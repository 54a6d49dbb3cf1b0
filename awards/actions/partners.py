"""The organisations that a proposal names, each confirmed by who answers for it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from awards.actions.team import PAUSE, locked
from awards.actions.trail import note
from awards.emails import told
from awards.models import Deed, ProposalPartner
from awards.models.proposal_team import hashed, new_token
from awards.rules.conflict import seen_by
from content.history import one_change
from content.slugs import slugs_for
from directory.models import Organisation

MOST = 50  # partners of one proposal
# What a partner confirms: where it changes, it is asked again.
AGREED = {
    *("organisation", "proposed_name", "role", "contribution", "value"),
    "contact_email",
}


@transaction.atomic
def add(proposal, *, by, partner, at):
    """Name a partner, and write to who answers for it."""
    partner.proposal = locked(proposal, by)
    if proposal.partners.count() >= MOST:
        raise ValidationError(
            _("A proposal has at most %(most)d partners.") % {"most": MOST},
            code="many",
        )
    _ask(partner, by, at)
    return partner


@transaction.atomic
def change(partner, *, by, changed, at):
    """Store what is said of a partner; of another agreement it is asked again.

    Where only the rest changes, an answer that came meanwhile stays.
    """
    locked(partner.proposal, by)
    if AGREED & set(changed):
        _ask(partner, by, at)
    else:
        partner.save(update_fields=["contact_name", "proposed_kind"])
    return partner


@transaction.atomic
def ask_again(partner, *, by, at):
    """A new letter to who has not answered; the old link is void."""
    locked(partner.proposal, by)
    partner = ProposalPartner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if partner.confirmed_at:
        return partner
    if at - partner.asked_at < PAUSE:
        raise ValidationError(
            _("A letter left a few minutes ago: wait before sending another."),
            code="soon",
        )
    _ask(partner, by, at)
    return partner


def _ask(partner, by, at):
    token = new_token()
    partner.token_hash, partner.asked_at = hashed(token), at
    partner.confirmed_at = partner.declined_at = None
    partner.full_clean()
    partner.save()
    told.partner(partner, by=by, token=token, at=at, language=get_language()[:2])


def keep_letter(partner, kept):
    """Say which kept file is the letter of a partner."""
    partner.letter_sha256, partner.letter_name = kept.sha256, kept.name
    partner.letter_size = kept.size
    partner.save(update_fields=["letter_sha256", "letter_name", "letter_size"])


@transaction.atomic
def take_out(partner, *, by):
    locked(partner.proposal, by)
    partner.delete()


def asked_by(token):
    """Which partner a link is about; None where it is void."""
    partners = ProposalPartner.objects.select_related(
        "proposal__stage__call__competition", "organisation"
    )
    return partners.filter(token_hash=hashed(token)).first()


@transaction.atomic
def answer(partner, *, confirms, at):
    """Who answers for the partner says yes or no; either may be said again."""
    partner = ProposalPartner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    partner.confirmed_at, partner.declined_at = (at, None) if confirms else (None, at)
    partner.save(update_fields=["confirmed_at", "declined_at"])
    return partner


def proposed_alike(partner):
    """Every real proposal's partner that was proposed by the same name."""
    return ProposalPartner.objects.filter(
        organisation=None,
        proposal__rehearsal=None,
        proposed_name__iexact=partner.proposed_name,
    )


@transaction.atomic
def merge(partner, organisation, *, by, at):
    """Say which organisation a proposed partner is, or that it is none after all.

    The same for everybody who proposed it by the same name; gives how many of them
    there are, of those that whoever says it may see.
    """
    alike = proposed_alike(partner).select_related("proposal__stage")
    rows = list(alike.select_for_update(of=("self",)).order_by("pk"))
    return _merge(rows, organisation, by, at)


def _merge(rows, organisation, by, at):
    numbers = [each.pk for each in rows]
    named = ProposalPartner.objects.filter(pk__in=numbers)
    named.update(merged_into=organisation)
    for each in rows:
        about = f"{each.proposed_name} → {organisation or '—'}"
        note(Deed.MERGED, by=by, at=at, proposal=each.proposal, about=about)
    return seen_by(by, named).count()


@transaction.atomic
def add_to_directory(partner, *, by, at):
    """Make a proposed partner an organisation, in draft, for all who proposed it.

    Gives it with how many proposals name it. ValidationError where somebody has said
    already which one it is, or the directory has one of this name.
    """
    alike = proposed_alike(partner).filter(merged_into=None).order_by("pk")
    alike = alike.select_related("proposal__stage")
    rows = list(alike.select_for_update(of=("self",)))  # one of two people is told
    row = next((each for each in rows if each.pk == partner.pk), None)
    if row is None:
        raise ValidationError(_("It is in the directory already."), code="merged")
    name, directory = row.proposed_name.strip(), Organisation.objects.all()
    if directory.filter(name__iexact=name).exists():
        raise ValidationError(
            _("The directory has an organisation of this name: choose it."),
            code="known",
        )
    slug = next(s for s in slugs_for(name, "ente") if not directory.has_had(s))
    organisation = Organisation(name=name, kind=row.proposed_kind, slug=slug)
    organisation.full_clean()
    with one_change(by=by):
        organisation.save()
    return organisation, _merge(rows, organisation, by, at)
