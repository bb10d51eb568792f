"""What the search finds: words without accents and capitals, the best first. No Qt."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

MOST = 12
_CIVIC = re.compile(r"[\s,]+(?:n\.?\s*|civico\s*)?\d+\s*[a-z]?$")


@dataclass(frozen=True)
class Hit:
    """One thing that can be found: a row of a layer, a place or a command.

    Attributes
    ----------
    text, kind : str
        What is shown, and the word that says what it is ("telecamera", "via"...).
    layer : str
        Layer name, or "" for a command.
    key : object
        Feature id, bounds of a place, or the command's own key.
    hint : str
        Shown at the right in place of the kind: the keys of a command.
    """

    text: str
    kind: str
    layer: str
    key: Any
    hint: str = ""


def plain(text: str) -> str:
    """Return a text without accents, capitals and doubled spaces: "  Città" gives "citta"."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in parted if not unicodedata.combining(each))
    return " ".join(kept.replace("’", "'").split())


class Index:
    """Finds among tens of thousands of names at each key pressed.

    Parameters
    ----------
    hits : iterable of Hit
        In the order in which equals are shown.
    """

    def __init__(self, hits: Iterable[Hit] = ()) -> None:
        self.hits: Sequence[Hit] = tuple(hits)
        self._plain = [plain(hit.text) for hit in self.hits]

    def find(self, text: str, most: int = MOST) -> list[Hit]:
        """Return what holds every word of `text`, best first; a house number is left out where it finds nothing."""
        wanted = plain(text)
        if not wanted:
            return []
        found = self._find(wanted, most)
        street = _CIVIC.sub("", wanted)
        if not found and street != wanted:
            found = self._find(street, most)
        return found

    def _find(self, wanted: str, most: int) -> list[Hit]:
        words = wanted.split()
        places = [place for place, text in enumerate(self._plain) if words[0] in text]
        for word in words[1:]:
            places = [place for place in places if word in self._plain[place]]
        first = [place for place in places if self._plain[place].startswith(wanted)]
        if len(first) >= most:  # a letter or two: the shortest that begin so, without ranking thousands
            shortest = nsmallest(most, first, key=lambda place: (len(self._plain[place]), place))
            return [self.hits[place] for place in shortest]
        ranked = sorted((_rank(self._plain[place], wanted, words), place) for place in places)
        return [self.hits[place] for _rank_, place in ranked[:most]]


def _rank(text: str, wanted: str, words: list[str]) -> tuple[int, int]:
    """Rank: the text itself, its beginning, the beginning of a word, all words beginning words, anywhere."""
    if text == wanted:
        return 0, 0
    if text.startswith(wanted):
        return 1, len(text)
    if f" {wanted}" in text:
        return 2, len(text)
    padded = f" {text}"
    return (3 if all(f" {word}" in padded for word in words) else 4), len(text)
