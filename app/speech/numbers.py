"""Numbers, measures and dates as Italian readers expect them (1.708 m², 62,5 px/m, 46 %, 12/05/2026)."""

import datetime as dt
import math

#: Between a number and its unit, so that the two never part at a line end.
NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
#: Units that are written against the number.
_TIGHT_UNITS = frozenset({"°", "′", "″"})


def integer(value: float) -> str:
    """Return a whole number with dots between thousands: 1708 -> "1.708"."""
    return decimal(value, 0)


def decimal(value: float, digits: int) -> str:
    """Return a number with exactly `digits` decimals: (62.5, 1) -> "62,5"."""
    if not math.isfinite(value):
        return DASH
    text = f"{abs(value):,.{digits}f}".translate(str.maketrans(",.", ".,"))
    is_zero = not any(digit in "123456789" for digit in text)
    return MINUS + text if value < 0 and not is_zero else text


def compact(value: float, digits: int = 6) -> str:
    """Return a number with at most `digits` decimals and no trailing zeros."""
    text = decimal(value, digits)
    return text.rstrip("0").rstrip(",") if "," in text else text


def with_unit(text: str, unit: str) -> str:
    """Join an already formatted number and its unit."""
    if not unit:
        return text
    return text + unit if unit in _TIGHT_UNITS else f"{text}{NBSP}{unit}"


def measure(value: float | None, unit: str, digits: int = 0) -> str:
    """Return a number with its unit, or a dash where there is none."""
    return DASH if value is None or not math.isfinite(value) else with_unit(decimal(value, digits), unit)


def area(square_m: float | None) -> str:
    """Return an area in m², in km² from one of them on: 1.708 m², 901,7 km²."""
    if square_m is None or abs(square_m) < 1e6:
        return measure(square_m, "m²")
    return measure(square_m / 1e6, "km²", 1)


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share (0-1) as a percentage: 0.46 -> "46 %"."""
    return measure(None if share is None else share * 100, "%", digits)


def share(value: float | None) -> str:
    """Return a share (0-1) as a percentage that does not call nothing what is only little: "0,2 %", "< 0,1 %"."""
    if value is not None and 0 < value < 0.0005:
        return with_unit("< 0,1", "%")
    return percent(value, 1 if value is not None and 0 < value < 0.0995 else 0)


def after(preposition: str, written: str) -> str:
    """Join "al", "dal" or "del" and a written number: al 14 %, allo 0 %, all'8 %, dall'11 %."""
    whole = written.split(",")[0].split(NBSP)[0]
    if whole in ("1", "8", "11") or (len(whole) == 2 and whole[0] == "8"):
        return f"{preposition}l'{written}"
    return f"{preposition}lo {written}" if whole == "0" else f"{preposition} {written}"


def span(low: float, high: float, unit: str = "", digits: int = 0) -> str:
    """Return a range: (6.9, 13.3, "m", 1) -> "6,9–13,3 m"."""
    return with_unit(f"{decimal(low, digits)}{DASH}{decimal(high, digits)}", unit)


def date(value: dt.date | None) -> str:
    """Return a day as dd/mm/yyyy."""
    return DASH if value is None else f"{value:%d/%m/%Y}"


def moment(value: dt.datetime | None) -> str:
    """Return a day and time as dd/mm/yyyy hh:mm."""
    return DASH if value is None else f"{value:%d/%m/%Y %H:%M}"


def when(value: dt.datetime, now: dt.datetime) -> str:
    """Return a recent moment in words (oggi, 17:42 / ieri, 17:42), an older one as a date."""
    days = (now.date() - value.date()).days
    if days == 0:
        return f"oggi, {value:%H:%M}"
    if days == 1:
        return f"ieri, {value:%H:%M}"
    return date(value.date())


def coordinates(lon: float, lat: float) -> str:
    """Return a position as "45,13402° N 10,02418° E"."""
    north, east = "NS"[lat < 0], "EO"[lon < 0]
    return f"{decimal(abs(lat), 5)}° {north} {decimal(abs(lon), 5)}° {east}"


def parse_decimal(text: str) -> float | None:
    """Return the number written in an Italian or plain way, or None."""
    plain = text.strip().replace(NBSP, "").replace(" ", "").replace(MINUS, "-")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
