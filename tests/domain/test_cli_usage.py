"""How the command line is written: Italian help, every option explained, wrong usage exits with 2."""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
    told_by_themselves = {"Path", "pair", "criterion", "when", "paper", "output"}
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
        ("export a.gpkg camera -o a.gpkg", "«a.gpkg» non finisce in .geojson"),
        ("density a.gpkg -o a.pdf", "«a.pdf» non finisce in .tif o .geojson"),
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


ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


def grammar() -> dict[str, set[str]]:
    """Return the options of each command as the README writes them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(torrazzo \[PROGETTO\].*?)```", text, re.DOTALL)
    assert block
    told: dict[str, set[str]] = {}
    command = ""
    for line in block[1].splitlines()[1:]:
        if line.startswith("torrazzo "):
            command = line.split()[1]
        options = re.findall(r"(?<![\w-])(--[a-z-]+|-o)\b", line)
        told.setdefault(command, set()).update(options)
    return told


def test_the_readme_tells_every_command_and_option() -> None:
    written = {}
    for name, parser in build_parser()._subparsers._group_actions[0].choices.items():
        options = {option for action in parser._actions for option in action.option_strings}
        written[name] = options - {"-h", "--help", "--output"}
    assert grammar() == written


def examples() -> Iterator[tuple[str, str]]:
    """Every command that a page shows, with its page; not the grammar, which has brackets."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        shown = re.findall(r"`(torrazzo [^`\n]+)`", text) + re.findall(
            r"^(torrazzo [^\n]+)$", text, re.MULTILINE
        )
        for line in shown:
            if "[" not in line and "  " not in line:
                yield page.name, line


@pytest.mark.parametrize(("page", "line"), sorted(set(examples())))
def test_commands_shown_in_the_documents_are_well_written(page: str, line: str) -> None:
    words = shlex.split(line.replace("FINALITÀ", "urban_safety"))[1:]
    if len(words) == 1 and words[0] in build_parser().commands:
        return  # the name of a command, in a sentence
    build_parser().parse_args(words)


def test_data_in_a_pipe_are_utf_8_whatever_the_code_page(tmp_path: Path) -> None:
    """Windows gives a pipe its own code page, which has no arrow."""
    path = tmp_path / "n.gpkg"
    assert run(["new", str(path), "--bbox", "10.02,45.13,10.03,45.14", "--name", "Città → nord"]) == 0
    told = subprocess.run(
        [sys.executable, "-m", "app", "info", str(path), "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
    )
    assert json.loads(told.stdout.decode("utf-8"))["name"] == "Città → nord"
