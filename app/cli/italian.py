"""A parser of the command line that speaks Italian: usage, help, and what is wrong."""

import argparse
import re
import sys
from typing import Any, NoReturn

#: What a value that cannot be read should have been, by the function that reads it.
_EXPECTED = {
    "bbox": "ovest,sud,est,nord in gradi",
    "count": "un numero intero",
    "day": "un giorno, aaaa-mm-gg",
    "dpi": "un numero intero",
    "epsg": "un numero, per esempio 7791",
    "euro": "un numero",
    "float": "un numero",
    "int": "un numero intero",
    "against": "previous, mean o un semestre, per esempio 2025-1",
    "latitude": "un numero di gradi",
    "longitude": "un numero di gradi",
    "moment": "un momento, aaaa-mm-gg[Thh:mm]",
    "positive": "un numero",
    "semester": "anno e semestre, per esempio 2026-1",
    "share": "un numero",
    "points": "un numero",
    "size": "larghezza e altezza, per esempio 1920x1080",
}

#: What argparse says in English, and how it is said here.
_TRANSLATIONS = (
    (r"the following arguments are required: (.*)", r"manca \1"),
    (r"unrecognized arguments: (.*)", r"argomenti in più: \1"),
    (r"one of the arguments (.*) is required", r"serve uno fra \1"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 non va insieme a \2"),
    (r"argument (.*?): expected .*", r"manca il valore di \1"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 può essere \2"),
    (
        r"argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)",
        r"\1 non può essere «\2»: scegliere fra \3",
    ),
    (r"argument (.*?): (.*)", r"\1: \2"),
)
_UNREADABLE = re.compile(r"argument (.*?): invalid (\w+) value: '(.*)'")


class _ItalianHelp(argparse.HelpFormatter):
    """Help that begins with "uso:"."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)


class ItalianParser(argparse.ArgumentParser):
    """A parser that says in Italian what it takes and what is wrong, and exits with 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "formatter_class": _ItalianHelp})
        self._positionals.title, self._optionals.title = "argomenti", "opzioni"
        self.add_argument("-h", "--help", action="help", help="mostra queste righe ed esce")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        told = _in_italian(message).replace("-o/--output", "-o FILE")
        print(f"Comando scritto in modo non corretto: {told}. Provare «{self.prog} --help».", file=sys.stderr)
        sys.exit(2)


def _in_italian(message: str) -> str:
    unreadable = _UNREADABLE.fullmatch(message)
    if unreadable:
        option, reader, given = unreadable.groups()
        return f"{option} non può essere «{given}»: serve {_EXPECTED[reader]}"
    return next((re.sub(p, s, message) for p, s in _TRANSLATIONS if re.fullmatch(p, message)), message)
