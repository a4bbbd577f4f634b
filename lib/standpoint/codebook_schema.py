"""What a codebook file may hold, as JSON Schema: the source of the errors that point at a line."""

from typing import Any

TEXT = {"type": "string", "minLength": 1, "maxLength": 500, "description": "a text"}
TEXTS = {
    "type": "array",
    "items": {**TEXT, "description": "a text (put quotation marks around numbers)"},
    "description": "a list of texts",
}
ID = {
    "type": "string",
    "pattern": r"^[a-z0-9][a-z0-9-]{0,79}$",
    "description": "an id: lower-case letters, digits and hyphens",
}
DATE = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "minimum": 1000,
    "maximum": 2999,
    "description": "a date: 2025-01-31, 2025-01 or 2025",
}
LANGUAGE = r"^(?!id$)[a-z]{2}$"


def record(required: dict[str, Any], optional: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Schema of a mapping with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
        "description": f"a mapping with {', '.join(required) or 'some'}"
        + (f" and, as needed, {', '.join(optional)}" if optional else ""),
        **more,
    }


def listing(item: dict[str, Any]) -> dict[str, Any]:
    """Schema of a list of such items."""
    return {"type": "array", "items": item, "description": "a list"}


OFFICE = record({"title": TEXT, "of": ID}, {"start": DATE, "end": DATE})
ACTOR = record(
    {
        "id": ID,
        "name": TEXT,
        "type": {
            "enum": ["person", "organization", "state", "place", "group"],
            "description": "person, organization, state, place or group",
        },
    },
    {
        "article": TEXT,
        "aliases": TEXTS,
        "demonyms": TEXTS,
        "metonyms": TEXTS,
        "short_names": TEXTS,
        "short_beside": listing(ID),
        "gender": {"enum": ["m", "f"], "description": "m or f"},
        "country": ID,
        "surname": TEXT,
        "offices": listing(OFFICE),
    },
)
WORDING = record({}, {"terms": TEXTS, "for": TEXTS, "against": TEXTS})
THRESHOLD = {"type": "number", "minimum": 0, "maximum": 1, "description": "a number from 0 to 1"}
ISSUE = record(
    {"id": ID, "claim": TEXT},
    {"topic": ID, "threshold": THRESHOLD},
    patternProperties={LANGUAGE: WORDING | {"title": "en"}},
)
OUTLET = record(
    {"id": ID, "name": TEXT},
    {"aliases": TEXTS, "country": ID, "domains": TEXTS, "timezone": TEXT},
)
AGENCY = record(
    {"id": ID, "name": TEXT},
    {
        "full_name": TEXT,
        "aliases": TEXTS,
        "country": ID,
        "domains": TEXTS,
        "credits": TEXTS,
        "timezone": TEXT,
        "dateline": {
            "enum": ["brackets", "slashes", "bare", "leading"],
            "description": "brackets (KYIV (AP) -), slashes (/TASS/), bare (Kyodo -) or leading ((ANSA) - Rome)",
        },
    },
)
CODEBOOK = record(
    {},
    {
        "topics": listing(ID),
        "office_titles": {"type": "object", "additionalProperties": TEXTS, "description": "title: [other wordings]"},
        "no_actors": {"type": "object", "additionalProperties": TEXTS, "description": "kind: [names]"},
        "actors": listing(ACTOR),
        "issues": listing(ISSUE),
        "outlets": listing(OUTLET),
        "agencies": listing(AGENCY),
    },
)
CUES = {
    "type": "object",
    "additionalProperties": {
        "description": "a list of texts, a mapping of such lists, or a mapping of texts",
        "anyOf": [
            TEXTS,
            {"type": "object", "additionalProperties": {"anyOf": [TEXTS, TEXT]}},
        ],
    },
    "description": "a mapping of section to cues",
}
