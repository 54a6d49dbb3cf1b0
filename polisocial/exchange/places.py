"""Keys of a record that say where it happens."""

from functools import cache

from django.utils import translation
from django_countries import countries

from directory.models import Place
from polisocial.exchange.links import Partners, sync
from polisocial.exchange.texts import Name, Note, Pair
from polisocial.exchange.values import (
    Choice,
    Date,
    Field,
    Number,
    Text,
    object_faults,
    show,
)

SITE_NAME = "Off Campus {}"
MILAN = {"locality_it": "Milano", "locality_en": "Milan"}


@cache
def country_names():
    """English names of countries and their codes."""
    with translation.override("en"):
        return {str(name): code for code, name in countries}


class Country(Field):
    """A country by its English name."""

    def wrong(self, value):
        if not isinstance(value, str) or value not in country_names():
            hint = "Write its English name, such as Italy."
            yield "", f"{show(value)} is not a country. {hint}"

    def shown(self, stored):
        named = {code: name for name, code in country_names().items()}
        return named.get(str(stored))

    def stored(self, value):
        return country_names()[value]


def point(prefix="", *twins, required=False):
    """The four keys of a point on the map; `twins` are places that share it."""

    def on(column):
        return [f"{path}{column}" for path in (prefix, *twins)]

    options = {"required": required, "of": Place}
    return {
        "lat": Number(*on("latitude"), low=-90, high=90, **options),
        "lon": Number(*on("longitude"), low=-180, high=180, **options),
        "geo_precision": Choice(*on("precision"), **options),
        "geo_source": Note(*on("position_note"), **options),
    }


def point_faults(value):
    """A point has both coordinates and how precise they are, or nothing."""
    known = [key for key in ("lat", "lon", "geo_precision") if value.get(key) is None]
    if 0 < len(known) < 3:
        hint = "Write lat, lon and geo_precision, or none of them."
        yield f".{known[0]}", f"The point is not complete. {hint}"


class Location(Field):
    """Where a project happens: one place for all projects that say the same."""

    linked = True
    unsaid = {"id", "municipio"}
    fields = {
        "place": Name("name", required=True),
        "country": Country("country", required=True),
        **point(),
        "locality": Pair("locality", optional=True),
    }

    def bind(self, model):
        for field in self.fields.values():
            field.bind(Place)

    def wrong(self, value):
        faults = list(object_faults(self.fields, value))
        yield from faults or point_faults(value)

    def same(self, one, other):
        return self.whole(one) == self.whole(other)

    def whole(self, value):
        return value and dict.fromkeys(self.fields) | value

    def trimmed(self, value, loaded):
        if not value or not loaded:
            return value
        said = {key for key, item in value.items() if item is not None}
        return {k: item for k, item in value.items() if k in said | loaded.keys()}

    def link(self, row):
        """The project's link to a place that is not a site's."""
        links = row.project_places.all()
        return next((k for k in links if not hasattr(k.place, "site")), None)

    def read(self, row):
        link = self.link(row)
        return self.describe(link.place) if link else None

    def describe(self, place):
        return {key: field.read(place) for key, field in self.fields.items()}

    def write(self, row, value, rows):
        if link := self.link(row):
            link.delete()
            rows.leftovers.append(link.place)
        if value:
            row.project_places.create(place=self.place(value, rows), position=0)

    def place(self, value, rows):
        """The place that is as the value says, made if there is none."""
        place = Place()
        for key, field in self.fields.items():
            field.write(place, value.get(key), rows)
        columns = {
            column.name: getattr(place, column.name)
            for column in Place._meta.concrete_fields
            if column.name not in self.unsaid and not column.generated
        }
        found = Place.objects.filter(site=None, **columns).order_by("pk").first()
        return found or Place.objects.create(**columns)


class LabLocation(Location):
    """Where a lab is; labs are all in Italy and say no country."""

    linked = False
    unsaid = {"id", "municipio", "locality_it", "locality_en"}
    fields = {"place": Name("name", required=True), **point()}

    def read(self, row):
        return row.place and self.describe(row.place)

    def write(self, row, value, rows):
        if row.place:
            rows.leftovers.append(row.place)
        row.place = self.place(value, rows) if value else None


class OffCampusSite(Field):
    """The site a project works in, by its short name: it shares the site's place."""

    linked = True

    def bind(self, model):
        """It is a link between two places."""

    def wrong(self, value):
        if not isinstance(value, str):
            yield "", f"{show(value)} is not a text. Write it between quotes."

    def link(self, row):
        links = row.project_places.all()
        return next((k for k in links if hasattr(k.place, "site")), None)

    def read(self, row):
        link = self.link(row)
        return link and link.place.site.name.removeprefix(SITE_NAME.format(""))

    def write(self, row, value, rows):
        if link := self.link(row):
            link.delete()
        if value and (site := rows.site(SITE_NAME.format(value))):
            row.project_places.create(place=site.place, position=1)


class TemporaryLocation(Field):
    """Where a site went for a time; its usual address ends when this one begins."""

    linked = True
    fields = {
        "name": Text("name", required=True),
        "place": Text("place.name_it", required=True, of=Place),
        **point("place."),
        "since": Date("valid_from", required=True),
        "until": Date("valid_until"),
        "partners": Partners(),
        "project": Text("project"),
    }

    def bind(self, model):
        self.addresses = model._meta.get_field("addresses").related_model
        for key, field in self.fields.items():
            field.bind(model if key == "partners" else self.addresses)

    def wrong(self, value):
        faults = list(object_faults(self.fields, value))
        yield from faults or point_faults(value)

    def read(self, row):
        address = row.temporary
        return address and {k: field.read(address) for k, field in self.fields.items()}

    def write(self, row, value, rows):
        address = row.temporary
        row.permanent.valid_until = None
        if value:
            row.permanent.valid_until = self.fields["since"].stored(value["since"])
        elif address:
            address.delete()
        row.permanent.save()
        if value:
            self.fill(address or self.new(row), value, rows)

    def new(self, row):
        place = Place(**MILAN)
        return self.addresses(site=row, is_temporary=True, place=place)

    def fill(self, address, value, rows):
        for key, field in self.fields.items():
            if not field.linked:
                field.write(address, value[key], rows)
        address.place.save()
        address.save()
        partners = self.fields["partners"]
        wanted = [
            {**partners.columns(item, rows), "address": address}
            for item in value["partners"]
        ]
        existing = address.partnerships.all()
        site = address.site
        for child in sync(site.partnerships, existing, partners.by, wanted):
            child.delete()
