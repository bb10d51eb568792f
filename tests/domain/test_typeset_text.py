"""What a document says is text: nothing of a name is run or read as markup by the typesetter."""

import datetime as dt

import pytest

from maps.report.document import Bullets, Document, Facts, Figures, Section, Table, Text
from maps.report.typeset import pdf

MARKUP = [
    '#panic("eseguito")',
    '#eval("1") *grassetto* _corsivo_ $x^2$ `c` <etichetta> @rif',
    "</text>\\u{0041} \\ # $ * [ ] { } // /* ",
    "<b>Via</b><script>alert(1)</script>",
    "parola " * 1400,
]


def document(text: str) -> Document:
    blocks = [
        Text(text),
        Bullets([text, text]),
        Facts([(text[:80], text[:80])]),
        Table(["Nome", "Valore"], [[text[:200], "1"]], "lr", caption=text[:80]),
    ]
    facts, figures = Facts([("Nome", text[:80])]), Figures([(text[:30], "1", "2", "+1", "")])
    return Document(
        office=text[:80],
        kind="Prova",
        title=text[:80],
        subtitle=text[:80],
        facts=facts,
        figures=figures,
        verdict=text[:200],
        tone="",
        notice="",
        date="01/01/2026",
        digest="0" * 12,
        sections=[Section(text[:80], blocks)],
    )


@pytest.mark.parametrize("number", range(len(MARKUP)))
def test_names_with_markup_are_set_as_they_are_written(number: int) -> None:
    made = pdf(document(MARKUP[number]), moment=dt.datetime(2026, 1, 1))
    assert made.startswith(b"%PDF-1.7") and len(made) > 5000
