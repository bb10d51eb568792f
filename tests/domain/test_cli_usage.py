"""How the command line is written: Italian help, every option explained, wrong usage exits with 2."""

import argparse
from collections.abc import Iterator

import pytest

from app.cli import run
from app.cli.italian import _EXPECTED
from app.cli.parser import build_parser

ENGLISH = (
    "usage:",
    "options:",
    "positional",
    "show this",
    "show program",
    "argument",
    "expected",
    "invalid",
    "choose",
)


def actions(parser: argparse.ArgumentParser | None = None) -> Iterator[tuple[str, argparse.Action]]:
    parser = parser or build_parser()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from actions(inner)
        else:
            yield parser.prog, action


def test_every_argument_of_every_command_is_explained() -> None:
    assert [(prog, action.dest) for prog, action in actions() if not action.help] == []


def test_what_an_unreadable_value_should_have_been_is_known_for_every_reader() -> None:
    readers = {getattr(action.type, "__name__", "") for _prog, action in actions() if action.type}
    told_by_themselves = {"Path", "pair", "criterion", "when", "paper", "sheet_file", "png_file"}
    assert readers - told_by_themselves == set(_EXPECTED)


def test_the_help_of_every_command_is_italian(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("", *build_parser().commands):
        assert run([*command.split(), "--help"]) == 0
        told = capsys.readouterr().out
        assert told.startswith("uso: torrazzo")
        assert [word for word in ENGLISH if word in told] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("balanse", "Comando «balanse» sconosciuto"),
        ("--jason", "Comando «--jason» sconosciuto"),
        ("citta.gpkg altro.gpkg", "Comando «citta.gpkg» sconosciuto"),
        ("info", "manca PROGETTO"),
        ("info a.gpkg b", "argomenti in più: b"),
        ("new a.gpkg", "serve uno fra --area --bbox"),
        ("new a.gpkg --bbox 1,2", "--bbox non può essere «1,2»: serve ovest,sud,est,nord in gradi"),
        ("new a.gpkg --bbox 2,2,1,3", "il rettangolo è ovest,sud,est,nord in gradi"),
        ("zones a.gpkg --hex largo", "--hex non può essere «largo»: serve un numero"),
        ("zones a.gpkg --hex", "manca il valore di --hex"),
        ("import a.gpkg telecamere x.csv", "LIVELLO non può essere «telecamere»: scegliere fra "),
        ("import a.gpkg camera x.csv --map azimuth_deg", "«azimuth_deg» non è CAMPO=COLONNA"),
        ("export a.gpkg camera", "manca -o FILE"),
        ("density a.gpkg --from ieri -o a.tif", "--from non può essere «ieri»: serve un giorno, aaaa-mm-gg"),
        ("site a.gpkg --purpose urban_safety --move --remove", "--remove non va insieme a --move"),
        ("criteria a.gpkg mostra", "AZIONE non può essere «mostra»"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_in_italian_what_is_wrong(
    arguments: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments.split()) == 2
    heard = capsys.readouterr()
    assert told in heard.err
    assert heard.out == ""
    assert [word for word in ENGLISH if word in heard.err] == []
