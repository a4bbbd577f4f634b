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
    },
)
