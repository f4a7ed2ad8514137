"""Documents of a plan: one outline, made once, and writers that give it a form."""

from mitgrim.documents.assets import AssetsMissingError
from mitgrim.documents.book import book
from mitgrim.documents.forum_programme import forum_programme
from mitgrim.documents.html import write_html
from mitgrim.documents.outline import Document, Figure
from mitgrim.documents.pdf import write_pdf
from mitgrim.documents.pictures import (
    indicator_tracks,
    map_of_cities,
    map_of_districts,
    money_by_city,
    money_by_sector,
    money_by_source,
    money_by_year,
    money_of_city,
)

__all__ = [
    "AssetsMissingError",
    "Document",
    "Figure",
    "book",
    "forum_programme",
    "indicator_tracks",
    "map_of_cities",
    "map_of_districts",
    "money_by_city",
    "money_by_sector",
    "money_by_source",
    "money_by_year",
    "money_of_city",
    "write_html",
    "write_pdf",
]
