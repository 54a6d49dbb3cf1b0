from django.conf import settings


def pytest_configure():
    """Passwords of people who do not exist need not cost what real ones do."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
