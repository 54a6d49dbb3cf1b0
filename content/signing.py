"""Signatures that anybody can check with a published key: Ed25519 (RFC 8032)."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.conf import settings


@dataclass(frozen=True)
class PublicKey:
    """A key that the portal signs with, or did: `id` is in what it signed."""

    id: str
    pem: str
    is_current: bool


@dataclass(frozen=True)
class Signature:
    key_id: str
    text: str  # base64


def sign(data):
    """Sign bytes with the present key."""
    signed = _own().sign(data)
    return Signature(_id(_own().public_key()), b64encode(signed).decode())


def is_genuine(data, signature):
    """Whether one of the portal's keys, the present or a former one, signed this."""
    key = _known().get(signature.key_id)
    if key is None:
        return False
    try:
        key.verify(b64decode(signature.text, validate=True), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def published_keys():
    """The keys to check signatures with, the present one first."""
    return [
        PublicKey(
            name,
            key.public_bytes(
                serialization.Encoding.PEM,
                serialization.PublicFormat.SubjectPublicKeyInfo,
            ).decode(),
            is_current=n == 0,
        )
        for n, (name, key) in enumerate(_known().items())
    ]


@cache
def _own():
    seed = b64decode(settings.RECEIPT_KEY)
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)


@cache
def _known():
    former = [
        ed25519.Ed25519PublicKey.from_public_bytes(b64decode(each))
        for each in settings.RECEIPT_OLD_KEYS
    ]
    return {_id(key): key for key in (_own().public_key(), *former)}


def _id(key):
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return sha256(key.public_bytes(*raw)).hexdigest()[:16]
