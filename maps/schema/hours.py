"""When a camera works, read from a text as offices write it: "lun-ven 8-20", "estate 20:00-6:00", "Mo-Fr 08:00-18:00".

A text that is not understood to its last word is refused: nothing is guessed from half of it.

Public: `Hours`, `ALWAYS`, `parse_hours`, `WEEK`, `QUARTERS`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from maps.schema.calendar_words import DAY_GROUPS, DAYS, MONTHS, SEASONS, either
from maps.schema.values import fold

#: Quarters of an hour in a day and in a week; days of a year of twelve months of 31.
QUARTERS, WEEK, SLOTS = 96, 672, 372
_ALL_DAY, _ALL_WEEK, _ALL_YEAR = (1 << QUARTERS) - 1, (1 << WEEK) - 1, (1 << SLOTS) - 1


@dataclass(frozen=True)
class Hours:
    """The weeks of a year in which something is on.

    Attributes
    ----------
    rules : tuple of (int, int, bool)
        In order: days of the year as bits (12 months of 31), quarters of an hour of the week as bits (Monday first),
        and whether they are on (True) or off.
    """

    rules: tuple[tuple[int, int, bool], ...]

    def week(self, month: int, day: int = 15) -> int:
        """Return the quarters of the week that are on at a date, as bits."""
        bits, slot = 0, 1 << ((month - 1) * 31 + day - 1)
        for dates, quarters, on in self.rules:
            if dates & slot:
                bits = bits | quarters if on else bits & ~quarters
        return bits

    def year(self) -> int:
        """Return twelve weeks, one a month, as bits: on where some day of the month is."""
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

    def share_on(self, weekday: int | None, minute: int, date: tuple[int, int] | None = None) -> float:
        """Return how much of the days asked about it is on at a time (0-1).

        Parameters
        ----------
        weekday : int or None
            Monday 0; None for every day.
        minute : int
            Of the day.
        date : (month, day), optional
            Every day of the year by default.
        """
        places = [(d, minute // 15) for d in (range(7) if weekday is None else (weekday,))]
        weeks = [self.week(*date)] if date else [self.week(month, 15) for month in range(1, 13)]
        on = [week >> (day * QUARTERS + quarter) & 1 for week in weeks for day, quarter in places]
        return sum(on) / len(on)


ALWAYS = Hours(((_ALL_YEAR, _ALL_WEEK, True),))

_DASH = r"\s*(?:-|/|\ba\b|\bal\b|\balle\b|\bfino a(?:l|lle)?\b)\s*(?:ore\s*)?"
_CLOCK = r"(\d{1,2})(?:[:.,h](\d{2}))?"
_MONTH, _DAY = either(MONTHS), either(DAYS)
_DATE = (
    rf"(?:\d{{1,2}}/\d{{1,2}}(?![\d/])|\d{{1,2}}[°o]?\s*(?:{_MONTH})\b"
    rf"|(?:{_MONTH})\s+\d{{1,2}}(?![\d:.,]|\s*-\s*\d))"
)
_SCAN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("always", r"\b(?:h\s?24|24\s?h|24/7|24 ore(?: su 24| al giorno)?|24 su 24|sempre|always)\b"),
            ("group", rf"\b(?:{either(DAY_GROUPS)})\b"),
            ("season", rf"\b(?:{either(SEASONS)})\b"),
            ("dates", rf"{_DATE}{_DASH}{_DATE}"),
            ("times", rf"\b(?:ore\s*|h\s*)?{_CLOCK}{_DASH}{_CLOCK}(?!\d)(?:\s*h\b)?"),
            ("months", rf"\b(?:{_MONTH}){_DASH}(?:{_MONTH})\b"),
            ("days", rf"\b(?:{_DAY}){_DASH}(?:{_DAY})\b"),
            ("day", rf"\b(?:{_DAY})\b"),
            ("month", rf"\b(?:{_MONTH})\b"),
            ("but", r"\b(?:escluso|esclusa|esclusi|escluse|tranne|eccetto|salvo)\b"),
            ("off", r"\b(?:off|closed|chiuso|chiusa|spenta|spento|ferma)\b"),
            ("feast", r"\b(?:ph|sh)\b"),
            (
                "filler",
                r"\b(?:dalle|dalla|dal|dai|il|la|le|lo|i|gli|ore|orario|orari|mesi di|mese di|mesi|mese|di|nel|nei|in|"
                r"periodo|giorni|e|ed|and|attiva|attivo|accesa|acceso|solo|da|d)\b|[\s,.:()+']+",
            ),
        )
    )
)


@dataclass
class _Clause:
    """What one part of a text says."""

    dates: int = 0
    days: set[int] = field(default_factory=set)
    day_bits: int = 0
    off: bool = False
    feast: bool = False

    @property
    def empty(self) -> bool:
        return not (self.dates or self.days or self.day_bits or self.feast)

    def rule(self) -> tuple[int, int, bool]:
        days = self.days or set(range(7))
        return self.dates or _ALL_YEAR, _on_days(self.day_bits or _ALL_DAY, days), not self.off


@lru_cache(maxsize=4096)
def parse_hours(text: str) -> Hours | None:
    """Return when something works by a text; None where the text is not understood.

    Days, months, seasons and times in either order; several parts apart by ";" or ","; "escluso", "chiuso" and "off"
    take away. Times that end before they begin go on in the next day. Holidays of the week are not told apart.
    """
    plain = fold(re.sub(r"[–—−]", "-", text.replace("\n", ";")))
    rules: list[tuple[int, int, bool]] = []
    for part in plain.split(";"):
        clauses = _clauses(part)
        if clauses is None:
            return None
        rules += [clause.rule() for clause in clauses if not (clause.feast and clause.off)]
    told = [rule for rule in rules if rule[1]]
    if not any(on for _dates, _quarters, on in told):
        told = [*ALWAYS.rules, *told] if told else []
    return Hours(tuple(told)) if told else None


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
        side = "time" if kind in ("times", "always") else "when"
        again = side != last and last and side == ("time" if lead in ("times", "always") else "when")
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
        bits = _time_bits(text)
        clause.day_bits |= bits
        return bool(bits)
    elif kind in ("day", "days", "group"):
        clause.days |= _days(kind, text)
    elif kind in ("month", "months", "season", "dates"):
        dates = _dates(kind, text)
        clause.dates |= dates
        return bool(dates)
    else:
        clause.off |= kind == "off"
        clause.feast |= kind == "feast"
    return True


def _time_bits(text: str) -> int:
    """Return the quarters of "8-20" or "22:30-6" from the midnight before, as bits; 0 for an impossible time."""
    ends = [(int(h), int(m or 0)) for h, m in re.findall(_CLOCK, text)]
    if len(ends) != 2 or any(h > 24 or m > 59 or h * 60 + m > 1440 for h, m in ends):
        return 0
    start, end = ends[0][0] * 4 + ends[0][1] // 15, ends[1][0] * 4 + -(-ends[1][1] // 15)
    end = end if end > start else end + QUARTERS
    return ((1 << (end - start)) - 1) << start


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
