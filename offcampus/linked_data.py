"""Off Campus in schema.org's words; the same as its pages say to people."""

from directory.linked_data import point


def site_node(site, request):
    """A site as a place where people are received; where it is today."""
    url = request.build_absolute_uri(site.get_absolute_url())
    node = {
        "@type": "CivicStructure",
        "@id": f"{url}#site",
        "name": site.name,
        "description": site.description,
        "url": url,
        "containedInPlace": {"@type": "Place", "name": site.district},
    }
    if site.themes:
        node["keywords"] = ", ".join(site.themes)
    if site.website:
        node["sameAs"] = site.website
    if site.today.address:
        node |= position(site.today.address.place)
    return node


def position(place):
    """Where a site receives people."""
    return {"address": place.name} | point(place)


def site_list(sites, request):
    """The sites, in the order of the page."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(sites),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": site.name,
                "url": request.build_absolute_uri(site.get_absolute_url()),
            }
            for number, site in enumerate(sites, start=1)
        ],
    }
