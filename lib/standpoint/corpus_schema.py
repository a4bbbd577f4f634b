"""What corpus.yaml may hold, as JSON Schema: the source of the errors that point at a line."""

from standpoint.codebook_schema import CODEBOOK, DATE, TEXT, listing, record
from standpoint.formats.record import FIELDS

LONG_TEXT = {"type": "string", "minLength": 1, "maxLength": 5000, "description": "a text"}
COLUMNS = record({}, dict.fromkeys(FIELDS, TEXT))
FILE_RULE = record(
    {"match": TEXT},
    {
        "outlet": TEXT,
        "columns": COLUMNS,
        "dates": {"enum": ["day-first", "month-first"], "description": "day-first or month-first"},
    },
)
ADDRESS = {
    "type": "string",
    "pattern": r"^https?://[^\s/?#@]+([/?#]\S*)?\Z",
    "maxLength": 2000,
    "description": "an address that begins with http:// or https://, without a name or password",
}
SOURCES = listing(
    {
        "if": {"type": "object"},
        "then": record({"url": ADDRESS}, {"outlet": TEXT}),
        "else": ADDRESS,
    }
)
COLLECT = record(
    {},
    {
        "feeds": SOURCES,
        "pages": SOURCES,
        "contact": {
            "type": "string",
            "pattern": r"^[!-~][ -~]{2,99}\Z",
            "description": "how to reach you, an e-mail address or the address of a page, in plain ASCII",
        },
        "delay": {"type": "number", "minimum": 1, "maximum": 600, "description": "seconds, from 1 to 600"},
    },
)
ALARMS = record(
    {},
    {
        "halving": {"type": "number", "minimum": 0, "maximum": 1, "description": "a share from 0 to 1"},
        "least": {"type": "integer", "minimum": 1, "description": "a number of articles, statements or stances"},
        "outlet": {"type": "integer", "minimum": 1, "description": "a number of articles"},
    },
)
CORPUS = record(
    {"title": TEXT},
    {
        "description": LONG_TEXT,
        "period": record({}, {"since": DATE, "until": DATE}),
        "language": {
            "type": "string",
            "pattern": r"^[a-z]{2,3}\Z",
            "description": "a language code such as en",
        },
        "timezone": {**TEXT, "description": "a time zone such as Europe/London or UTC"},
        "licence": LONG_TEXT,
        "sources": listing(record({"fact": LONG_TEXT}, {"where": LONG_TEXT})),
        "files": listing(FILE_RULE),
        "codebook": CODEBOOK,
        "reader": {"enum": ["learned", "rules"], "description": "learned or rules"},
        "collect": COLLECT,
        "alarms": ALARMS,
    },
)
