"""Documents of a plan: one outline, made once, and writers that give it a form."""

from mitgrim.documents.assets import AssetsMissingError
from mitgrim.documents.book import book
from mitgrim.documents.html import write_html
from mitgrim.documents.outline import Document
from mitgrim.documents.pdf import write_pdf

__all__ = ["AssetsMissingError", "Document", "book", "write_html", "write_pdf"]
