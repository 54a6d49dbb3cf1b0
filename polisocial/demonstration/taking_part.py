"""The teams of a demonstration: drafts, people and partners who agree, handing in."""

from decimal import Decimal
from uuid import UUID

from accounts.role_groups import RoleGroup
from awards.actions import partners, team
from awards.actions.proposal import start
from awards.actions.submission import submit
from awards.actions.working_copy import Change, save
from awards.models import Member, MemberRole, ProposalPartner
from directory.models import Organisation
from polisocial.demonstration.people import BODIES
from polisocial.demonstration.play import Entry
from polisocial.demonstration.texts import FOLLOW_UP, IDEAS, METHOD, RISKS

LENGTHS = ("12", "18", "24")
MEETINGS = Decimal(6000)
CENT = Decimal("0.01")
IN_KIND = "4000"


def begin(play, how_many):
    """So many coordinators start a proposal and write its first pages."""
    for _n in range(how_many):
        number, at = len(play.entries), play.at(9, len(play.entries) % 60)
        coordinator = play.people.new()
        entry = Entry(
            number=number,
            idea=IDEAS[number % len(IDEAS)],
            proposal=start(
                play.stage(1),
                by=coordinator,
                name=coordinator.get_full_name(),
                at=at,
                role_group=RoleGroup.TENURED,
                department=play.people.department(number),
            ),
            coordinator=coordinator,
            colleague=play.people.new(),
            asked=Decimal(play.rng.randrange(6_000_000, 9_500_000)) * CENT,
            quality=play.rng.random(),
        )
        play.entries.append(entry)
        write(play, entry, _first_pages(play, entry), at)


def _first_pages(play, entry):
    category = play.call.competition.categories.order_by("position")[entry.number % 2]
    return {
        "title": entry.title,
        "category": str(category.pk),
        "duration": LENGTHS[entry.number % len(LENGTHS)],
        "q.need": f"{entry.idea.need} Succede a {entry.place}, dove lo raccontano gli "
        "abitanti negli incontri dell'anno scorso.",
    }


def write(play, entry, texts, at, by=None):
    """Type into a proposal, as one open page does."""
    type_into(play, entry.proposal, texts, by or entry.coordinator, at)


def type_into(play, copy, texts, by, at):
    """The same, into a review too."""
    known = dict(copy.answers.filter(key__in=texts).values_list("key", "revision"))
    save(
        copy,
        by=by,
        client=UUID(int=play.rng.getrandbits(128)),
        number=1,
        changes=[Change(key, text, known.get(key, 0)) for key, text in texts.items()],
        at=at,
    )


def invite(play, entries):
    """Each names a colleague who writes, an outsider who reads, and a partner."""
    for entry in entries:
        at = play.at(14, entry.number % 60)
        lead = lead_of(entry)
        person = entry.colleague
        team.invite(
            entry.proposal,
            by=lead,
            at=at,
            member=Member(
                name=person.get_full_name(),
                email=person.email,
                role=MemberRole.EDITOR,
                role_group=RoleGroup.FIXED_TERM,
                department=play.people.department(entry.number + 3),
            ),
        )
        team.invite(
            entry.proposal,
            by=lead,
            at=at,
            member=Member(
                name=f"Referente {BODIES[entry.number % len(BODIES)][0]}",
                email=f"referente.{entry.number}@example.org",
                role=MemberRole.READER,
                role_group=RoleGroup.OUTSIDE,
            ),
        )
        ask_partner(entry, entry.number, at)


def ask_partner(entry, number, at):
    """Name one of the bodies: of the directory, where that has it."""
    name, kind = BODIES[number % len(BODIES)]
    name = f"{name} (dimostrazione)"
    known = Organisation.objects.filter(name=name).first()
    named = {"organisation": known} if known else _proposed(name, kind)
    return partners.add(
        entry.proposal,
        by=lead_of(entry),
        at=at,
        partner=ProposalPartner(
            role="Apre i suoi spazi e accompagna chi partecipa",
            contribution="in_kind",
            value=Decimal(IN_KIND),
            contact_name="La segreteria",
            contact_email=f"segreteria.{number % len(BODIES)}@example.org",
            **named,
        ),
    )


def _proposed(name, kind):
    return {"proposed_name": name, "proposed_kind": kind}


def lead_of(entry):
    return entry.proposal.members.get(user=entry.coordinator)


def consent(play, entries, declining=()):
    """Those who were named agree; of some proposals the partner says no."""
    for entry in entries:
        at = play.at(10, entry.number % 60)
        for member in entry.proposal.members.filter(state="invited"):
            has_account = member.email == entry.colleague.email
            team.accept(member, user=entry.colleague if has_account else None, at=at)
        for partner in entry.proposal.partners.filter(confirmed_at=None):
            confirms = entry.number not in declining
            partners.answer(partner, confirms=confirms, at=at)


def replace_partner(play, entry):
    """Another body in place of the one that said no; it agrees by telephone at once."""
    at = play.at(15)
    partners.take_out(entry.proposal.partners.get(), by=lead_of(entry))
    partner = ask_partner(entry, entry.number + 1, at)
    partners.answer(partner, confirms=True, at=play.at(16))


def complete(play, entries):
    """The colleague writes what was missing, the coordinator the budget."""
    for entry in entries:
        at = play.at(11, entry.number % 60)
        texts = {"q.work": entry.idea.work, "q.result": entry.idea.result}
        write(play, entry, texts, at, by=entry.colleague)
        write(play, entry, _budget(play, entry), at)


def _budget(play, entry):
    staff, goods, meetings = play.call.cost_headings.order_by("position")
    on_goods = (entry.asked * Decimal("0.3")).quantize(CENT)
    sums = {
        staff: entry.asked - on_goods - MEETINGS,
        goods: on_goods,
        meetings: MEETINGS,
    }
    costs = {f"cost.{heading.pk}.1": str(sum_) for heading, sum_ in sums.items()}
    return costs | {
        "unit.1": play.people.department(entry.number).code.upper(),
        "fund.1.who": str(entry.proposal.partners.get()),
        "fund.1.kind": "in_kind",
        "fund.1.sum": IN_KIND,
    }


def hand_in(play, entries, hour=16):
    """Each hands in what is written; gives what came of it."""
    return [
        submit(
            entry.proposal,
            by=entry.coordinator,
            began_at=play.at(hour, entry.number % 60),
        )
        for entry in entries
    ]


def second_pages(play, entries):
    """What the second form asks more; the answers of the first are there already."""
    for entry in entries:
        partner = entry.proposal.partners.get()
        texts = {
            "q.method": METHOD.format(place=entry.place),
            "q.follow-up": FOLLOW_UP.format(partner=partner),
            "q.risks": RISKS,
        }
        write(play, entry, texts, play.at(11, entry.number % 60), by=entry.colleague)
