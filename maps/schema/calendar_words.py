"""Names of days, months and seasons as Italian offices and OpenStreetMap write them.

Public: `DAYS`, `MONTHS`, `SEASONS`, `DAY_GROUPS`, `WORKING_DAYS`, `FEAST_DAYS`, `SUN_PASSAGES`, `either`.
"""

_ITALIAN_DAYS = (
    ("lunedi", "lun", "lu"),
    ("martedi", "mart", "mar", "ma"),
    ("mercoledi", "merc", "mer", "me"),
    ("giovedi", "giov", "gio", "gi"),
    ("venerdi", "ven", "ve"),
    ("sabato", "sab", "sa"),
    ("domenica", "dom", "do"),
)
_ENGLISH_DAYS = (
    ("monday", "mon", "mo"),
    ("tuesday", "tue", "tu"),
    ("wednesday", "wed", "we"),
    ("thursday", "thu", "th"),
    ("friday", "fri", "fr"),
    ("saturday", "sat"),
    ("sunday", "sun", "su"),
)
_ITALIAN_MONTHS = (
    ("gennaio", "genn", "gen"),
    ("febbraio", "febbr", "feb"),
    ("marzo", "mar"),
    ("aprile", "apr"),
    ("maggio", "magg", "mag"),
    ("giugno", "giu"),
    ("luglio", "lug"),
    ("agosto", "ago"),
    ("settembre", "sett", "set"),
    ("ottobre", "ott"),
    ("novembre", "nov"),
    ("dicembre", "dic"),
)
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: Name -> day of the week, Monday 0. "mar" is Tuesday; beside another month it is March.
DAYS = {
    name: day for days in (_ITALIAN_DAYS, _ENGLISH_DAYS) for day, names in enumerate(days) for name in names
}
#: Name -> month, 1-12.
MONTHS = {name: month for month, names in enumerate(_ITALIAN_MONTHS, 1) for name in names} | {
    name: month for month, name in enumerate(_ENGLISH_MONTHS, 1)
}
#: Name -> months of a season (of the meteorologists: whole months).
SEASONS = {
    **dict.fromkeys(("primavera", "primaverile"), (3, 4, 5)),
    **dict.fromkeys(("estate", "estivo", "estiva"), (6, 7, 8)),
    **dict.fromkeys(("autunno", "autunnale"), (9, 10, 11)),
    **dict.fromkeys(("inverno", "invernale"), (12, 1, 2)),
}
#: Name -> days of the week. Working days are those of the road code, Saturday too, without the public holidays;
#: "festivi" are Sundays and public holidays.
DAY_GROUPS = {
    **dict.fromkeys(("tutti i giorni", "ogni giorno", "tutta la settimana"), range(7)),
    **dict.fromkeys(("giornaliero", "quotidiano", "7/7", "7 giorni su 7"), range(7)),
    **dict.fromkeys(("giorni feriali", "feriali", "feriale"), range(6)),
    **dict.fromkeys(("giorni festivi", "festivi", "festivo"), (6,)),
    **dict.fromkeys(("fine settimana", "weekend", "week-end"), (5, 6)),
}

#: Those of the groups that say what happens on a public holiday.
WORKING_DAYS = frozenset(("giorni feriali", "feriali", "feriale"))
FEAST_DAYS = frozenset(("giorni festivi", "festivi", "festivo"))
#: Name -> which passage of the sun: (0 for the morning, 1 for the evening, whether of civil twilight).
SUN_PASSAGES = {
    **dict.fromkeys(("tramonto", "tramonto del sole", "calar del sole", "sunset"), (1, False)),
    **dict.fromkeys(("alba", "sorgere del sole", "sunrise"), (0, False)),
    "dusk": (1, True),
    "dawn": (0, True),
}


def either(names: object) -> str:
    """Return the pattern of any of these names, the longest first."""
    import re

    listed = sorted((str(name) for name in names), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(name) for name in listed)
