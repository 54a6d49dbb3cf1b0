"""What the maps of Milan mark for a lab."""

from directory.pins import place_pin, side_of


def lab_pins(lab):
    """The pin of a lab, under the name of its theme; none where it is everywhere."""
    pin = lab.place and place_pin(
        lab.place,
        title=lab.name,
        url=lab.get_absolute_url(),
        kind="lab",
        note=lab.theme.name,
        side=side_of(lab.place),
    )
    return [pin] if pin else []
