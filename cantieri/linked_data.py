"""Cantieri in schema.org's words; the same as their pages say to people."""

from content.linked_data import UNIVERSITY


def lab_node(lab, request):
    """A lab as a project of research the university shares with its partners."""
    url = request.build_absolute_uri(lab.get_absolute_url())
    partners = [row.organisation for row in lab.partnerships.all()]
    node = {
        "@type": "ResearchProject",
        "@id": f"{url}#lab",
        "name": lab.name,
        "description": lab.description,
        "url": url,
        "keywords": lab.theme.name,
        "parentOrganization": {"@id": UNIVERSITY["@id"]},
        "member": [
            {"@type": "Organization", "name": partner.name} for partner in partners
        ],
    }
    if lab.started:
        node["foundingDate"] = lab.started
    if lab.ended:
        node["dissolutionDate"] = lab.ended
    if lab.place:
        node["location"] = {"@type": "Place", "name": lab.place.name}
    if lab.website:
        node["sameAs"] = lab.website
    return {key: value for key, value in node.items() if value}


def lab_list(labs, request):
    """The labs, in the order of the page."""
    return {
        "@type": "ItemList",
        "numberOfItems": len(labs),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": lab.name,
                "url": request.build_absolute_uri(lab.get_absolute_url()),
            }
            for number, lab in enumerate(labs, start=1)
        ],
    }
