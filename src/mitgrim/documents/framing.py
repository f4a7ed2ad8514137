"""What stands around every document: the words of its navigation, and the lines at its end."""

from mitgrim.documents.outline import Mark, MarkWords, WriterWords
from mitgrim.documents.words import Words


def writer_words(words: Words) -> WriterWords:
    """What a writer itself says: contents, back to the top, and what the marks mean."""
    return WriterWords(
        skip=words("page.skip"),
        contents=words("page.contents"),
        top=words("page.top"),
        legend=words("page.legend"),
        back=words("page.back"),
        marks=tuple(
            MarkWords(
                mark=mark, name=words(f"mark.{mark.value}"), meaning=words(f"mark.{mark.value}-is")
            )
            for mark in Mark
        ),
    )


def closing(words: Words, *, examples: bool) -> tuple[str, ...]:
    """Who made it, whether it holds what is made up, and that it is no official publication."""
    made_up = (words("colophon.example"),) if examples else ()
    return (words("colophon.made"), *made_up, words("colophon.unofficial"))
