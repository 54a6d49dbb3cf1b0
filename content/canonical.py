"""One way to write data as bytes, so that the same data has the same hash."""

import json
import unicodedata
from decimal import Decimal
from hashlib import sha256


def canonical(data):
    """Data as UTF-8 JSON: keys in order, no spaces, texts composed (NFC).

    Sums are Decimal and are written as texts; a float, which has no one way to be
    written, raises TypeError.
    """
    return json.dumps(
        _plain(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(written):
    """SHA-256 of bytes, in hexadecimal."""
    return sha256(written).hexdigest()


def _plain(value):
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return format(value, "f")
        case dict():
            return {_key(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _key(key):
    if not isinstance(key, str):
        raise TypeError("Keys are texts.")
    return unicodedata.normalize("NFC", key)
