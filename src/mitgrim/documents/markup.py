"""Elements of HTML and SVG as text that is escaped unless it is already markup."""

import re
from collections.abc import Iterable
from typing import Final

_VOID: Final = frozenset({"meta", "link", "br", "hr", "col", "img", "input"})
_ESCAPES: Final = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
}
# What neither HTML nor XML may contain, and lone surrogates, which cannot be written at all.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


Node = str | None | Iterable["Node"]
Attribute = str | int | float | bool | None


def legible(text: str) -> str:
    """A text with a replacement sign for what cannot be written in any format."""
    return _ILLEGAL.sub("\ufffd", text)


def escaped(text: str) -> Markup:
    """A text as markup; markup stays what it is."""
    if isinstance(text, Markup):
        return text
    return Markup(legible(text).translate(_ESCAPES))


def element(tag: str, *children: Node, **attributes: Attribute) -> Markup:
    """An element: `element("td", name, class_="text", data_id=3)`.

    Attributes lose a trailing underscore and turn others into hyphens; None and False leave one
    out, True writes its name alone.
    """
    opened = f"{tag}{''.join(_attribute(name, value) for name, value in attributes.items())}"
    if tag in _VOID:
        return Markup(f"<{opened}>")
    return Markup(f"<{opened}>{joined(*children)}</{tag}>")


def joined(*children: Node) -> Markup:
    """Children one after the other; strings are escaped, None is nothing."""
    return Markup("".join(_texts(children)))


def _texts(children: Iterable[Node]) -> Iterable[str]:
    for child in children:
        if isinstance(child, str):
            yield escaped(child)
        elif child is not None:
            yield from _texts(child)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    key = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {key}"
    text = number(value) if isinstance(value, int | float) else value
    return f' {key}="{escaped(text)}"'


def number(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
