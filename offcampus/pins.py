"""What the maps of Milan mark for a site: where it is today and where it was."""

from django.utils.translation import gettext as _

from directory.pins import place_pin, side_of


def site_pins(site):
    """A pin for today's address and one for the last that was left."""
    now, former = site.today.address, site.today.former[-1:]
    url = site.get_absolute_url()
    left = [
        place_pin(
            address.place,
            title=_("%(site)s, a place left") % {"site": site.name},
            url=url,
            kind="former",
        )
        for address in former
    ]
    place = now.place if now else site.place
    note = ""
    if now and now.is_temporary:
        note = _("now at %(place)s") % {"place": short_place(now.place)}
    today = place_pin(
        place,
        title=site.name,
        url=url,
        kind="site",
        label=site.short_name,
        side=side_of(place),
        note=note,
        came_from=next(((pin.x, pin.y) for pin in left if pin), None),
    )
    return [pin for pin in (*left, today) if pin]


def short_place(place):
    """The first words of an address, enough to know it on a map."""
    return place.name.split(",")[0]
