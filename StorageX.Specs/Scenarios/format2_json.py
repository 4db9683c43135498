"""JSON as FORMAT.md has it, in manifests and in trees of folders: for format2_reader.py."""
import json, re


class Refused(Exception):
    """What a reader must not accept."""


def require(holds, defect):
    if not holds:
        raise Refused(defect)


def parse_json(text, what="a manifest"):
    """One object: no field twice, nesting of at most 8."""
    def once(pairs):
        require(len(pairs) == len(dict(pairs)), "a field that stands twice")
        return dict(pairs)

    def depth(value):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, inner), default=0) if isinstance(value, (dict, list)) else 0

    try:
        fields = json.loads(text.decode("utf-8"), object_pairs_hook=once, parse_constant=lambda name: require(False, name))
        require(isinstance(fields, dict) and depth(fields) <= 8, f"{what} that is no JSON object, or too deep")
    except (ValueError, RecursionError):
        raise Refused(f"{what} that is not JSON in UTF-8") from None
    return fields


def whole_number(fields, name, least, most, default=None):
    value = fields.get(name, default)
    require(type(value) is int and least <= value <= most, f"{name} is not a whole number from {least} to {most}")
    return value


def text_field(fields, name, pattern=r"(?s).*"):
    value = fields.get(name)
    require(isinstance(value, str) and re.fullmatch(pattern, value), f"{name} is not text of the right form")
    return value
