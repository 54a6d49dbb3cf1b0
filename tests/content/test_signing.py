import subprocess
from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import signing
from content.signing import Signature, is_genuine, published_keys, sign

DATA = b"consegnata alle 11:59"


@pytest.fixture
def keys(settings):
    """The portal a year later: it signs with a new key and publishes the former one."""
    former = Ed25519PrivateKey.generate()
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    settings.RECEIPT_OLD_KEYS = [
        b64encode(former.public_key().public_bytes(*raw)).decode()
    ]
    forget()
    yield former
    forget()


def forget():
    signing._own.cache_clear()
    signing._known.cache_clear()


def test_what_was_signed_is_genuine():
    assert is_genuine(DATA, sign(DATA))


def test_anything_else_is_not():
    signature = sign(DATA)
    assert not is_genuine(DATA + b".", signature)
    assert not is_genuine(DATA, Signature("0" * 16, signature.text))
    assert not is_genuine(DATA, Signature(signature.key_id, "not base64"))
    assert not is_genuine(DATA, Signature(signature.key_id, "AAAA"))


def test_former_key_still_tells_what_it_signed(keys):
    present, former = published_keys()
    assert (present.is_current, former.is_current) == (True, False)
    signed = Signature(former.id, b64encode(keys.sign(DATA)).decode())
    assert is_genuine(DATA, signed)
    assert not is_genuine(b"else", signed)
    assert sign(DATA).key_id == present.id


@pytest.mark.parametrize(("data", "code"), [(DATA, 0), (b"else", 1)])
def test_signature_is_checked_offline_with_the_published_key(tmp_path, data, code):
    signature = sign(DATA)
    (tmp_path / "key.pem").write_text(published_keys()[0].pem)
    (tmp_path / "data").write_bytes(data)
    (tmp_path / "signature").write_bytes(b64decode(signature.text))
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin",
         "-in", "data", "-sigfile", "signature"],
        cwd=tmp_path, capture_output=True,
    )  # fmt: skip
    assert done.returncode == code
