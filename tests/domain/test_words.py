"""Every problem has its sentence: what, where, what to do."""

from enum import Enum
from pathlib import Path

import pytest

from app.speech import coverage, words
from maps.balance.verdicts import Reason, Verdict
from maps.coverage.footprints import State
from maps.errors import (
    AnalysisError,
    Cancelled,
    CrsError,
    CrsProblem,
    FileError,
    FileProblem,
    ProjectError,
    ProjectProblem,
    TorrazzoError,
    ValueProblem,
)
from maps.io.plan import RowWarning
from maps.schema.checks import record_problems

PLACE = Path("cartella") / "censimento.xlsx"


def everything() -> list[TorrazzoError]:
    return [
        *(FileError(PLACE, problem, "prova") for problem in FileProblem),
        *(ProjectError(PLACE, problem, "prova") for problem in ProjectProblem),
        *(CrsError("EPSG:1", "EPSG:2", problem) for problem in CrsProblem),
        AnalysisError(("offence",)),
        Cancelled(),
    ]


@pytest.mark.parametrize("error", everything(), ids=lambda e: str(getattr(e, "problem", type(e).__name__)))
def test_every_error_is_a_whole_sentence(error: TorrazzoError) -> None:
    said = words.sentence(error)
    assert said[0].isupper() or said[0] == "«"
    assert said.endswith(".")
    assert "{" not in said
    assert len(said) > 25


@pytest.mark.parametrize("error", [e for e in everything() if isinstance(e, FileError | ProjectError)])
def test_a_file_is_named(error: FileError) -> None:
    assert "censimento.xlsx" in words.sentence(error)


@pytest.mark.parametrize("problem", list(ValueProblem))
def test_every_reason_for_a_row_has_words(problem: ValueProblem) -> None:
    said = words.value_reason(problem, field="Altezza", raw="quattro", detail="riga 3")
    assert said and "{" not in said and not said.endswith(".")


def test_a_long_raw_value_is_cut() -> None:
    assert len(words.value_reason(ValueProblem.NOT_A_NUMBER, field="Altezza", raw="9" * 5000)) < 120


@pytest.mark.parametrize("value", [*Verdict, *Reason, *State])
def test_every_state_of_the_domain_has_words(value: Enum) -> None:
    table = {Verdict: words.VERDICTS, Reason: words.REASONS, State: words.FOOTPRINT_STATES}[type(value)]
    assert value.value in table


def test_purposes_are_said_in_italian() -> None:
    assert words.purpose("urban_safety") == "Sicurezza urbana"
    assert words.purpose("undeclared") == "Finalità non dichiarata"


def test_a_contradiction_says_what_the_other_values_give() -> None:
    record = {"focal_mm": 2.8, "sensor_w_mm": 5.37, "hfov_deg": 40.0}
    said = words.record_problem("camera", record_problems("camera", record)[0])
    assert said == "Angolo di campo «40» in contrasto con focale e sensore (da cui 87,6°)"
    assert coverage.never_reached("identify") == "Con questa altezza e inclinazione non identificano mai"


def test_a_doubt_at_import_shows_a_number_as_an_office_writes_it() -> None:
    warning = RowWarning("hfov_deg", ValueProblem.CONTRADICTION, 60.0)
    assert words.row_warning(warning, "camera") == "Angolo di campo «60» in contrasto con focale e sensore"


def test_an_undeclared_purpose_says_the_word_once() -> None:
    assert words.of_purpose("undeclared") == "finalità non dichiarata"
    assert words.of_purpose("urban_safety") == "finalità sicurezza urbana"
