"""Projects in schema.org's words, equal to what their pages say."""

from content.linked_data import LICENCE, UNIVERSITY
from directory.linked_data import point

CURRENCY = "EUR"


def without_blanks(node):
    """A node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def money(amount):
    if amount is None:
        return None
    value = f"{amount:.2f}"
    return {"@type": "MonetaryAmount", "currency": CURRENCY, "value": value}


def project_nodes(project, request, *, partnerships=()):
    """A project of `for_page()` and the money that pays for it."""
    here = request.build_absolute_uri(project.get_absolute_url())
    titled = project.title and not project.title_is_acronym
    research = {
        "@type": "ResearchProject",
        "@id": f"{here}#project",
        "mainEntityOfPage": {"@id": here},
        "name": project.acronym,
        "alternateName": str(project.title) if titled else None,
        "description": str(project.summary),
        "identifier": project.slug,
        "keywords": list(project.keywords or []),
        "parentOrganization": {"@id": UNIVERSITY["@id"]},
        "sponsor": {"@id": UNIVERSITY["@id"]},
        "department": [
            department_node(row.department, request)
            for row in project.project_departments.all()
        ],
        "member": [
            *(person_node(member) for member in project.team.all()),
            *(partner_node(row, request) for row in partnerships),
        ],
        "location": [place_node(row.place) for row in project.project_places.all()],
        "foundingDate": project.started,
        "dissolutionDate": project.ended,
        "sameAs": project.website,
        "funding": {"@id": f"{here}#grant"},
    }
    grant = {
        "@type": "MonetaryGrant",
        "@id": f"{here}#grant",
        "name": project.competition.label,
        "amount": money(project.award),
        "funder": {"@id": UNIVERSITY["@id"]},
        "fundedItem": {"@id": f"{here}#project"},
        "license": LICENCE,
    }
    return [without_blanks(research), without_blanks(grant)]


def department_node(department, request):
    return {
        "@type": "Organization",
        "name": str(department.name),
        "identifier": department.code,
        "url": request.build_absolute_uri(department.get_absolute_url()),
    }


def person_node(member):
    """A person in the role they have in a project."""
    return {
        "@type": "OrganizationRole",
        "roleName": member.get_role_display(),
        "member": {"@type": "Person", "name": member.name},
    }


def partner_node(partnership, request):
    """An organisation in the role it has in a project."""
    organisation = partnership.organisation
    node = {
        "@type": "Organization",
        "name": organisation.name,
        "url": request.build_absolute_uri(organisation.get_absolute_url()),
    }
    if not partnership.role:
        return node
    role = str(partnership.role)
    return {"@type": "OrganizationRole", "roleName": role, "member": node}


def place_node(place):
    node = {
        "@type": "Place",
        "name": str(place.name),
        "address": without_blanks(
            {
                "@type": "PostalAddress",
                "addressLocality": str(place.locality),
                "addressCountry": place.country.code,
            }
        ),
    }
    return node | point(place)
