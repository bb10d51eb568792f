"""When a camera works, read from a text as offices write it: "lun-ven 8-20", "estate 20:00-6:00", "Mo-Fr 08:00-18:00".

A text that is not understood to its last word is refused: nothing is guessed from half of it.

Public: `Hours`, `ALWAYS`, `parse_hours`, `depends_on_the_sun`, `WEEK`, `QUARTERS`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from maps.schema.calendar_words import (
    DAY_GROUPS,
    DAYS,
    FEAST_DAYS,
    MONTHS,
    SEASONS,
    SUN_PASSAGES,
    WORKING_DAYS,
    either,
)
from maps.schema.clock import CLOCK, QUARTERS, sun_bits, time_bits
from maps.schema.sun import MIDDLE, Place
from maps.schema.values import fold

#: Quarters of an hour in a week; days of a year of twelve months of 31.
WEEK, SLOTS = 7 * QUARTERS, 372
_ALL_DAY, _ALL_WEEK, _ALL_YEAR = (1 << QUARTERS) - 1, (1 << WEEK) - 1, (1 << SLOTS) - 1
Rule = tuple[int, int, bool]


@dataclass(frozen=True)
class Hours:
    """The weeks of a year in which something is on.

    Attributes
    ----------
    rules : tuple of (int, int, bool)
        In order: days of the year as bits (12 months of 31), quarters of an hour of the week as bits (Monday first),
        and whether they are on (True) or off.
    feasts : tuple of (int, int, bool), optional
        The same for the public holidays, whatever day of the week they fall on; None where they are as other days.
    """

    rules: tuple[Rule, ...]
    feasts: tuple[Rule, ...] | None = None

    def week(self, month: int, day: int = 15, *, feast: bool = False) -> int:
        """Return the quarters of the week that are on at a date, as bits; those of a public holiday for a feast."""
        bits, slot = 0, 1 << ((month - 1) * 31 + day - 1)
        for dates, quarters, on in self.feasts if feast and self.feasts is not None else self.rules:
            if dates & slot:
                bits = bits | quarters if on else bits & ~quarters
        return bits

    def year(self) -> int:
        """Return twelve weeks without holidays, one a month, as bits: on where some day of the month is."""
        weeks = 0
        for month in range(12):
            week = 0
            for day in self._telling_days(month):
                week |= self.week(month + 1, day)
            weeks |= week << (month * WEEK)
        return weeks

    def _telling_days(self, month: int) -> list[int]:
        """Return the days of a month at which the rules change, the first with them."""
        masks = [dates >> (month * 31) & (1 << 31) - 1 for dates, _quarters, _on in self.rules]
        return [
            day + 1
            for day in range(31)
            if day == 0 or any((mask >> day & 1) != (mask >> (day - 1) & 1) for mask in masks)
        ]

    def share_on(
        self, weekday: int | None, minute: int, date: tuple[int, int] | None = None, *, feast: bool = False
    ) -> float:
        """Return how much of the days asked about it is on at a time (0-1).

        Parameters
        ----------
        weekday : int or None
            Monday 0; None for every day.
        minute : int
            Of the day.
        date : (month, day), optional
            Every day of the year by default.
        feast : bool
            The day is a public holiday.
        """
        places = [(d, minute // 15) for d in (range(7) if weekday is None else (weekday,))]
        dates = [date] if date else [(month, 15) for month in range(1, 13)]
        weeks = [self.week(*each, feast=feast) for each in dates]
        on = [week >> (day * QUARTERS + quarter) & 1 for week in weeks for day, quarter in places]
        return sum(on) / len(on)


ALWAYS = Hours(((_ALL_YEAR, _ALL_WEEK, True),))

_DASH = r"\s*(?:-|/|\b(?:fino )?all['’]|\ba\b|\bal\b|\balle\b|\bfino a(?:l|lle)?\b)\s*(?:ore\s*)?"
_MONTH, _DAY = either(MONTHS), either(DAYS)
_DATE = (
    rf"(?:\d{{1,2}}/\d{{1,2}}(?![\d/])|\d{{1,2}}[°o]?\s*(?:{_MONTH})\b"
    rf"|(?:{_MONTH})\s+\d{{1,2}}(?![\d:.,]|\s*-\s*\d))"
)
_SUN = rf"\(?(?:{either(SUN_PASSAGES)})\b(?:\s*[+-]\s*\d{{1,2}}:\d{{2}}\))?\)?"
_SCAN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("always", r"\b(?:h\s?24|24\s?h|24/7|24 ore(?: su 24| al giorno)?|24 su 24|sempre|always)\b"),
            ("group", rf"\b(?:{either(DAY_GROUPS)})\b"),
            ("season", rf"\b(?:{either(SEASONS)})\b"),
            ("dates", rf"{_DATE}{_DASH}{_DATE}"),
            ("sun", rf"{_SUN}{_DASH}(?:{_SUN}|{CLOCK}(?!\d))|\b(?:ore\s*)?{CLOCK}{_DASH}{_SUN}"),
            ("times", rf"\b(?:ore\s*|h\s*)?{CLOCK}{_DASH}{CLOCK}(?!\d)(?:\s*h\b)?"),
            ("months", rf"\b(?:{_MONTH}){_DASH}(?:{_MONTH})\b"),
            ("days", rf"\b(?:{_DAY}){_DASH}(?:{_DAY})\b"),
            ("day", rf"\b(?:{_DAY})\b"),
            ("month", rf"\b(?:{_MONTH})\b"),
            ("but", r"\b(?:escluso|esclusa|esclusi|escluse|tranne|eccetto|salvo)\b"),
            ("off", r"\b(?:off|closed|chiuso|chiusa|spenta|spento|ferma)\b"),
            ("feast", r"\b(?:ph|sh)\b"),
            (
                "filler",
                r"\b(?:dalle|dalla|dall|dal|dai|dopo|il|la|le|lo|i|gli|ore|orario|orari|mesi di|mese di|"
                r"mesi|mese|di|nel|nei|in|periodo|giorni|e|ed|and|attiva|attivo|accesa|acceso|solo|da|d)\b|[\s,.:()+'’]+",
            ),
        )
    )
)


_TIMES = ("times", "sun", "always")


@dataclass
class _Clause:
    """What one part of a text says; `feast` is whether it names the public holidays, or leaves them out (False)."""

    dates: int = 0
    days: set[int] = field(default_factory=set)
    day_bits: int = 0
    sun: list[str] = field(default_factory=list)
    off: bool = False
    feast: bool | None = None

    @property
    def empty(self) -> bool:
        return not (self.dates or self.days or self.day_bits or self.sun or self.feast)

    def rules(self, place: Place, *, feast: bool = False) -> list[Rule]:
        """Return its rules on ordinary days, or on public holidays."""
        if self.feast and not (feast or self.days):
            return []
        days = set(range(7)) if feast or not self.days else self.days
        dates = self.dates or _ALL_YEAR
        parts = [(dates & when, bits | self.day_bits) for when, bits in self._sunny(place)]
        return [(when, _on_days(bits, days), not self.off) for when, bits in parts if when]

    def _sunny(self, place: Place) -> list[tuple[int, int]]:
        """Return the quarters that depend on the sun, with the dates at which they are those."""
        if not self.sun:
            return [(_ALL_YEAR, 0 if self.day_bits else _ALL_DAY)]
        dates: dict[int, int] = {}
        for slot in range(SLOTS):
            month, day = slot // 31 + 1, slot % 31 + 1
            bits = 0
            for text in self.sun:
                bits |= sun_bits(text, month, day, place)
            dates[bits] = dates.get(bits, 0) | 1 << slot
        return [(when, bits) for bits, when in dates.items()]


@lru_cache(maxsize=4096)
def parse_hours(text: str, place: Place = MIDDLE) -> Hours | None:
    """Return when something works by a text; None where the text is not understood.

    Days, months, seasons and times in either order; several parts apart by ";" or ","; "escluso", "chiuso" and "off"
    take away. Times that end before they begin go on in the next day; times may be sunset and sunrise, at a place
    (longitude, latitude). Where a text names the public holidays ("festivi", "PH") only what it says of them holds
    on them; "feriali" are never on them.
    """
    plain = fold(re.sub(r"[–—−]", "-", text.replace("\n", ";")))
    told: list[_Clause] = []
    for part in plain.split(";"):
        clauses = _clauses(part)
        if clauses is None:
            return None
        told += clauses
    rules = [rule for clause in told for rule in clause.rules(place) if rule[1]]
    if told and not any(not clause.off for clause in told):
        rules = [*ALWAYS.rules, *rules]
    feasts = _feasts(told, place)
    return Hours(tuple(rules), feasts) if rules or feasts else None


def depends_on_the_sun(text: str) -> bool:
    """Tell whether a text may need a place to be read."""
    return re.search(either(SUN_PASSAGES), fold(text)) is not None


def _feasts(told: list[_Clause], place: Place) -> tuple[Rule, ...] | None:
    """Return the rules of the public holidays; None where they are as other days."""
    if all(clause.feast is None for clause in told):
        return None
    named = [clause for clause in told if clause.feast] or [c for c in told if c.feast is None]
    return tuple(rule for clause in named for rule in clause.rules(place, feast=bool(clause.feast)))


def _clauses(part: str) -> list[_Clause] | None:
    """Return the clauses of a part; None where some word is not understood."""
    tokens = list(_tokens(part))
    if any(kind == "unknown" for kind, _text in tokens):
        return None
    clauses, now, last = [], _Clause(), ""
    lead = next((kind for kind, _ in tokens if kind not in ("filler", "but", "off")), "")
    for kind, text in tokens:
        if kind == "filler":
            continue
        side = "time" if kind in _TIMES else "when"
        again = side != last and last and side == ("time" if lead in _TIMES else "when")
        if kind == "but" or (again and kind != "off"):
            clauses.append(now)
            now = _Clause(off=kind == "but", dates=now.dates if kind != "but" else 0)
        if kind == "but":
            last = ""
            continue
        if not _take(now, kind, text):
            return None
        last = last if kind == "off" else side
    clauses.append(now)
    return [clause for clause in clauses if not clause.empty]


def _tokens(part: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(part):
        match = _SCAN.match(part, at)
        if match is None or match.end() == at:
            yield "unknown", part[at:]
            return
        yield str(match.lastgroup), match.group(str(match.lastgroup))
        at = match.end()


def _take(clause: _Clause, kind: str, text: str) -> bool:
    """Add a token to a clause; tell whether it makes sense."""
    if kind == "always":
        clause.day_bits = _ALL_DAY
    elif kind == "times":
        bits = time_bits(text)
        clause.day_bits |= bits
        return bool(bits)
    elif kind == "sun":
        clause.sun.append(text)
        return bool(sun_bits(text, 1, 1, MIDDLE))
    elif kind in ("day", "days", "group"):
        clause.days |= _days(kind, text)
        clause.feast = True if text in FEAST_DAYS else False if text in WORKING_DAYS else clause.feast
    elif kind in ("month", "months", "season", "dates"):
        dates = _dates(kind, text)
        clause.dates |= dates
        return bool(dates)
    else:
        clause.off |= kind == "off"
        clause.feast = kind == "feast" or clause.feast
    return True


def _on_days(day_bits: int, days: set[int]) -> int:
    """Return the quarters of the week in which a day's quarters fall, beyond midnight in the next day."""
    bits = 0
    for day in days:
        bits |= day_bits << (day * QUARTERS)
    return (bits & _ALL_WEEK) | (bits >> WEEK)


def _days(kind: str, text: str) -> set[int]:
    if kind == "group":
        return set(DAY_GROUPS[text])
    first, last = _ends(text, DAYS)
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def _dates(kind: str, text: str) -> int:
    """Return days of the year as bits; 0 for a date that does not exist."""
    if kind == "season":
        return sum(((1 << 31) - 1) << ((month - 1) * 31) for month in SEASONS[text])
    if kind == "dates":
        slots = [_slot(date) for date in re.findall(_DATE, text)]
        return 0 if None in slots or len(slots) != 2 else _span(slots[0] or 0, slots[1] or 0)
    first, last = _ends(text, MONTHS)
    return _span((first - 1) * 31, (last - 1) * 31 + 30)


def _span(first: int, last: int) -> int:
    """Return the bits from one day of the year to another, over New Year where the last comes first."""
    length = (last - first) % SLOTS + 1
    bits = ((1 << length) - 1) << first
    return (bits & _ALL_YEAR) | (bits >> SLOTS)


def _slot(date: str) -> int | None:
    """Return the place of "1/6", "1 giugno" or "jun 1" in the year of 12 x 31 days."""
    figures = [int(n) for n in re.findall(r"\d+", date)]
    name = re.search(_MONTH, date)
    day, month = (figures[0], MONTHS[name.group()]) if name else (figures[0], figures[1])
    return (month - 1) * 31 + day - 1 if 1 <= month <= 12 and 1 <= day <= 31 else None


def _ends(text: str, names: dict[str, int]) -> tuple[int, int]:
    found = re.findall(rf"\b(?:{either(names)})\b", text)
    return names[found[0]], names[found[-1]]
