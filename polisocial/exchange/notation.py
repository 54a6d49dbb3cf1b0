"""JSON whose numbers keep their digits: money never passes through a float."""

import json
from decimal import Decimal


class BadNotation(ValueError):
    """A text that is not JSON; the message says what to do."""


def refuse_constant(name):
    raise BadNotation(f"{name} is not a number. Write null when it is not known.")


def once(pairs):
    """An object, each key of which is written once."""
    known = dict(pairs)
    if len(known) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadNotation(f'The key "{twice}" is written twice. Keep one.')
    return known


def parse(text):
    """The value a JSON text stands for. Raises BadNotation."""
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=refuse_constant,
            object_pairs_hook=once,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadNotation(f"This is not JSON ({where}). Correct it there.") from None
    except RecursionError:
        raise BadNotation("Too many brackets in each other. Write it flat.") from None
    except BadNotation:
        raise
    except (ValueError, ArithmeticError):
        raise BadNotation("A number has too many digits. Write it shorter.") from None


def write(value, margin="\n"):
    """The JSON text of a value: two spaces, accents as they are."""
    inner = f"{margin}  "
    if isinstance(value, dict):
        ends = "{}"
        items = [f"{write(key)}: {write(item, inner)}" for key, item in value.items()]
    elif isinstance(value, list):
        ends = "[]"
        items = [write(item, inner) for item in value]
    elif isinstance(value, Decimal):
        return str(value)
    else:
        return json.dumps(value, ensure_ascii=False)
    if not items:
        return ends
    return f"{ends[0]}{inner}{f',{inner}'.join(items)}{margin}{ends[1]}"


class Encoder(json.JSONEncoder):
    """For a JSONField that keeps digits."""

    def encode(self, value):
        return write(value)


class Decoder(json.JSONDecoder):
    """For a JSONField that keeps digits."""

    def __init__(self, **options):
        super().__init__(**options, parse_float=Decimal)
