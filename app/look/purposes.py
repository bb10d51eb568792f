"""How purposes are told apart where all of them are on the map at once: a letter, and a colour."""

from app.look.theme import PURPOSES, PURPOSES_DARK, Theme

#: One letter a purpose; the colours repeat after six, the letters never.
LETTERS = {
    "urban_safety": "S",
    "public_order": "O",
    "municipal_property": "P",
    "waste_environment": "A",
    "traffic_plates": "T",
    "schools_minors": "M",
    "civil_protection": "C",
    "square_access": "V",
    "private_security": "R",
    "undeclared": "N",
}


def letter(purpose: str) -> str:
    """Return the letter of a purpose."""
    return LETTERS.get(purpose, "?")


def colour(purpose: str, theme: Theme) -> str:
    """Return the colour of a purpose in a theme, ``#RRGGBB``."""
    colours = PURPOSES_DARK if theme.dark else PURPOSES
    place = list(LETTERS).index(purpose) if purpose in LETTERS else len(LETTERS)
    return colours[place % len(colours)]
