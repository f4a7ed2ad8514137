"""How Koreans and English readers write things: particles, amounts, dates and messages.

This is the bottom layer; it imports nothing else of Mitgrim, so that a check, a document, the
command line and the web all say the same thing in the same words.
"""

from mitgrim.wording.amounts import (
    HUNDRED_MILLION,
    MILLION,
    MONEY_UNITS,
    THOUSAND,
    TRILLION,
    WON,
    MoneyUnit,
    percent,
    prose_amount,
    rounded_amount,
    table_amount,
    table_note,
)
from mitgrim.wording.catalogue import Catalogue, CatalogueError, Value
from mitgrim.wording.dates import date_text, month_text, time_text, times_text, years_text
from mitgrim.wording.language import Lang, Refusal, Text, in_both, preferred
from mitgrim.wording.likeness import LIKE, Alike, alike, groups
from mitgrim.wording.particles import PAIRS, last_syllable, particle, with_particle
from mitgrim.wording.search import initials, letters, matches, query_letters, search_key

__all__ = [
    "HUNDRED_MILLION",
    "LIKE",
    "MILLION",
    "MONEY_UNITS",
    "PAIRS",
    "THOUSAND",
    "TRILLION",
    "WON",
    "Alike",
    "Catalogue",
    "CatalogueError",
    "Lang",
    "MoneyUnit",
    "Refusal",
    "Text",
    "Value",
    "alike",
    "date_text",
    "groups",
    "in_both",
    "initials",
    "last_syllable",
    "letters",
    "matches",
    "month_text",
    "particle",
    "percent",
    "preferred",
    "prose_amount",
    "query_letters",
    "rounded_amount",
    "search_key",
    "table_amount",
    "table_note",
    "time_text",
    "times_text",
    "with_particle",
    "years_text",
]
