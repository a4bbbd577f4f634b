"""A figure as SVG: text as text, described for who cannot see it, each point a link to its sentences."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from standpoint import shades

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
ROW = re.compile(r"#row-(\d+)")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def render(figure: "Figure", name: str, title: str, alt: str, labels: Sequence[str], page: str) -> str:
    """The figure as an <svg> element whose ids all start with `name`, so that several fit in one page.

    Links to "#row-<i>" are led to `page`#row-<i> and told by `labels[i]`; the same figure gives the same text.
    """
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    source = NOT_XML.sub("", buffer.getvalue())
    root = ElementTree.fromstring(source[source.index("<svg") :])
    # The one rule of its style sheet would reach the whole page that the SVG is set in.
    for parent in root.iter():
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    root.set("style", "stroke-linejoin:round;stroke-linecap:butt")
    for text in root.iter(f"{{{SVG}}}text"):
        text.set(SPACE, "preserve")  # the blank that keeps a number off the line it stands behind
    _prefix_ids(root, f"{name}-")
    _describe(root, name, title, alt)
    _link(root, labels, page)
    return ElementTree.tostring(root, encoding="unicode")


def _prefix_ids(root: ElementTree.Element, prefix: str) -> None:
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, prefix + value)
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{prefix}"))
            elif key == f"{{{XLINK}}}href" and value.startswith("#") and not ROW.fullmatch(value):
                element.set(key, f"#{prefix}{value[1:]}")


def _describe(root: ElementTree.Element, name: str, title: str, alt: str) -> None:
    for i, (tag, words) in enumerate({"title": title, "desc": alt}.items()):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = NOT_XML.sub("", words)
        root.insert(i, element)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}


def _link(root: ElementTree.Element, labels: Sequence[str], page: str) -> None:
    """Links lead to the evidence page. They are out of the tab order: the table below holds the same links."""
    for link in root.iter(f"{{{SVG}}}a"):
        found = ROW.fullmatch(link.get(f"{{{XLINK}}}href", ""))
        if found and int(found[1]) < len(labels):
            link.attrib |= {f"{{{XLINK}}}href": f"{page}{found[0]}", "tabindex": "-1"}
            hint = ElementTree.Element(f"{{{SVG}}}title")
            hint.text = NOT_XML.sub("", f"{labels[int(found[1])]}: show the sentences")
            link.insert(0, hint)


def led_from(svg: str, folder: str) -> str:
    """The <svg> for a page that lies elsewhere, light or dark: its links to pages beside it start with `folder`."""
    root = ElementTree.fromstring(svg)
    shades.for_both(root)
    for link in root.iter(f"{{{SVG}}}a"):
        target = link.get(f"{{{XLINK}}}href", "")
        if target and not target.startswith("#"):
            link.set(f"{{{XLINK}}}href", f"{folder}/{target}")
    return ElementTree.tostring(root, encoding="unicode")


def linked_to(svg: str, targets: Mapping[int, str]) -> str:
    """The <svg> for a page of its own: row i links to targets[i]; other links, and the hints on them, are taken out."""
    root = ElementTree.fromstring(svg)
    for link in root.iter(f"{{{SVG}}}a"):
        found = ROW.search(link.attrib.pop(f"{{{XLINK}}}href", ""))
        if found and int(found[1]) in targets:
            link.set(f"{{{XLINK}}}href", targets[int(found[1])])
        elif len(link) and link[0].tag == f"{{{SVG}}}title":
            link.remove(link[0])
    return ElementTree.tostring(root, encoding="unicode")
