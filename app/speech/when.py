"""When coverage is asked about, in words: "di notte", "sabato alle 23:00, d'estate".

Public: `told`, `short`, `off_hours`.
"""

from maps.coverage.moments import SEASON_DATES, When, parse_when

_PLAIN = {"any": "a ogni ora", "day": "di giorno", "night": "di notte"}
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
SEASONS = {3: "in primavera", 6: "d'estate", 9: "d'autunno", 12: "d'inverno"}
_MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)


def told(when: str) -> str:
    """Return a time as it is said after a figure: "di giorno", "sabato alle 23:00, d'estate"."""
    asked = parse_when(when)
    if asked.kind != "moment":
        return _PLAIN[asked.kind]
    day = "ogni giorno" if asked.weekday is None else WEEKDAYS[asked.weekday]
    season = _season(asked)
    feast = " festivo" if asked.feast and asked.weekday is None else ", giorno festivo" if asked.feast else ""
    return f"{day}{feast} alle {_clock(asked)}" + (f", {season}" if season else "")


def short(when: str) -> str:
    """Return a moment for a narrow place: "sab 23:00"; "" for day and night."""
    asked = parse_when(when)
    if asked.kind != "moment":
        return ""
    day = "" if asked.weekday is None else WEEKDAYS[asked.weekday][:3] + " "
    return f"{day}{_clock(asked)}"


def _clock(asked: When) -> str:
    return f"{asked.minute // 60}:{asked.minute % 60:02d}"


def _season(asked: When) -> str:
    if asked.date is None:
        return ""
    named = {date: SEASONS[month] for month, date in SEASON_DATES.items()}
    month, day = asked.date
    return named.get(asked.date, f"{day} {_MONTHS[month - 1]}")
