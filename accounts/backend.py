from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission


class GroupsBackend(AuthenticationBackend):
    """Signs in like allauth's; what somebody may do comes from their groups alone.

    The account's form offers no permission of one's own, so none is asked for: every
    page of the staff costs a query less.
    """

    def _get_user_permissions(self, user_obj):
        return Permission.objects.none()
