"""HTML -> Document: the text that a browser shows, and what attributes say to a reader."""

from __future__ import annotations

from claimlint.documents import html_attributes, html_tokens
from claimlint.documents.html_reader import Reader as Reader
from claimlint.documents.model import Builder, Document


def extract(source: str, path: str) -> Document:
    """Return the document of an HTML file or template (front matter, Jinja, PHP and so on)."""
    from claimlint.documents import templating

    masked = templating.mask(source, blade=path.endswith(".blade.php"))
    builder = Builder(source, path, "html", masked)
    body = 0
    if source.startswith(("---", "+++")):
        from claimlint.documents import front_matter

        body = front_matter.extract_into(builder, source)
    Reader(builder, masked).read(body, len(masked))
    return builder.finish()


def extract_string(value: str) -> Document:
    """Return the document of HTML that is part of another file: no front matter, no templates."""
    builder = Builder(value, "", "html")
    Reader(builder, value).read(0, len(value))
    return builder.finish()


def extract_into(builder: Builder, source: str, start: int, end: int) -> None:
    """Add the blocks of source[start:end], a stretch of HTML inside another format.

    `source` has the offsets of the builder's source; template tags in it may be masked.
    """
    Reader(builder, source).read(start, end)


def inline_attributes(builder: Builder, source: str, start: int, end: int) -> str:
    """Add what the attributes of an inline tag say (alt, title, aria-label) beside the open block.

    source[start:end] is one tag. Returns its lower-case name, "/name" for an end tag, "" for a
    comment. A line break becomes white space in the open block.
    """
    tag = html_tokens.TAG.match(source, start, end)
    if tag is None or not tag[2]:
        return ""
    name = tag[2].lower()
    if tag[1]:
        return "/" + name
    if name == "br":
        builder.put("\n", start, end)
    elif tag[3]:
        html_attributes.emit(builder, source, name, tag.start(3), tag.end(3))
    return name
