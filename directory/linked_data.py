"""Places in schema.org's words."""

from directory.models import Precision

EXACT = (Precision.SITE, Precision.STREET)


def point(place):
    """Where a place is; nothing when it is not known to the street at least."""
    if place.precision not in EXACT:
        return {}
    return {
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": float(place.latitude),
            "longitude": float(place.longitude),
        }
    }
