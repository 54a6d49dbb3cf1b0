"""Who takes part in a demonstration. The names are put together, and nobody's."""

from dataclasses import dataclass
from itertools import count

from django.utils.text import slugify

from accounts.models import User
from accounts.role_groups import RoleGroup
from directory.models import Department
from polisocial.demonstration.addresses import (
    CHAIR,
    EVALUATOR,
    HEAD,
    OFFICE,
    SECRETARY,
)

GIVEN = (
    *("Ada", "Berto", "Clelia", "Dario", "Elvira", "Fausto", "Gilda", "Ivo"),
    *("Lidia", "Marzio", "Nives", "Orfeo", "Palma", "Quinto", "Rina"),
)
FAMILY = (
    *("Acquarzi", "Bellavigna", "Campolungo-Sarti", "Dolcerba", "Fiordasio"),
    *("Grandorsi", "Lumabruna", "Montesolo", "Nevedoro", "Pratolieve"),
    *("Roccamora", "Sassobello", "Terralba", "Valdombra"),
)
BODIES = (
    ("Associazione Porta Socchiusa", "association"),
    ("Cooperativa Il Filo Lungo", "cooperative"),
    ("Fondazione Casa di Vetro", "foundation"),
    ("Circolo La Lanterna Verde", "association"),
    ("Cooperativa Mani e Terra", "cooperative"),
    ("Azienda Officine del Mulino", "enterprise"),
    ("Istituto Scolastico Le Betulle", "institution"),
    ("Unione dei Comuni di Valchiara", "public_body"),
    ("Associazione Passo dopo Passo", "association"),
    ("Fondazione Cielo Basso", "foundation"),
)
EVALUATORS = 12


class NoDepartments(Exception):
    """There is no content yet: teams are of departments, and these are not invented."""


@dataclass
class People:
    """The accounts of a demonstration, made where they are not there yet."""

    office: User
    head: User
    chair: User
    secretary: User
    evaluators: list[User]
    departments: list[Department]

    def __post_init__(self):
        self._number = count(EVALUATORS + len((self.chair, self.secretary)))

    def new(self):
        """Somebody else of the university: for a team."""
        return account(next(self._number))

    def department(self, number):
        return self.departments[number % len(self.departments)]


def gather():
    """Those who run and judge it. Raises NoDepartments."""
    departments = list(Department.objects.order_by("code")[:8])
    if not departments:
        raise NoDepartments
    chair, secretary, first, *others = range(EVALUATORS + 2)
    return People(
        office=_made(OFFICE, "Ufficio", "Premio"),
        head=_made(HEAD, "Direzione", "Premio"),
        chair=account(chair, CHAIR),
        secretary=account(secretary, SECRETARY),
        evaluators=[account(first, EVALUATOR), *map(account, others)],
        departments=departments,
    )


def account(number, email=""):
    """Somebody by number: the same number is the same person."""
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
    address = email or f"{slugify(given)}.{slugify(family)}.{number}@example.org"
    return _made(address, given, family, role_group=RoleGroup.TENURED)


def _made(email, given, family, **fields):
    user = User.objects.filter(email=email).first()
    if user is None:
        names = {"first_name": given, "last_name": family}
        user = User.objects.create_user(email, **names, **fields)
        user.verify_email()
    return user
