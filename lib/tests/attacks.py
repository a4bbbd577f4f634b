"""A corpus whose every text attacks: headlines, texts, outlets, authors, addresses, ids, codebook, file names.

What executes anywhere counts itself in `window.pwned`; what is only shown does nothing.
"""

import json
from pathlib import Path

import yaml

HIT = "window.pwned=(window.pwned||0)+1"
ATTACKS = {
    "script": f"<script>{HIT}</script>",
    "script end": f"</script><script>{HIT}</script>",
    "style end": f"</style></title></textarea><script>{HIT}</script>",
    "cdata": f"]]></desc></title></svg><script>{HIT}</script>",
    "comment": f"--><!--<img src=x onerror={HIT}>-->",
    "image": f"<img src=x onerror={HIT}>",
    "svg": f"<svg onload={HIT}><animate onbegin={HIT} attributeName=x dur=1s></svg>",
    "attribute": f"\" onmouseover=\"{HIT}\" autofocus onfocus=\"{HIT}\" x=\"",
    "attribute too": f"' onpointerenter='{HIT}' autofocus onfocus='{HIT}' x='",
    "frame": f"<iframe srcdoc=\"<script>parent.{HIT.replace('window', 'window.parent')}</script>\"></iframe>",
    "markdown": f"[open](javascript:{HIT}) ![x](x\" onerror=\"{HIT}) <javascript:{HIT}>",
    "template": "{{ 7 * 7 }} {% for x in cycler.__init__.__globals__ %}{{ x }}{% endfor %} ${jndi:x} <%= 7 * 7 %>",
    "mathtext": "costs of $5 to $9, $\\frac{1}{0}$ and $\\mathdefault{x$ %s %(name)s {0}",
    "formula": f"=HYPERLINK(\"javascript:{HIT}\";\"open\")",
    "command": "+cmd|' /C calc'!A0",
    "path": "../../../../../../tmp/standpoint-was-here",
    "terminal": "\x1b]0;pwned\x07\x1b[2J\x1b[31mred\x1b[0m \x9b31m \x08\x08",
    "turned": "\u202egnp.exe\u202c \u2066left\u2069 \u200fright",
    "huge": "Wattenmeer" * 400,
    "base": "<base href=\"https://harbour.example/\"><meta http-equiv=refresh content=\"0;url=https://harbour.example/\">",
    "index": f"\"}});{HIT};//\u2028{HIT}\u2029__proto__ \\u003cscript\\u003e",
    "lone": "\ud83d half of a sign, \ufffe \x0b \x7f",
}  # fmt: skip


def write(folder: Path) -> Path:
    """The corpus in a folder of its own, read by rules."""
    folder.mkdir(parents=True)
    all_of_them = list(ATTACKS.values())
    clean = {k: v.replace("\x1b", "").replace("\x9b", "").replace("\x07", "") for k, v in ATTACKS.items()}
    actors = [
        {"id": f"speaker-{i}", "name": f"{name} {clean[kind][:400]}", "type": "person", "aliases": [name]}
        for i, (name, kind) in enumerate(
            [("Zoran Kolb", "script"), ("Mira Tann", "svg"), ("Otto Brehm", "attribute"), ("Ada Lund", "template")]
        )
    ]
    issues = [
        {
            "id": f"issue-{i}",
            "claim": f"The {term} should be raised {clean[kind][:400]}",
            "en": {"terms": [term], "for": ["should be raised"], "against": ["should be scrapped"]},
        }
        for i, (term, kind) in enumerate(
            [("harbour fee", "cdata"), ("tide tax", "markdown"), ("gull toll", "mathtext")]
        )
    ]
    about = {
        "title": f"Attacks {clean['style end']}",
        "description": " ".join(v[:200] for k, v in clean.items() if k not in ("terminal", "lone")),
        "licence": clean["image"],
        "language": "en",
        "reader": "rules",
        "sources": [{"fact": clean["script"], "where": clean["attribute"]}],
        "codebook": {"actors": actors, "issues": issues},
    }
    (folder / "corpus.yaml").write_text(yaml.safe_dump(about, allow_unicode=True), encoding="utf-8")
    articles = [_article(i, kind, all_of_them) for i in range(2) for kind in ATTACKS]
    names = ["plain", "<img src=x onerror=alert(1)>", "=1+1", "{{ 7 * 7 }}", "a\u202eb"]
    for i, name in enumerate(names):
        lines = [json.dumps(a) for a in articles[i :: len(names)]]
        broken = ['{"article_id": "<script>', json.dumps({"title": ATTACKS["script"]})] if not i else []
        (folder / f"{name}.jsonl").write_text("\n".join([*lines, *broken]) + "\n", encoding="utf-8")
    return folder


def _article(turn: int, kind: str, attacks: list[str]) -> dict[str, str]:
    words = ATTACKS[kind]
    i = list(ATTACKS).index(kind) + turn
    who = ["Zoran Kolb", "Mira Tann", "Otto Brehm", "Ada Lund"]
    speaker, other = who[i % 4], who[(i + 1 + turn) % 4]
    term = ["harbour fee", "tide tax", "gull toll"][i % 3]
    return {
        "article_id": f"{turn} {words}",
        "title": f"{speaker} on the {term}: {words}",
        "outlet": attacks[(i + 3) % 5],
        "byline": attacks[(i + 5) % len(attacks)],
        "url": [f"javascript:{HIT}", f"https://harbour.example/{turn}/{i}?a=\"><script>{HIT}</script>"][turn],
        "published": f"2025-01-{1 + (i * 3) % 28:02d}T{6 + turn:02d}:00:00Z",
        "text": f"{speaker} said the {term} should be {['raised', 'scrapped'][i % 2]}. “Number {i} {words} it is,” "
        f"{other} said.\n\nThe {words} council of {i} towns met. {other} said that the {term} should be scrapped; "
        f"{speaker} called {other} a friend of berth {i * 7}. "
        f"According to {words} nobody else came in week {i + turn}.",
    }  # fmt: skip
