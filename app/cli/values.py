"""Values of the command line: each function reads one word, or says in Italian why it cannot."""

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from maps import period

#: Of the picture of the window: themes, sizes of the text, panels ("" for none).
THEMES = ("light", "dark", "contrast-light", "contrast-dark")
TEXT_SIZES = (100, 125, 150, 175, 200)
PANELS = (
    *("", "start", "table", "search", "menu", "export", "criteria", "zones", "new", "bookmarks", "guide"),
    *("minutes", "import", "exports", "cordon", "project", "sites"),
)
#: Values of `app.panels.topbar.Place`.
PLACES = ("map", "balance", "review", "sheets")


def bbox(text: str) -> tuple[float, float, float, float]:
    """West, south, east and north, degrees."""
    west, south, east, north = (float(part) for part in text.split(","))
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise argparse.ArgumentTypeError("il rettangolo è ovest,sud,est,nord in gradi")
    return west, south, east, north


def pair(text: str) -> tuple[str, str]:
    """FIELD=COLUMN."""
    field, separator, column = text.partition("=")
    if not separator or not field:
        raise argparse.ArgumentTypeError(f"«{text}» non è CAMPO=COLONNA")
    return field, column


def criterion(text: str) -> tuple[str, Any]:
    """CRITERION=VALUE, the value as JSON; what is not JSON is a text."""
    key, raw = pair(text)
    try:
        return key, json.loads(raw.replace(",", ".") if raw.replace(",", "").isdigit() else raw)
    except ValueError:
        return key, raw


def epsg(text: str) -> int:
    """A number, with or without "EPSG:"."""
    return int(text.upper().removeprefix("EPSG:"))


def positive(text: str) -> float:
    """A measure above nought."""
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"«{text}» non è una misura maggiore di zero")
    return value


def longitude(text: str) -> float:
    """Degrees east."""
    return _degrees(text, 180.0)


def latitude(text: str) -> float:
    """Degrees north."""
    return _degrees(text, 90.0)


def _degrees(text: str, most: float) -> float:
    value = float(text.replace(",", "."))
    if not -most <= value <= most:
        raise argparse.ArgumentTypeError(f"«{text}» non è fra -{most:g} e {most:g} gradi")
    return value


def moment(text: str) -> datetime:
    """A day and time."""
    return datetime.fromisoformat(text)


def when(text: str) -> str:
    """By day, by night, or at a moment."""
    from app.speech import words
    from maps.coverage.moments import parse_when
    from maps.errors import InvalidValue

    try:
        return parse_when(text).text
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(words.value_reason(error.reason, raw=text)) from None


def count(text: str) -> int:
    """A number of cameras."""
    value = int(text)
    if not 0 < value <= 1000:
        raise argparse.ArgumentTypeError(f"«{text}» non è un numero di telecamere da 1 a 1000")
    return value


def share(text: str) -> float:
    """A share from 0 to 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"«{text}» non è una quota da 0 a 1")
    return value


def points(text: str) -> float:
    """Points of a hundred."""
    value = float(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"«{text}» non è un numero di punti da 0 a 100")
    return value


def day(text: str) -> date:
    """yyyy-mm-dd."""
    return date.fromisoformat(text)


def paper(text: str) -> Any:
    """A size of paper."""
    from app.sheets.paper import Paper

    try:
        return Paper.named(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» non è A4, A3 o 16:9") from None


def dpi(text: str) -> int:
    """Dots per inch."""
    value = int(text)
    if not 72 <= value <= 600:
        raise argparse.ArgumentTypeError("i punti per pollice vanno da 72 a 600")
    return value


def semester(text: str) -> str:
    """Such as 2026-1."""
    period.semester(text)
    return text


def against(text: str) -> str:
    """What a semester is compared with: previous, mean or a semester."""
    return text if text in ("previous", "mean") else semester(text)


def size(text: str) -> tuple[int, int]:
    """WxH, pixels."""
    width, height = (int(part) for part in text.lower().split("x"))
    if not (320 <= width <= 16384 and 240 <= height <= 16384):
        raise argparse.ArgumentTypeError("l'immagine va da 320x240 a 16384x16384 pixel")
    return width, height


def euro(text: str) -> float:
    """A sum of money."""
    value = float(text)
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError(f"«{text}» non è una somma maggiore di zero")
    return value


def either(words: Sequence[str]) -> str:
    """Return a choice in words: ".pdf, .png o .svg"."""
    return " o ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def output_file(*suffixes: str) -> Callable[[str], Path]:
    """Return the reader of a file to write, whose name says what it is."""

    def output(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in suffixes:
            raise argparse.ArgumentTypeError(f"«{text}» non finisce in {either(suffixes)}")
        return path

    return output
