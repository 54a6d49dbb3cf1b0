"""What records say of each other, and where it does not agree."""

from polisocial.exchange.award_tables import (
    COMPETITION,
    FINANCIAL_YEAR,
    PROJECT,
    project_slug,
)
from polisocial.exchange.links import WITH_BRACKET, Partners
from polisocial.exchange.places import SITE_NAME
from polisocial.exchange.room_tables import DEPARTMENT, LAB, SITE
from polisocial.exchange.sections import SECTIONS
from polisocial.exchange.values import show

FILE_OF = {section.kind: section.file for section in SECTIONS}


class Known:
    """What the sound records say; where a fault hides some, nothing is asked."""

    def __init__(self, entries, unread):
        self.unread = unread
        self.records = {kind: [] for kind in FILE_OF}
        for entry in entries:
            self.records[entry.kind].append(entry.sound)
        self.partner_names = partner_names(entries)

    def all(self, kind, *keys):
        """The records of a kind, or None unless all of them tell these keys."""
        records = self.records[kind]
        told = all(key in record for record in records for key in keys)
        return records if told and kind not in self.unread else None

    def missing(self, value, kind, key):
        """The sentence for a value that no record of the kind has as its key."""
        records = self.all(kind, key)
        if value is None or records is None:
            return None
        if value in [record[key] for record in records]:
            return None
        hint = "Correct it, or add it there."
        return f"{show(value)} is not in {FILE_OF[kind]}. {hint}"

    def only(self, kind, **values):
        """The one sound record with these values, or None."""
        for record in self.records[kind]:
            if all(record.get(key, ...) == value for key, value in values.items()):
                return record
        return None


def partners_of(record):
    """Names of organisations in a record, as written."""
    away = record.get("temporary_location") or {}
    for item in [*record.get("partners", ()), *away.get("partners", ())]:
        yield item["name"] if isinstance(item, dict) else item


def partner_names(entries):
    return {name for entry in entries for name in partners_of(entry.sound)}


def references(entries, unread):
    """Yield (entry, where, sentence) for each disagreement between records."""
    known = Known(entries, unread)
    questions = {
        COMPETITION: (edition_counts, paying_years),
        SITE: (department_codes, partners_once, related_projects),
        PROJECT: (
            *(department_codes, partners_once, edition, category, site, follows),
            addresses,
        ),
        LAB: (one_kind_each, one_name_each),
    }
    for entry in entries:
        for question in questions.get(entry.kind, ()):
            for where, sentence in question(entry.sound, known):
                yield entry, where, sentence


def department_codes(record, known):
    codes = {"lead_department": record.get("lead_department")}
    for key in ("other_departments", "departments"):
        for number, code in enumerate(record.get(key, ()), 1):
            codes[f"{key} {number}"] = code
    if match := WITH_BRACKET.fullmatch(record.get("project_manager") or ""):
        codes["project_manager"] = match[2]
    for where, code in codes.items():
        if sentence := known.missing(code, DEPARTMENT, "code"):
            yield where, sentence


def partners_once(record, known):
    """A name and the same name with a role in brackets are one organisation."""
    seen = set()
    for number, item in enumerate(record.get("partners", ()), 1):
        name, _ = Partners.split(item, known.partner_names)
        if name in seen:
            yield f"partners {number}", f"{show(name)} is there twice. Keep one."
        seen.add(name)


def edition(record, known):
    ordinal, year = record.get("edition_ordinal"), record.get("edition_year")
    if sentence := known.missing(ordinal, COMPETITION, "ordinal"):
        yield "edition_ordinal", sentence
    right = (known.only(COMPETITION, ordinal=ordinal) or {}).get("year")
    if year and right and year != right:
        yield "edition_year", f"Edition {ordinal} is of {right}. Write {right}."


def category(record, known):
    ordinal, name = record.get("edition_ordinal"), record.get("category")
    categories = (known.only(COMPETITION, ordinal=ordinal) or {}).get("categories")
    if name is None or categories is None:
        return
    if name not in [item["it"] for item in categories]:
        hint = "Write one of its categories in Italian."
        yield "category", f"{show(name)} is not in edition {ordinal}. {hint}"


def site(record, known):
    short = record.get("off_campus_site")
    if short is not None and known.missing(SITE_NAME.format(short), SITE, "name"):
        hint = "Write its name without Off Campus."
        yield "off_campus_site", f"{show(short)} is not in offcampus.json. {hint}"


def follows(record, known):
    earlier = record.get("follows")
    projects = known.all(PROJECT, "edition_ordinal", "acronym")
    if not earlier or projects is None:
        return
    pair = earlier["edition_ordinal"], earlier["acronym"]
    if pair not in [(p["edition_ordinal"], p["acronym"]) for p in projects]:
        name = f"{show(pair[1])} of edition {pair[0]}"
        yield "follows", f"{name} is not in projects.json. Correct it."
    elif pair[0] >= record["edition_ordinal"]:
        yield "follows", "It is not of an earlier edition. Correct it."


def addresses(record, known):
    """Two acronyms of one year must not give one address."""
    for other in known.records[PROJECT]:
        if other is record:
            return
        if {"acronym", "edition_year"} <= record.keys() & other.keys():
            same = project_slug(other) == project_slug(record)
            if same and other["acronym"] != record["acronym"]:
                sentence = f"{show(other['acronym'])} has the same address."
                yield "acronym", f"{sentence} Correct one of them."


def edition_counts(record, known):
    projects = known.all(PROJECT, "edition_ordinal")
    key = "projects_in_this_dataset"
    if projects is None or not {"ordinal", key} <= record.keys():
        return
    count = [p["edition_ordinal"] for p in projects].count(record["ordinal"])
    if record[key] != count:
        yield key, f"projects.json has {count} of this edition. Write {count}."


def paying_years(record, known):
    for number, item in enumerate(record.get("funded_by_years", ()), 1):
        year = item["fiscal_year"]
        if sentence := known.missing(year, FINANCIAL_YEAR, "fiscal_year"):
            yield f"funded_by_years {number}.fiscal_year", sentence


def related_projects(record, known):
    keys = ("off_campus_site", "edition_ordinal", "acronym")
    projects = known.all(PROJECT, *keys)
    if projects is None or not {"name", "related_projects"} <= record.keys():
        return
    here = [p for p in projects if SITE_NAME.format(p[keys[0]]) == record["name"]]
    here.sort(key=lambda p: (p["edition_ordinal"], p["acronym"].casefold()))
    acronyms = [p["acronym"] for p in here]
    if record["related_projects"] != acronyms:
        listed = ", ".join(show(acronym) for acronym in acronyms) or "an empty list"
        yield "related_projects", f"projects.json puts others here. Write {listed}."


def one_kind_each(record, known):
    """An organisation is of one kind in every lab."""
    labs = known.all(LAB, "partners") or ()
    kinds = {p["name"]: p["kind"] for lab in reversed(labs) for p in lab["partners"]}
    for number, item in enumerate(record.get("partners", ()), 1):
        kind = kinds.get(item["name"], item["kind"])
        if kind != item["kind"]:
            sentence = f"{show(item['name'])} is {show(kind)} in another lab."
            yield f"partners {number}.kind", f"{sentence} Correct one of them."


def one_name_each(record, known):
    """A theme has one English name in every lab."""
    themes = [lab["theme"] for lab in known.all(LAB, "theme") or ()]
    names = {theme["it"]: theme["en"] for theme in reversed(themes)}
    theme = record.get("theme")
    if theme and names.get(theme["it"], theme["en"]) != theme["en"]:
        sentence = f"{show(names[theme['it']])} is its name in another lab."
        yield "theme.en", f"{sentence} Correct one of them."
