"""Keys of a project that name its people, its edition and its relatives."""

from awards.models import Competition, FinancialYear, Project, Receipt
from awards.models.five_per_thousand import Certainty
from awards.models.team import TeamRole
from directory.models import Department
from polisocial.exchange.links import WITH_BRACKET, Children
from polisocial.exchange.texts import Texts, list_faults
from polisocial.exchange.values import (
    Choice,
    Field,
    Flag,
    Object,
    Text,
    Whole,
    show,
)


def edition_name(ordinal):
    return f"edition {ordinal}"


def project_name(acronym, year):
    return f"{acronym} ({year})"


class Member(Text):
    """The name of the one person who has a role in the project."""

    linked = True

    def __init__(self, role):
        super().__init__("name")
        self.role = role

    def bind(self, model):
        super().bind(model._meta.get_field("team").related_model)

    def member(self, row):
        found = [member for member in row.team.all() if member.role == self.role]
        return found[0] if found else None

    def read(self, row):
        member = self.member(row)
        return member.name if member else None

    def write(self, row, value, rows):
        name, department = self.split(value or "", rows)
        if not value:
            row.team.filter(role=self.role).delete()
        else:
            who = {"name": name, "department": department}
            row.team.update_or_create(role=self.role, defaults=who)

    def split(self, value, rows):
        return value, None


class Manager(Member):
    """The project manager: "Name Surname (CODE)" when the department is known."""

    def read(self, row):
        member = self.member(row)
        if member and member.department:
            return f"{member.name} ({member.department.code})"
        return member.name if member else None

    def split(self, value, rows):
        match = WITH_BRACKET.fullmatch(value)
        if not match:
            return value, None
        return match[1], rows.get(Department, match[2])


class PublishedRole(Member):
    """What the coordinator is called where it was published."""

    def __init__(self):
        super().__init__(TeamRole.COORDINATOR)
        self.paths = ("published_role",)

    def read(self, row):
        member = self.member(row)
        return self.shown(member.published_role) if member else None

    def write(self, row, value, rows):
        for member in row.team.filter(role=self.role):
            member.published_role = value or ""
            member.save(update_fields=["published_role"])


class Edition(Whole):
    """The competition of a project, by its ordinal."""

    def __init__(self):
        super().__init__("competition.ordinal", required=True, low=1, of=Competition)

    def write(self, row, value, rows):
        row.competition = rows.get(Competition, edition_name(value))


class EditionYear(Whole):
    """The year of that competition, repeated for readers of the file."""

    computed = True

    def __init__(self):
        super().__init__("competition.year", required=True, of=Competition)


class CategoryName(Text):
    """A category of the project's competition, by its Italian name."""

    def bind(self, model):
        super().bind(model._meta.get_field("category").related_model)

    def read(self, row):
        return row.category and row.category.name_it

    def write(self, row, value, rows):
        named = row.competition.categories.filter(name_it=value or "")
        row.category = named.first()


class Languages(Field):
    """The languages in which the title was published: two columns."""

    choices = ([], ["it"], ["en"], ["it", "en"])

    def __init__(self):
        super().__init__(required=True)

    def bind(self, model):
        """Its columns set no limits."""

    def wrong(self, value):
        if value not in self.choices:
            hint = 'Write ["it"], ["en"], ["it", "en"] or [].'
            yield "", f"{show(value)} is not a list of languages. {hint}"

    def read(self, row):
        flags = {"it": row.title_it_is_published, "en": row.title_en_is_published}
        return [language for language, flag in flags.items() if flag]

    def write(self, row, value, rows):
        row.title_it_is_published = "it" in value
        row.title_en_is_published = "en" in value


class Goals(Field):
    """Sustainable development goals, by number."""

    def __init__(self):
        super().__init__("sdgs", required=True)
        self.empty = []

    def wrong(self, value):
        number = Whole(required=True, low=1, high=17)
        number.column = self.column.base_field
        yield from list_faults(value, number.faults)


class Follows(Object):
    """The earlier project that a project continues."""

    def __init__(self):
        fields = {
            "edition_ordinal": Edition(),
            "acronym": Text("acronym", required=True),
            "stated_by_source": Flag("follows_is_stated"),
        }
        super().__init__(fields)
        self.required = False

    def read(self, row):
        if not row.follows:
            return None
        return {
            "edition_ordinal": row.follows.competition.ordinal,
            "acronym": row.follows.acronym,
            "stated_by_source": row.follows_is_stated,
        }

    def write(self, row, value, rows):
        row.follows, row.follows_is_stated = None, False
        if value:
            edition = rows.get(Competition, edition_name(value["edition_ordinal"]))
            name = project_name(value["acronym"], edition.year)
            row.follows = rows.get(Project, name)
            row.follows_is_stated = value["stated_by_source"]


class FundedByYears(Children):
    """The years of the five per thousand that paid for an edition."""

    def __init__(self):
        fields = {
            "fiscal_year": Whole("year", required=True, of=FinancialYear),
            "certainty": Choice("certainty", required=True),
        }
        super().__init__("allotments", Object(fields), optional=True)

    def identity(self, item):
        return item["fiscal_year"]

    def item(self, child):
        year = child.receipt.financial_year.year
        return {"fiscal_year": year, "certainty": str(child.certainty)}

    def write(self, row, value, rows):
        """The amounts stay unknown: that a year's money came is all that is said."""
        old = {child.receipt.financial_year.year: child for child in self.children(row)}
        for item in value:
            year = rows.get(FinancialYear, f"year {item['fiscal_year']}")
            receipt = year.receipts.first() or Receipt.objects.create(
                financial_year=year
            )
            old.pop(year.year, None)
            row.allotments.update_or_create(
                receipt=receipt, defaults={"certainty": Certainty(item["certainty"])}
            )
        for allotment in old.values():
            allotment.delete()
            if allotment.receipt.amount is None and not allotment.receipt.received:
                rows.leftovers.append(allotment.receipt)


class ProjectCount(Whole):
    """How many projects of an edition are in the files."""

    computed = True

    def __init__(self):
        super().__init__("ordinal", required=True)

    def read(self, row):
        return row.projects.count()


class RelatedProjects(Texts):
    """Acronyms of the projects that share a site's place, in order of edition."""

    computed = True

    def bind(self, model):
        """Its rows are those of the projects."""

    def read(self, row):
        projects = row.place.projects.select_related("competition")
        keys = [(p.competition.ordinal, p.acronym.casefold(), p) for p in projects]
        return [key[-1].acronym for key in sorted(keys, key=lambda key: key[:2])]
