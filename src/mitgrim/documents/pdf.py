"""A document as a PDF for printing and archiving: tagged, PDF/UA-1, with bookmarks and its fonts.

The typesetter (typst) gets the template of this package and the outline as JSON. No markup is ever
made from a text, so a plan's texts come out as they are. It sees only the fonts that set-up has
fetched, no file, no package and no clock: the same document gives the same bytes.
"""

import json
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import count
from typing import Any, Final

from mitgrim.documents.assets import WEIGHTS, asset
from mitgrim.documents.outline import Document
from mitgrim.documents.pdf_data import as_data

TEMPLATE: Final = "book.typ"
STANDARD: Final = "ua-1"
_NO_GLYPH: Final = "could not be displayed"
_KEPT: Final = 11

_made = count()


def write_pdf(document: Document) -> bytes:
    """The PDF. Raises `AssetsMissingError` where set-up has not fetched the fonts.

    PDF/UA does not allow a sign without a shape: one that the fonts lack, an emoji say, is written
    by its number, `[U+1F600]`, as no reader should miss that something stands there.
    """
    import typst  # slow to load, and of use to nothing but this

    data = as_data(document)
    try:
        return _typeset(data)
    except typst.TypstError as error:
        if _NO_GLYPH not in f"{error}{error.message}":
            raise
    return _typeset(_numbered(data))


def _typeset(data: dict[str, Any]) -> bytes:
    import typst

    for _, name in WEIGHTS:
        asset(name)  # says what to do where it is missing
    if next(_made):
        _forget()
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    compiler = typst.Compiler(
        template,
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single file")
    return made


@cache
def _fonts() -> Any:
    """The two weights and nothing else: neither this machine's fonts nor the typesetter's own."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(files(__package__).joinpath("assets"))],
    )


def _forget() -> None:
    """Free what the typesetter kept of the documents before: it waits for ten more.

    A fifth of a second, against 200 MB for every book that a server makes.
    """
    import typst

    for _ in range(_KEPT):
        typst.Compiler(b"", font_paths=_fonts()).compile(format="pdf")


def _numbered(data: Any) -> Any:
    """The same data with every sign that the fonts lack written by its number."""
    signs = _signs()

    def written(value: Any) -> Any:
        if isinstance(value, str):
            return "".join(s if ord(s) in signs else f"[U+{ord(s):04X}]" for s in value)
        if isinstance(value, list):
            return [written(one) for one in value]
        return {k: written(v) for k, v in value.items()} if isinstance(value, dict) else value

    return written(data)


def _signs() -> frozenset[int]:
    """The signs that both weights have."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    each = (TTFont(BytesIO(asset(name)), lazy=True).getBestCmap() for _, name in WEIGHTS)
    regular, bold = (frozenset(signs) for signs in each)
    return regular & bold
