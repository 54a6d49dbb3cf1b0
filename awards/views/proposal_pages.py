"""What the pages of a proposal have in common: who may come in, and the frame."""

from dataclasses import dataclass, replace
from functools import cached_property, wraps

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from awards.actions.submission import handed_in
from awards.models import FormVersion, Member, MemberState, Proposal
from awards.rules.answer import standing_text
from awards.rules.call import FIRST
from awards.rules.deadline import closes_at, open_window
from awards.rules.dropped import dropped, whole, written_in
from awards.rules.frozen import read
from awards.rules.pages import keys_within, pages_of, states_of
from awards.rules.proposal import (
    can_lead,
    can_throw_away,
    can_write,
    shown_state,
)
from awards.rules.work import Work, work_of
from awards.views.kept import of_another, sign_in_again, who_types
from content.canonical import canonical, digest
from content.pages import Crumb, Page, home_crumb, render_page


def began_at(request, proposal=None):
    """When the request began on the server: the instant that counts.

    By the clock of the rehearsal, where the proposal is of one.
    """
    at = getattr(request, "began_at", None) or timezone.now()
    return proposal.clock(at) if proposal else at


@dataclass(frozen=True)
class Desk:
    """A proposal as one member has it in front of them."""

    proposal: Proposal
    member: Member
    version: FormVersion

    @cached_property
    def state(self):
        """The state as the team reads it: nothing of a decision that is not public."""
        return shown_state(self.proposal)

    @cached_property
    def standing(self):
        """Where it is, in a few words."""
        return standing_text(self.proposal, self.now)

    @property
    def is_at_a_later_stage(self):
        """Admitted to another stage, where nothing is handed in yet."""
        return self.proposal.stage.number > FIRST and not self.is_handed_in_here

    @property
    def is_handed_in_here(self):
        counts = self.proposal.counts
        return bool(counts and counts.form.stage_id == self.proposal.stage_id)

    @property
    def can_write(self):
        return can_write(self.member, self.proposal)

    @property
    def can_lead(self):
        return can_lead(self.member, self.proposal)

    @cached_property
    def can_throw_away(self):
        return can_throw_away(self.member, self.proposal)

    @cached_property
    def work(self) -> Work:
        return work_of(self.proposal, self.version)

    @cached_property
    def versions(self):
        """The form of its stage from the first version to that of now."""
        if self.version.number == 1:
            return [self.version]
        before = self.proposal.stage.versions.filter(number__lt=self.version.number)
        return [*before.order_by("number"), self.version]

    @property
    def changes(self):
        """The versions after the first, the latest first: each has a reason."""
        return self.versions[:0:-1]

    @property
    def earlier_forms(self):
        return [read(version.content) for version in self.versions[:-1]]

    @cached_property
    def dropped(self):
        """The fields that the form had before, by key."""
        return dropped(self.earlier_forms, self.work.form)

    @property
    def fields_elsewhere(self):
        """What a page that was opened before the form changed may send besides."""
        return self.dropped | whole(self.work.form) if self.earlier_forms else {}

    @property
    def no_longer_asked(self):
        """What the team has written in fields that the form no longer has."""
        return written_in(self.work.stored, self.dropped)

    @cached_property
    def states(self):
        return states_of(self.work)

    @property
    def complete(self):
        return [each.page for each in self.states if not each.faults]

    @property
    def unfinished(self):
        """The first page where something is missing, if any."""
        return next((each.page for each in self.states if each.faults), None)

    @cached_property
    def closes_at(self):
        return closes_at(self.proposal.stage, self.member.user)

    @cached_property
    def window(self):
        """The sections that are open again, where the deadline has passed."""
        return open_window(self.proposal, self.now) if self.has_closed else None

    @property
    def open_again(self):
        """The pages of those sections."""
        names = self.window.sections if self.window else ()
        return [each.page for each in self.states if each.page.name in names]

    @property
    def faults(self):
        """What keeps it from being handed in now; of a window, only what it opens."""
        found = [fault for each in self.states for fault in each.faults]
        if not self.window:
            return found
        keys = keys_within(self.work.form, self.window.sections)
        return [fault for fault in found if fault.place in keys]

    @property
    def title(self):
        """What the team calls it so far."""
        written = self.work.answers.get("title", "").strip()
        return written or _("Proposal without a title")

    @property
    def now(self):
        return self.proposal.clock()

    @property
    def closes_in_truth(self):
        """The deadline by the clock of who reads, which a rehearsal moves."""
        return timezone.now() + self.time_left

    @property
    def has_opened(self):
        return self.proposal.stage.has_opened(self.now)

    @property
    def has_closed(self):
        return self.closes_at < self.now

    @property
    def time_left(self):
        return self.closes_at - self.now

    @property
    def is_changed(self):
        """Whether what is written now is not what was handed in."""
        counts = self.proposal.counts
        return bool(
            counts and counts.work_sha256 != digest(canonical(handed_in(self.work)))
        )


def of_the_team(view):
    """A page for the members of a proposal; for everybody else it does not exist."""

    @wraps(view)
    def shown(request, code, **arguments):
        if not request.user.is_authenticated:
            return sign_in_again(request)
        if answer := of_another(request):
            return answer
        member = _member(request.user, code)
        if member is None:
            raise Http404
        desk = Desk(member.proposal, member, _version(member))
        response = view(request, desk, **arguments)
        add_never_cache_headers(response)
        return response

    return shown


def _member(user, code):
    """What somebody is in the team of a proposal, with all that its pages begin from.

    `version` is the key of the form that its writers answer now.
    """
    related = ("stage__call__competition", "counts__form", "rehearsal", "decision")
    latest = FormVersion.objects.filter(stage=OuterRef("proposal__stage"))
    return (
        Member.objects.filter(user=user, state=MemberState.ACCEPTED)
        .select_related("user", *(f"proposal__{name}" for name in related))
        .annotate(version=Subquery(latest.order_by("-number").values("pk")[:1]))
        .filter(proposal__code=code)
        .first()
    )


def _version(member):
    """That form; mostly the one that was handed in, which is at hand."""
    counts = member.proposal.counts
    if counts and counts.form_id == member.version:
        return counts.form
    return FormVersion.objects.get(pk=member.version)


def page_called(desk, name):
    """One page; of one that only an earlier form had, without its fields."""
    for form in (desk.work.form, *reversed(desk.earlier_forms)):
        for page in pages_of(form):
            if page.name == name:
                return page if form is desk.work.form else replace(page, fields=())
    raise Http404


def onward(desk, page):
    """What comes after one page of a proposal: the next, or the check at the end."""
    pages = [each.page for each in desk.states]
    names = [each.name for each in pages]
    after = names.index(page.name) + 1 if page.name in names else 0
    following = pages[after:]
    code = desk.proposal.code
    if following:
        address = reverse("proposal-page", args=[code, following[0].name])
        return Crumb(following[0].title, address)
    if desk.can_lead:
        return Crumb(_("Check and hand in"), reverse("proposal-check", args=[code]))
    return None


def crumbs(desk=None):
    trail = [
        home_crumb(),
        Crumb(_("Take part"), reverse("apply")),
        Crumb(_("My proposals"), reverse("my-proposals")),
    ]
    if desk:
        trail.append(Crumb(desk.title, reverse("proposal", args=[desk.proposal.code])))
    return tuple(trail)


def render_desk(request, template, desk, title, context=None, status=200):
    """A page of a proposal, with its state and its clock around it."""
    page = Page(
        title,
        crumbs=crumbs(desk) if title != desk.title else crumbs(),
        section="apply",
        part="award",
        robots="noindex",
    )
    said = {
        "desk": desk,
        "proposal": desk.proposal,
        "who": who_types(request.user),
        **(context or {}),
    }
    return render_page(request, template, page, said, status=status)


def render_answer(request, name, title, status=200, context=None):
    """A page for who comes by a link of a letter, with or without an account."""
    page = Page(
        title,
        crumbs=crumbs()[:2],
        section="apply",
        part="award",
        robots="noindex",
    )
    template = f"awards/proposal/{name}.html"
    response = render_page(request, template, page, context or {}, status=status)
    add_never_cache_headers(response)
    # Its address is a secret. With "no-referrer" a browser hides even from us where a
    # form comes from, and its answer is refused.
    response["Referrer-Policy"] = "same-origin"
    return response
