"""Keys of a record that are other rows: sources, departments, partners, outputs."""

import re

from content.history import create_together
from directory.models import Department
from polisocial.exchange.texts import Pair, PairOfLists, list_faults
from polisocial.exchange.values import Field, Object, Text, Url, text_faults

WITH_BRACKET = re.compile(r"(.+) \(([^()]+)\)")


def sync(manager, existing, by, wanted):
    """Make child rows say `wanted`, in that order; those that already do stay.

    A child is known by the columns named in `by`, so what staff wrote in its other
    columns is kept. Gives back the children nobody wants.
    """
    old = {tuple(getattr(child, name) for name in by): child for child in existing}
    fresh = []
    for position, columns in enumerate(wanted):
        columns = {**columns, "position": position}
        child = old.pop(tuple(columns[name] for name in by), None)
        if child is None:
            parent = {manager.field.name: manager.instance}
            fresh.append(manager.model(**parent, **columns))
            continue
        changed = {n: v for n, v in columns.items() if getattr(child, n) != v}
        if changed:
            for name, value in changed.items():
                setattr(child, name, value)
            child.save(update_fields=changed)
    create_together(manager.model, fresh)
    return list(old.values())


class Children(Field):
    """A list in the file, a child row for each item; `each` checks an item.

    `related` is the accessor of the children, `by` the columns that name one.
    """

    linked = True
    by = ()

    def __init__(self, related, each=None, **options):
        self.filled = options.pop("filled", False)
        super().__init__(required=True, **options)
        self.related = related
        self.each = each
        self.empty = []

    def bind(self, model):
        self.model = model._meta.get_field(self.related).related_model
        if self.each:
            self.each.bind(self.model)

    def wrong(self, value):
        if value == [] and self.filled:
            yield "", "The list is empty. Write one at least."
        else:
            yield from list_faults(value, self.each.faults, self.identity)

    def identity(self, item):
        """What no two items share."""
        return item

    def children(self, row):
        return getattr(row, self.related).all()

    def read(self, row):
        return [self.item(child) for child in self.children(row)]

    def write(self, row, value, rows):
        existing = self.children(row)
        wanted = [self.columns(item, rows) for item in value]
        manager = getattr(row, self.related)
        self.drop(sync(manager, existing, self.by, wanted), rows)

    def drop(self, children, rows):
        for child in children:
            child.delete()

    def item(self, child):
        """The item of the file that a child row stands for."""
        raise NotImplementedError

    def columns(self, item, rows):
        """The columns of the child row that an item of the file stands for."""
        raise NotImplementedError


class Sources(Children):
    """Addresses of the pages that state the record. What staff noted of one stays."""

    by = ("address",)

    def __init__(self):
        super().__init__("sources", Url("address", required=True), filled=True)

    def item(self, child):
        return child.address

    def columns(self, item, rows):
        return {"address": item}


class Categories(Children):
    by = ("name_it",)

    def __init__(self):
        super().__init__("categories", Pair("name", required=True))

    def identity(self, item):
        return item["it"]

    def item(self, child):
        return self.each.read(child)

    def columns(self, item, rows):
        return {"name_it": item["it"], "name_en": item["en"]}

    def drop(self, children, rows):
        # Projects may still be in it until their own records are loaded.
        rows.leftovers.extend(children)


class Activities(PairOfLists):
    """The names of a site's activities; when each takes place is not in the files."""

    linked = True

    def bind(self, model):
        column = model._meta.get_field("activities").related_model.name_it.field
        self.longest = column.max_length

    def read(self, row):
        activities = row.activities.all()
        return {
            "it": [activity.name_it for activity in activities],
            "en": [activity.name_en or None for activity in activities],
        }

    def write(self, row, value, rows):
        pairs = zip(value["it"], value["en"], strict=True)
        wanted = [{"name_it": it, "name_en": en} for it, en in pairs]
        for child in sync(row.activities, row.activities.all(), ("name_it",), wanted):
            child.delete()


class Outputs(Children):
    by = ("position",)

    def __init__(self, fields):
        super().__init__("outputs", Object(fields), optional=True)

    def item(self, child):
        return self.each.read(child)

    def columns(self, item, rows):
        output = self.model()
        self.each.write(output, item, rows)
        skipped = {"id", "project", "position"}
        fields = [f.name for f in self.model._meta.fields if f.name not in skipped]
        return {name: getattr(output, name) for name in fields}


class Partners(Children):
    """Names of organisations. "Name (role)" is a role when the files know the name."""

    by = ("organisation",)

    def __init__(self, related="partnerships"):
        super().__init__(related, Text("name", required=True))

    def bind(self, model):
        self.each.bind(model._meta.get_field("partners").related_model)

    def item(self, child):
        name = child.organisation.name
        return f"{name} ({child.role_it})" if child.role_it else name

    def columns(self, item, rows):
        name, role = self.split(item, rows.partner_names)
        organisation = rows.organisation(name)
        return {"organisation": organisation, "role_it": role, "role_en": role}

    @staticmethod
    def split(item, known):
        match = WITH_BRACKET.fullmatch(item)
        return match.groups() if match and match[1] in known else (item, "")


class SitePartners(Partners):
    """Partners of a site whatever its address."""

    def children(self, row):
        return [child for child in row.partnerships.all() if not child.address_id]


class LabPartners(Partners):
    """Partners of a lab, each with its kind and its role."""

    def __init__(self, fields):
        super().__init__()
        self.each = Object(fields)
        self.role = fields["role"]

    def bind(self, model):
        self.each.bind(model._meta.get_field("partnerships").related_model)

    def identity(self, item):
        return item["name"]

    def item(self, child):
        organisation = child.organisation
        return {
            "name": organisation.name,
            "kind": organisation.kind or None,
            "role": self.role.read(child),
        }

    def columns(self, item, rows):
        organisation = rows.organisation(item["name"])
        kind = item["kind"] or ""
        if organisation.kind != kind:
            organisation.kind = kind
            organisation.save(update_fields=["kind", "updated_at"])
        italian, english = self.role.stored(item["role"])
        return {"organisation": organisation, "role_it": italian, "role_en": english}


class Departments(Children):
    """Codes of departments, in the published order."""

    by = ("department",)

    def __init__(self, related):
        super().__init__(related, Text("code", required=True, of=Department))

    def item(self, child):
        return child.department.code

    def columns(self, item, rows):
        return {"department": rows.get(Department, item)}


class OtherDepartments(Departments):
    """Departments of a project that do not lead it."""

    def children(self, row):
        return [child for child in super().children(row) if not child.is_lead]

    def write(self, row, value, rows):
        lead = LeadDepartment.lead_of(row)
        super().write(row, [code for code in value if code != lead], rows)


class LeadDepartment(Field):
    linked = True

    def bind(self, model):
        """Its link has no column of its own."""

    def wrong(self, value):
        yield from text_faults(value, 10)

    @staticmethod
    def lead_of(row):
        links = row.project_departments.filter(is_lead=True)
        return links.values_list("department__code", flat=True).first()

    def read(self, row):
        links = [link for link in row.project_departments.all() if link.is_lead]
        return links[0].department.code if links else None

    def write(self, row, value, rows):
        row.project_departments.filter(is_lead=True).delete()
        if value:
            department = rows.get(Department, value)
            leads = {"is_lead": True, "position": 0}
            row.project_departments.update_or_create(
                department=department, defaults=leads
            )
