"""What the portal knows that could be a conflict of interest: a hint, no more."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from awards.models import Member, MemberState, ProposalPartner, TeamMember
from awards.rules.anonymity import is_named, plain
from awards.rules.told import work_in


@dataclass
class Known:
    """What is known of one person: proposals and partners they had to do with."""

    teams: set = field(default_factory=set)  # proposals they are or were in
    partners: set = field(default_factory=set)  # names of those proposals' partners
    beside: dict = field(default_factory=dict)  # names they worked with: where


class Ties:
    """What could tie the people of a committee to what they are to judge.

    Reads all of it in a few queries, whoever and however many they are; `between`
    then asks nothing more. `submissions` are what is judged.
    """

    def __init__(self, appointments, submissions):
        self.appointments = [a for a in appointments if a.user_id]
        self.said = {each.proposal_id: work_in(each) for each in submissions}
        self._text = {key: plain(_words_of(work)) for key, work in self.said.items()}
        self._people = self._known()

    def between(self, appointment, proposal):
        """Sentences about what may tie this person to this proposal; none is common."""
        department = appointment.department
        if department and department.code in self.departments(proposal.pk):
            yield _("Same department as somebody of the team: %(code)s.") % {
                "code": department.code
            }
        yield from self.beyond_department(appointment, proposal.pk)

    def departments(self, key):
        """The codes of the departments of a team, of the proposal with this key."""
        return {each["department"] for each in self.said[key]["team"]} - {None, ""}

    def beyond_department(self, appointment, key):
        """Those sentences that are of the person themselves, not of a department."""
        work, known = self.said[key], self._people[appointment.pk]
        for each in work["team"]:
            if where := known.beside.get(_key(each["name"])):
                yield _("Worked with %(name)s: %(where)s.") % {
                    "name": each["name"],
                    "where": where,
                }
        for each in work["partners"]:
            if _key(each["name"]) in known.partners:
                yield _("Had to do with a partner: %(name)s.") % {"name": each["name"]}
        if is_named(appointment.name, self._text[key]):
            yield _("The text names this person.")

    def _known(self):
        people = {each.pk: Known() for each in self.appointments}
        by_user = {each.user_id: people[each.pk] for each in self.appointments}
        self._read_proposals(by_user)
        self._read_projects()
        for each in self.appointments:
            known, user = people[each.pk], each.user
            known.beside |= self._beside.get(_key(each.name), {})
            if user.organisation_name:
                known.partners.add(_key(user.organisation_name))
        return people

    def _read_proposals(self, by_user):
        """Who was in a team with whom, and with which partners, in any proposal."""
        teams = defaultdict(list)
        mine = Member.objects.filter(user__in=by_user, state=MemberState.ACCEPTED)
        for user, proposal in mine.values_list("user", "proposal"):
            teams[proposal].append(by_user[user])
            by_user[user].teams.add(proposal)
        rows = Member.objects.filter(proposal__in=teams, state=MemberState.ACCEPTED)
        for name, key, code in rows.values_list("name", "proposal", "proposal__code"):
            for known in teams[key]:
                known.beside[_key(name)] = _("proposal %(code)s") % {"code": code}
        rows = ProposalPartner.objects.filter(proposal__in=teams)
        for partner in rows.select_related("organisation"):
            for known in teams[partner.proposal_id]:
                known.partners.add(_key(str(partner)))

    def _read_projects(self):
        """Who was in a funded project with whom, as its page names them."""
        names = {each.name for each in self.appointments}
        mine = TeamMember.objects.filter(name__in=names)
        projects = defaultdict(set)
        for name, project in mine.values_list("name", "project"):
            projects[project].add(_key(name))
        self._beside = defaultdict(dict)
        rows = TeamMember.objects.filter(project__in=projects)
        said = rows.values_list("name", "project", "project__acronym")
        for name, key, acronym in said:
            for person in projects[key] - {_key(name)}:
                self._beside[person][_key(name)] = acronym


def _key(name):
    return " ".join(name.casefold().split())


def _words_of(work):
    """All that a team wrote, without the lists of who is in it."""
    texts = [each for each in work["answers"].values() if isinstance(each, str)]
    return "\n".join(texts)
