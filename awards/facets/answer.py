"""What a search found, in a sentence: the heading of the explorer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from content.formats import count_text

# What is said of a facet with one value chosen, several, or the missing one.
SAYINGS = {
    "competition": (
        gettext_lazy("%(name)s edition"),
        pgettext_lazy("found in", "%(count)s editions"),
        "",
    ),
    "department": (
        gettext_lazy("with the %(name)s department"),
        gettext_lazy("with one of %(count)s departments"),
        gettext_lazy("with no known department"),
    ),
    "place": (
        pgettext_lazy("a town", "in %(name)s"),
        gettext_lazy("in one of %(count)s places"),
        gettext_lazy("in no known place"),
    ),
    "country": (
        pgettext_lazy("a country", "in %(name)s"),
        gettext_lazy("in one of %(count)s countries"),
        gettext_lazy("in no known country"),
    ),
    "site": (
        gettext_lazy("at the Off Campus site of %(name)s"),
        gettext_lazy("at one of %(count)s Off Campus sites"),
        gettext_lazy("at no Off Campus site"),
    ),
    "partner": (
        pgettext_lazy("a partner", "with %(name)s"),
        gettext_lazy("with one of %(count)s partners"),
        gettext_lazy("with no known partner"),
    ),
    "status": (
        pgettext_lazy("a status", "status: %(name)s"),
        gettext_lazy("in one of %(count)s states"),
        gettext_lazy("of unknown status"),
    ),
}
MISSING = {"unknown", "none"}


def answer(search):
    """`6 projects out of 47: 2 editions, with the DESIGN department`."""
    found, total = search.projects.bit_count(), len(search.index.pks)
    said = [say(search, key) for key in search.chosen]
    if search.q:
        said.insert(0, _("for “%(words)s”") % {"words": search.q})
    if not said:
        return everything(search, total)
    return _("%(found)s out of %(total)s: %(which)s") % {
        "found": projects_text(found),
        "total": count_text(total),
        "which": ", ".join(said),
    }


def say(search, key):
    """How the values chosen in a facet narrow the search."""
    one, several, missing = SAYINGS[key]
    value, *others = search.chosen[key]
    if others:
        return several % {"count": count_text(len(others) + 1)}
    if value in MISSING:
        return str(missing)
    return one % {"name": search.index.options[key][value].name}


def projects_text(number):
    if not number:
        return _("No project")
    words = ngettext("%(count)s project", "%(count)s projects", number)
    return words % {"count": count_text(number)}


def editions_text(number):
    words = ngettext("%(count)s edition", "%(count)s editions", number)
    return words % {"count": count_text(number)}


def everything(search, total):
    """`47 projects, 11 editions, in Italy and 9 other countries`."""
    said = [projects_text(total)]
    if editions := len(search.values_found("competition")):
        said.append(editions_text(editions))
    countries = search.values_found("country")
    others = len([code for code in countries if code not in {"IT", *MISSING}])
    if "IT" in countries and others:
        words = ngettext(
            "in Italy and %(count)s other country",
            "in Italy and %(count)s other countries",
            others,
        )
        said.append(words % {"count": count_text(others)})
    elif "IT" in countries:
        said.append(_("in Italy"))
    elif others:
        words = ngettext("in %(count)s country", "in %(count)s countries", others)
        said.append(words % {"count": count_text(others)})
    return ", ".join(said)
