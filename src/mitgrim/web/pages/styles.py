"""Styles, scripts and marks under names by their content; the styles of every page in one file."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

EVERYWHERE: Final = (
    "vendor/krds_tokens.css",
    "pages/site.css",
    "pages/frame.css",
    "pages/forms.css",
    "pages/tables.css",
    "pages/parts.css",
    "pages/drawings.css",
)
JOINED: Final = "pages/joined.css"  # beside those it is made of, for their addresses of fonts


class Styles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A file that was not gathered has its own name: no page fails for want of a style.

    The page of a fault needs styles as well, and would fail in turn.
    """

    def stored_name(self, name: str) -> str:
        """The name by content of a file, or its own."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Join the styles of every page: on a slow line each file is a wait of its own."""
        if all(name in paths for name in EVERYWHERE):
            parts = []
            for name in EVERYWHERE:
                with self.open(name) as file:
                    parts.append(file.read())
            self.delete(JOINED)
            self.save(JOINED, ContentFile(b"\n".join(parts)))
            paths[JOINED] = (self, JOINED)
        yield from super().post_process(paths, *args, **options)


def styles_everywhere() -> list[str]:
    """The addresses of every page's styles: of one file where they were joined."""
    gathered = getattr(staticfiles_storage, "hashed_files", {})
    names = [JOINED] if JOINED in gathered else EVERYWHERE
    return [staticfiles_storage.url(name) for name in names]
