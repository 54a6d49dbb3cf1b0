"""What the pages of the institution know of a person: the reports they signed."""

from django.db.models import Q

from accounts.person import Part, register
from polisocial.models import ErrorReport


def reports_of(user):
    own = Q(pk=None)
    verified = user.emailaddress_set.filter(verified=True)
    for address in verified.values_list("email", flat=True):
        own |= Q(email__iexact=address)
    return ErrorReport.objects.filter(own)


def tell(user):
    rows = reports_of(user).order_by("at")
    return {"reports": list(rows.values("page", "kind", "text", "email", "at"))}


def erase(user):
    """The report stays, for the page's sake; nobody's address is on it."""
    reports_of(user).update(email="")


register(Part("pages", tell, erase))
