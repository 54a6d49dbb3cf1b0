"""What pages say to machines in schema.org's words; the same as they say to people."""

from django.utils.translation import get_language

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
UNIVERSITY = {
    "@type": "CollegeOrUniversity",
    "@id": "https://ror.org/01nffqt88",
    "name": "Politecnico di Milano",
    "url": "https://www.polimi.it",
}


def document(request, page):
    """The graph of a page: itself, the way to it, and what it is about."""
    here = request.build_absolute_uri(request.path)
    web_page = {
        "@type": "WebPage",
        "@id": here,
        "url": here,
        "name": page.title,
        "inLanguage": get_language(),
        "license": LICENCE,
        "publisher": {"@id": UNIVERSITY["@id"]},
    }
    if page.description:
        web_page["description"] = page.description
    if page.updated_at:
        web_page["dateModified"] = page.updated_at.isoformat()
    nodes = [web_page, UNIVERSITY, *page.linked_data]
    if page.crumbs:
        web_page["breadcrumb"] = {"@id": f"{here}#path"}
        nodes.append(breadcrumbs(request, page, here))
    return {"@context": "https://schema.org", "@graph": nodes}


def breadcrumbs(request, page, here):
    """The way from home to the page, the page included."""
    steps = [(crumb.title, crumb.url) for crumb in page.crumbs] + [(page.name, here)]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{here}#path",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": request.build_absolute_uri(url),
            }
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }
