"""The styles and fonts that a page carries, from what set-up fetched.

They are not in the repository: `frontend/fetch.py` puts them into `assets/` as pinned.
"""

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from io import BytesIO
from typing import Final

from mitgrim.documents.words import CATALOGUE
from mitgrim.wording import Refusal

# The fonts' licence reserves their name for the whole ones; a subset has another.
FAMILY: Final = "Mitgrim Book"
WEIGHTS: Final = ((400, "PretendardGOV-Regular.otf"), (700, "PretendardGOV-Bold.otf"))
TOKENS: Final = "krds_tokens.css"

_VARIABLE: Final = re.compile(r"var\((--krds-[a-z0-9-]+)\)")
_TOKEN: Final = re.compile(r"^\s*(--krds-[a-z0-9-]+):\s*([^;]+);", re.MULTILINE)
_LICENCE_NAMES: Final = (0, 13, 14)
_FEATURES: Final = ("kern",)
_NEEDLESS: Final = ("BASE", "DSIG", "GDEF", "GSUB", "VORG", "vhea", "vmtx")


class AssetsMissingError(Refusal):
    """Styles or fonts are not there: set-up has not fetched them."""

    def __init__(self, name: str) -> None:
        self.message = CATALOGUE.both("assets.missing", name=name)
        super().__init__(f"{self.message.ko} {self.message.en}")


def asset(name: str) -> bytes:
    """A fetched file; raises `AssetsMissingError` where set-up has not been run."""
    file = files(__package__).joinpath("assets", name)
    try:
        return file.read_bytes()
    except OSError as error:
        raise AssetsMissingError(name) from error


def style(name: str) -> str:
    """A style sheet of this package, with the KRDS values that it uses before it."""
    own = files(__package__).joinpath(name).read_text(encoding="utf-8")
    tokens = dict(_TOKEN.findall(asset(TOKENS).decode("utf-8")))
    wanted = sorted(_used(own, tokens))
    values = "".join(f"{token}:{tokens[token]};" for token in wanted)
    return f":root{{{values}}}\n{own}"


def _used(css: str, tokens: dict[str, str]) -> set[str]:
    """The tokens a style sheet names, and those that their values name in turn."""
    found: set[str] = set()
    waiting = set(_VARIABLE.findall(css))
    while waiting:
        token = waiting.pop()
        found.add(token)
        waiting |= set(_VARIABLE.findall(tokens[token])) - found
    return found


def font_faces(text: str) -> str:
    """The two weights as `@font-face` rules, each with only the signs that a text needs.

    About half a second of work. The weights are made in two threads: compressing one goes on
    while the other is still being cut.
    """
    signs = sorted({ord(sign) for sign in text if sign >= " "})
    fonts = [asset(name) for _, name in WEIGHTS]
    with ThreadPoolExecutor(max_workers=len(fonts)) as threads:
        cut = threads.map(lambda font: _subset(font, signs), fonts)
        return "".join(_face(weight, font) for (weight, _), font in zip(WEIGHTS, cut, strict=True))


def _face(weight: int, font: bytes) -> str:
    data = base64.b64encode(font).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:block;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


def _subset(font: bytes, signs: list[int]) -> bytes:
    # Slow to load, and of use to nothing but a page.
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = Options(
        layout_features=list(_FEATURES),
        name_IDs=list(_LICENCE_NAMES),
        hinting=False,
        notdef_outline=True,
    )
    options.drop_tables += _NEEDLESS
    # The time of making would make every page's bytes differ.
    whole = TTFont(BytesIO(font), lazy=True, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(whole)
    for name_id in (1, 4, 6):
        name = FAMILY if name_id != 6 else FAMILY.replace(" ", "")  # noqa: PLR2004
        whole["name"].setName(name, name_id, 3, 1, 0x409)
    whole.flavor = "woff2"
    out = BytesIO()
    whole.save(out, reorderTables=False)
    return out.getvalue()
