"""A document as one HTML page that needs nothing else: styles and fonts are inside it.

The page runs no script, loads nothing, and is the same to the byte for the same document.
"""

from mitgrim.documents.assets import font_faces, style
from mitgrim.documents.html_blocks import Writer
from mitgrim.documents.markup import Markup, Node, element, joined
from mitgrim.documents.outline import Document, Front, Section

STYLE = "book.css"
DEPTH = 2  # chapters and their sections are in the contents
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


def write_html(document: Document) -> str:
    """The page as text, to be written as UTF-8.

    Raises `AssetsMissingError` where set-up has not fetched the styles and fonts.
    """
    body = _body(document)
    css = style(STYLE)
    fonts = font_faces(body + document.title + css)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", document.title),
        element("style", Markup(fonts + css)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang=document.lang.value)}\n"


def _body(document: Document) -> Markup:
    writer = Writer(document.lang, document.words)
    return element(
        "body",
        element("a", document.words.skip, class_="skip", href="#main"),
        _front(writer, document.front),
        element(
            "div",
            _contents(writer, document.sections),
            element(
                "main",
                _legend(writer),
                [writer.section(section) for section in document.sections],
                id="main",
                tabindex=-1,
            ),
            class_="page",
        ),
        element(
            "footer",
            [element("p", writer.text(line)) for line in document.colophon],
            element("p", element("a", document.words.top, href="#top"), class_="top"),
        ),
        id="top",
    )


def _front(writer: Writer, front: Front) -> Markup:
    facts = [
        element("div", element("dt", fact.term), element("dd", writer.prose(fact.text)))
        for fact in front.facts
    ]
    return element(
        "header",
        element(
            "div",
            element("p", writer.text(front.kicker), class_="kicker"),
            element("h1", writer.text(front.title)),
            element("dl", facts) if facts else None,
            element("p", front.notice, class_="notice") if front.notice else None,
            class_="inner",
        ),
        class_="front",
    )


def _legend(writer: Writer) -> Markup | None:
    if not writer.words.marks:
        return None
    items = [
        element(
            "div",
            element("dt", writer.mark(words.mark) or words.name),
            element("dd", words.meaning),
        )
        for words in writer.words.marks
    ]
    return element(
        "aside",
        element("h2", writer.words.legend, id="legend"),
        element("dl", items),
        class_="legend",
        aria_labelledby="legend",
    )


def _contents(writer: Writer, sections: tuple[Section, ...]) -> Markup:
    """The contents twice: beside the text on a wide screen, folded on a phone."""
    words = writer.words
    return joined(
        element(
            "nav",
            element("p", words.contents, class_="contents-head"),
            _entries(writer, sections),
            class_="contents wide",
            aria_label=words.contents,
        ),
        element(
            "nav",
            element("details", element("summary", words.contents), _entries(writer, sections)),
            class_="contents phone",
            aria_label=words.contents,
        ),
    )


def _entries(writer: Writer, sections: tuple[Section, ...], depth: int = DEPTH) -> Markup:
    return element("ol", [_entry(writer, section, depth) for section in sections])


def _entry(writer: Writer, section: Section, depth: int) -> Node:
    label = element("span", section.label, class_="label") if section.label else None
    inner = tuple(section.sections) if depth > 1 else ()
    return element(
        "li",
        element("a", label, " ", writer.text(section.heading), href=f"#{section.id}"),
        _entries(writer, inner, depth - 1) if inner else None,
    )
