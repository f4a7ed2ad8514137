"""Styles, scripts and marks under names by their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


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
