"""Small files in our own words that imitate wire formats, feeds, web archives and the older formats."""

import gzip
import io
import json
import zipfile

PARAGRAPHS = (
    "HARBOUR CITY (HVN) - The harbour minister, Mara Lind, said on Monday that the talks would go on.",
    "“Nobody can live on nine an hour,” she told reporters. The shipowners' federation rejected the plan.",
)
TEXT = "\n\n".join(PARAGRAPHS)
HEADLINE = "Harbour talks go on"
XHTML = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)


def g2_item(
    guid: str = "urn:newsml:hvn.example:20250113:1", version: int = 1, body: str = "", kind: str = "text"
) -> str:
    """A NewsML-G2 news item."""
    body = body or (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>x</title></head><body><h1>{HEADLINE}</h1>{XHTML}"
        '<section class="np-nonpublic"><p>Call the desk: 555</p></section></body></html></inlineXML>'
    )
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}" xml:lang="en-GB">'
        f'<itemMeta><itemClass qcode="ninat:{kind}"/><provider literal="HVN"/>'
        '<versionCreated>2025-01-13T10:00:00+02:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>'
        f'<contentMeta><headline role="hld:subHeadline">Below</headline><headline>\n {HEADLINE} </headline>'
        f"<by>By Ada Sample</by></contentMeta><contentSet>{body}</contentSet></newsItem>"
    )


def g2_message(*items: str) -> str:
    """A NewsML-G2 news message that holds these items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>'
        f"<sent>2025-01-13T08:01:00Z</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


def g2_package(*guids: str) -> str:
    """A NewsML-G2 package that names these items."""
    refs = "".join(f'<itemRef residref="{guid}"><itemClass qcode="ninat:text"/></itemRef>' for guid in guids)
    return f'<packageItem guid="urn:pack" version="1"><groupSet><group id="a">{refs}</group></groupSet></packageItem>'


def newsml1(body: str = f"<nitf><body><body.content>{XHTML}<p>ml/as/tk</p></body.content></body></nitf>") -> str:
    """A NewsML 1.2 file whose components nest."""
    return (
        '<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE NewsML SYSTEM "NewsML-1.2.dtd">\n<NewsML><NewsEnvelope/>'
        "<NewsItem><Identification><NewsIdentifier><ProviderId>hvn.example</ProviderId><DateId>20250113</DateId>"
        "<NewsItemId>TX-1</NewsItemId><RevisionId>2</RevisionId></NewsIdentifier></Identification><NewsManagement>"
        '<ThisRevisionCreated>20250113T100000+0200</ThisRevisionCreated><Status FormalName="Usable"/></NewsManagement>'
        f"<NewsComponent><NewsLines><HeadLine>{HEADLINE}</HeadLine><ByLine>Ada Sample</ByLine></NewsLines>"
        '<AdministrativeMetadata><Provider><Party FormalName="HVN"/></Provider></AdministrativeMetadata>'
        '<NewsComponent><DescriptiveMetadata><Language FormalName="EN"/></DescriptiveMetadata><ContentItem>'
        f'<MediaType FormalName="Text"/><DataContent>{body}</DataContent></ContentItem></NewsComponent></NewsComponent>'
        "</NewsItem></NewsML>"
    )


NITF = (
    '<?xml version="1.0"?><nitf baselang="en-US"><head><title>Talks</title><docdata><doc-id id-string="hvn-1"/>'
    '<date.issue norm="20250113T080000Z"/></docdata></head><body><body.head><hedline>'
    f"<hl1>{HEADLINE}</hl1></hedline><byline>By Ada Sample<byttl>HVN Writer</byttl></byline>"
    f"<distributor>HVN</distributor></body.head><body.content>{XHTML}<media><media.caption>A ship.</media.caption></media>"  # noqa: E501
    "<p>ends</p></body.content></body></nitf>"
)
NINJS = {
    1: {"uri": "http://hvn.example/1", "type": "text", "versioncreated": "2025-01-13T08:00:00Z", "language": "en",
        "byline": "Ada Sample", "headline": HEADLINE, "body_text": TEXT, "body_xhtml": XHTML, "source": "HVN"},
    2: {"uri": "urn:hvn:1", "versioncreated": "2025-01-13T08:00:00Z", "language": "en", "by": "Ada Sample",
        "copyrightholder": "HVN", "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": HEADLINE}],  # noqa: E501
        "bodies": [{"role": "text", "contenttype": "text/plain", "value": TEXT}]},
    3: {"uri": "urn:hvn:1", "versionCreated": "2025-01-13T08:00:00Z", "pubStatus": "usable", "language": "en",
        "by": "Ada Sample", "copyrightHolder": "HVN", "headlines": [{"value": HEADLINE}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": XHTML}]},
}  # fmt: skip
IPTC = (
    "\x01hvn012 3 i 60 cccc  HVN 0045\r\n\r\nHarbour/talks/\r\n\x021ST LEAD\r\nHarbour talks\r\ngo on\r\n"
    "By Ada Sample, HVN =\r\n\r\n   Harbour City (HVN) - The harbour minister, Mara Lind, said on Monday that\r\n"
    "the long-\r\nawaited talks on the wage floor would go on.\r\n\r\n   The shipowners' federation rejected the plan.\r\n"  # noqa: E501
    "\r\n# Notebook\r\n\r\n* * * *\r\nThe following information is not intended for publication\r\n\r\nhvn as ml\r\n\r\n"  # noqa: E501
    "\x03130800 GMT Jan 25\r\n\x7f\n\x04"
)
ANPA = (
    "\x16\x16\x01a1234\x1f-----\r\nr i\x14\x12 BC-HVN--Harbour-Talks   01-13 0060\r\n\x02^BC-HVN--Harbour Talks,60<\r\n"
    "^Harbour talks go on<\r\n^Eds: Updates.<\r\n^By ADA SAMPLE=\r\n^HVN Harbour Writer=\r\n"
    "\tHARBOUR CITY (HVN) _ ``The talks go on,'' the minister said.\r\n\tThe shipowners' federation rejected the plan.\r\n"  # noqa: E501
    "\t\x03HVN-WF-01-13-25 0800GMT<\r\n\x0c\n\x04"
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Courier</title><language>en-gb</language>'
    f"<item><title>{HEADLINE}</title><link>https://courier.example/talks</link><dc:creator>Ada Sample</dc:creator>"
    "<pubDate>Mon, 13 Jan 2025 10:00:00 +0200</pubDate><description>The talks go on.</description>"
    f"<content:encoded><![CDATA[{XHTML}]]></content:encoded></item>"
    "<item><title>Only a teaser</title><link>https://courier.example/ferry</link>"
    "<description>&lt;p&gt;The ferry&amp;#8217;s crew stays ashore.&lt;/p&gt;&lt;a&gt;Continue reading...&lt;/a&gt;</description>"  # noqa: E501
    "</item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Courier</title><entry><title type="html">'
    f'Harbour &lt;b&gt;talks&lt;/b&gt; go on</title><link href="https://courier.example/talks"/><author><name>Ada Sample'  # noqa: E501
    f'</name></author><updated>2025-01-13T08:00:00Z</updated><content type="xhtml"><div '
    f'xmlns="http://www.w3.org/1999/xhtml">{XHTML}</div></content></entry></feed>'
)
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Harbour Courier", "language": "en",
    "items": [{"id": "1", "url": "https://courier.example/talks", "title": HEADLINE, "content_html": XHTML,
               "date_published": "2025-01-13T08:00:00Z", "authors": [{"name": "Ada Sample"}]}],
}  # fmt: skip
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/'
    '0.9"><url><loc>https://courier.example/talks</loc><news:news><news:title>Harbour talks go on</news:title>'
    "</news:news></url><url><loc>https://courier.example/old</loc></url></urlset>"
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour talks go on</title>'
    '<meta property="og:site_name" content="Harbour Courier"></head><body><main><article><h1>Harbour talks go on</h1>'
    + "".join(
        f"<p>{p} It was the third meeting of the kind within a single week, and it will not be the last.</p>"
        for p in PARAGRAPHS
    )
    + "</article></main></body></html>"
)


def warc(*pages: tuple[str, str | bytes], packed: bool = True, coding: str = "") -> bytes:
    """A web archive of these (address, page)s; `coding` is how their servers said that they packed them."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "by hand"}))
    for address, page in pages:
        told = [("Content-Type", "text/html; charset=utf-8"), *([("Content-Encoding", coding)] if coding else [])]
        headers = StatusAndHeaders("200 OK", told, protocol="HTTP/1.1")
        body = io.BytesIO(page.encode() if isinstance(page, str) else page)
        writer.write_record(writer.create_warc_record(address, "response", payload=body, http_headers=headers))
    return out.getvalue()


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def specimens() -> dict[str, bytes]:
    """File name → content, one or more of each format that is read."""
    line = json.dumps({"text": TEXT, "title": HEADLINE, "outlet": "Harbour Courier", "published": "2025-01-13"})
    texts = {
        "g2-item.xml": g2_item(),
        "g2-message.xml": g2_message(g2_package("a", "b"), g2_item("a"), g2_item("b", 2), g2_item("c", kind="picture")),
        "newsml1.xml": newsml1(), "nitf.xml": NITF, "iptc.txt": IPTC, "anpa.txt": ANPA, "feed.rss": RSS, "feed.atom": ATOM,  # noqa: E501
        "feed.json": json.dumps(JSON_FEED, indent=1), "sitemap.xml": SITEMAP, "page.html": PAGE,
        **{f"ninjs{n}.json": json.dumps(item, indent=1) for n, item in NINJS.items()},
        "ninjs.jsonl": "\n".join(map(json.dumps, NINJS.values())), "plain.txt": f"{HEADLINE}\n\n{TEXT}",
        "lines.jsonl": f"{line}\n{line.replace('talks', 'boats')}", "list.json": f"[{line},{line.replace('on', 'off')}]",  # noqa: E501
        "table.csv": f'title,text\n{HEADLINE},"{TEXT}"\nB,Two.\n', "table.tsv": f"title\ttext\nA\t{PARAGRAPHS[0]}\n",
    }  # fmt: skip
    files = {name: text.encode() for name, text in texts.items()}
    files["pages.warc.gz"] = warc(("https://courier.example/1", PAGE), ("https://courier.example/2", "<html></html>"))
    files["pages.warc"] = warc(("https://courier.example/1", PAGE), packed=False)
    files["lines.jsonl.gz"] = gzip.compress(files["lines.jsonl"])
    files["all.zip"] = zipped(
        {"a/plain.txt": files["plain.txt"], "feed.rss": RSS, "inner.zip": zipped({"n.xml": NITF})}
    )
    return files
