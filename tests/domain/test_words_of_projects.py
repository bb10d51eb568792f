"""Sentences on a project that cannot be opened: who holds it, in Italian and in local time."""

import datetime as dt
from pathlib import Path

from app.speech import numbers, words
from maps.errors import ProjectError, ProjectProblem

PLACE = Path("/dati/citta.gpkg")
SINCE = "2026-11-22T21:28:33+00:00"


def test_who_holds_a_project_and_since_when() -> None:
    told = words.sentence(ProjectError(PLACE, ProjectProblem.LOCKED, f"anna (pc-12), {SINCE}"))
    local = numbers.moment(dt.datetime.fromisoformat(SINCE).astimezone())
    assert told.startswith(f"«citta.gpkg» è già aperto da anna (pc-12) dal {local}: ")


def test_an_unknown_holder_is_left_out() -> None:
    told = words.sentence(ProjectError(PLACE, ProjectProblem.LOCKED, ""))
    assert told.startswith("«citta.gpkg» è già aperto: ")


def test_damage_is_not_told_in_the_words_of_the_database() -> None:
    told = words.sentence(ProjectError(PLACE, ProjectProblem.DAMAGED, "database disk image is malformed"))
    assert told == "Il progetto «citta.gpkg» è danneggiato e non si può aprire."


def test_a_project_held_by_another_can_be_changed_once_it_is_free() -> None:
    told = words.sentence(ProjectError(PLACE, ProjectProblem.READ_ONLY))
    assert told.startswith("«citta.gpkg» è aperto in sola lettura: ")
    assert "quando nessun altro lo tiene aperto" in told and "copiarlo" in told
