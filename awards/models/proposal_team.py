import secrets
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.role_groups import RoleGroup
from awards.models.proposal import MemberState, Proposal
from directory.models import Department, Organisation, OrganisationKind


def new_token():
    """A secret for a link in a letter."""
    return secrets.token_urlsafe(24)


def hashed(token):
    """What is stored of a link's secret: whoever reads the table opens nothing."""
    return sha256(token.encode()).hexdigest()


class MemberRole(models.TextChoices):
    """What somebody may do with a proposal, and is in its team."""

    COORDINATOR = "coordinator", _("scientific coordinator")
    MANAGER = "manager", _("project manager")
    EDITOR = "editor", _("member who writes")
    READER = "reader", _("member who reads")


LEADING = (MemberRole.COORDINATOR, MemberRole.MANAGER)
WRITING = (*LEADING, MemberRole.EDITOR)


class Member(models.Model):
    """Somebody named in the team of a proposal, who has answered or has yet to.

    Who has no account may consent to be named all the same, by the link in a letter;
    `language` is that of the page where they did, and before, of who invited them.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="members", verbose_name=_("proposal")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("account"),
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=MemberRole)
    role_group = models.CharField(
        _("at the university"), max_length=12, choices=RoleGroup, blank=True
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        verbose_name=_("department"),
        null=True,
        blank=True,
    )
    state = models.CharField(
        max_length=10,
        choices=MemberState,
        default=MemberState.INVITED,
        editable=False,
    )
    invited_at = models.DateTimeField(_("invited"), editable=False)
    consented_at = models.DateTimeField(
        _("agreed to be named"), null=True, blank=True, editable=False
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default="it",
        editable=False,
    )
    token_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member of a proposal")
        verbose_name_plural = _("members of proposals")
        constraints = [
            models.UniqueConstraint(
                "proposal",
                Lower("email"),
                name="member_once_a_proposal",
                violation_error_message=_("This person is in the team already."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "user"],
                name="member_one_account_once",
                violation_error_message=_("This person is in the team already."),
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(role=MemberRole.COORDINATOR),
                name="member_one_coordinator",
                violation_error_message=_("A proposal has one coordinator."),
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(role=MemberRole.MANAGER),
                name="member_one_manager",
                violation_error_message=_("A proposal has one project manager."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="member_role_known"
            ),
            models.CheckConstraint(
                condition=Q(state=MemberState.ACCEPTED) | Q(consented_at__isnull=True),
                name="member_consents_by_accepting",
            ),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="member_token_unique",
            ),
        ]

    def __str__(self):
        return self.name


class Contribution(models.TextChoices):
    """What an outside partner puts into a project."""

    NONE = "none", _("no contribution")
    MONEY = "money", _("money")
    IN_KIND = "in_kind", _("in kind")


class ProposalPartner(models.Model):
    """An organisation outside the university that a proposal names as partner.

    One of the directory, or one proposed with its name, which staff merge later.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="partners", verbose_name=_("proposal")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
    )
    proposed_name = models.CharField(_("its name"), max_length=200, blank=True)
    proposed_kind = models.CharField(
        _("its kind"), max_length=12, choices=OrganisationKind, blank=True
    )
    merged_into = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("in the directory"),
        help_text=_("Which organisation of the directory a proposed one is."),
        null=True,
        blank=True,
    )
    role = models.CharField(_("what it does in the project"), max_length=300)
    contribution = models.CharField(
        _("contribution"),
        max_length=8,
        choices=Contribution,
        default=Contribution.NONE,
    )
    value = models.DecimalField(
        _("worth (EUR)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    letter_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    letter_name = models.CharField(max_length=200, blank=True, editable=False)
    letter_size = models.PositiveIntegerField(null=True, editable=False)
    contact_name = models.CharField(_("who answers for it"), max_length=200)
    contact_email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(
        _("confirmed"), null=True, blank=True, editable=False
    )
    declined_at = models.DateTimeField(
        _("declined"), null=True, blank=True, editable=False
    )
    token_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("partner of a proposal")
        verbose_name_plural = _("partners of proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, proposed_name="")
                | Q(organisation__isnull=True) & ~Q(proposed_name=""),
                name="partner_known_or_proposed",
                violation_error_message=_(
                    "Choose a partner of the directory, or write the name of a new one."
                ),
            ),
            models.UniqueConstraint(
                fields=["proposal", "organisation"],
                name="partner_once_a_proposal",
                violation_error_message=_("This partner is there already."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True)
                | Q(value__gt=0) & ~Q(contribution=Contribution.NONE),
                name="partner_value_of_a_contribution",
                violation_error_message=_(
                    "Say whether the contribution is money or in kind."
                ),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
                name="partner_confirms_or_declines",
            ),
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="partner_token_unique",
            ),
        ]

    def __str__(self):
        return self.proposed_name or str(self.organisation)

    @property
    def kind(self):
        """The kind of organisation it is, as far as anybody said."""
        return self.organisation.kind if self.organisation else self.proposed_kind
