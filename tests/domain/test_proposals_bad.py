"""Proposals on poor data: what cannot be computed says why, and nothing passes in silence."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from proposal_town import P, build, move, proposal

from app.cli import run
from app.speech import rule as rule_words
from maps.balance.admissibility import CheckKind, Outcome
from maps.project import Project
from maps.rule.evaluation import judge_proposal
from maps.rule.exports import judgement_json


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("town") / "town.gpkg")


@pytest.fixture
def spoil(town: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return the function that copies the town and spoils it."""

    def make(change: Callable[[Project, Any], None]) -> Path:
        path = Path(shutil.copy(town, tmp_path / "town.gpkg"))
        with Project.open(path) as project, project.file.edit("guasto") as edit:
            change(project, edit)
        return path

    return make


def fids(project: Project, layer: str) -> list[int]:
    return [int(fid) for fid in project.frame(layer).index]


def judged(path: Path) -> tuple[Any, dict[str, Any], str]:
    with Project.open(path, read_only=True) as project:
        found = judge_proposal(project, "MOVE")
        return found, judgement_json(found), rule_words.verdict_sentence(found)


def test_without_offences_two_indicators_say_why(spoil: Callable[..., Path]) -> None:
    found, told, sentence = judged(spoil(lambda p, edit: edit.delete("offence", fids(p, "offence"))))
    effect = found.purposes[P]
    assert effect.hoover.change is None and effect.uncovered.change is None
    assert effect.overlap.change is not None
    assert told["purposes"][P]["hoover"]["before"] is None
    assert told["purposes"][P]["reasons"]["before"]["hoover"] == "no_risk"
    assert "non calcolabili 2 (mancano i dati di rischio)" in sentence


def test_one_zone_alone_has_no_comparison(spoil: Callable[..., Path]) -> None:
    _found, told, sentence = judged(
        spoil(lambda p, edit: edit.delete("analysis_zone", fids(p, "analysis_zone")[1:]))
    )
    assert told["purposes"][P]["hoover"]["chance"]["before"] == {"null": None, "interval": None}
    assert "una sola zona" in sentence


def test_unknown_directions_leave_the_overlap_to_be_checked(spoil: Callable[..., Path]) -> None:
    found, _told, _sentence = judged(
        spoil(
            lambda p, edit: edit.update_many(
                "camera", [(fid, {"azimuth_deg": None}) for fid in fids(p, "camera")]
            )
        )
    )
    check = next(each for each in found.checks if each.kind is CheckKind.NO_OVERLAP_WITH_FUNDED)
    assert check.outcome is Outcome.UNKNOWN
    assert "di 3 telecamere" in rule_words.check(check)[2]


def test_a_camera_that_is_gone_is_left_out_and_told(
    spoil: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoil(lambda p, edit: edit.delete("camera", fids(p, "camera")[:1]))
    found, told, _sentence = judged(path)
    assert told["missing_cameras"] == ["camera-T0"] and found.missing == ("camera-T0",)
    assert run(["evaluate", str(path), "--proposal", "MOVE", "--json"]) == 0
    assert "non è più nel censimento" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("granted", "outcome"),
    [(None, Outcome.UNKNOWN), (date(2025, 1, 1), Outcome.FAILED), (date(2015, 1, 1), Outcome.PASSED)],
)
def test_overlap_with_what_was_funded_depends_on_the_date(
    spoil: Callable[..., Path], granted: date | None, outcome: Outcome
) -> None:
    def change(project: Project, edit: Any) -> None:
        edit.update_many("system", [(fid, {"grant_date": granted}) for fid in fids(project, "system")])
        edit.insert("proposal", [proposal("NEAR", [move("T0", 405, 150)])])

    path = spoil(change)
    with Project.open(path, read_only=True) as project:
        found = judge_proposal(project, "NEAR")
    check = next(each for each in found.checks if each.kind is CheckKind.NO_OVERLAP_WITH_FUNDED)
    assert check.outcome is outcome
    assert ("m²" in rule_words.check(check)[2]) is (outcome is not Outcome.PASSED)


@pytest.mark.parametrize("code", ["CROWD"])
def test_a_register_without_names_still_makes_a_dossier(
    spoil: Callable[..., Path], tmp_path: Path, code: str
) -> None:
    def change(project: Project, edit: Any) -> None:
        edit.update_many("analysis_zone", [(fid, {"name": None}) for fid in fids(project, "analysis_zone")])
        edit.update_many(
            "camera",
            [(fid, {"code": None, "system_id": None, "codec": None}) for fid in fids(project, "camera")],
        )
        nothing = dict.fromkeys(("name", "proponent", "presented_on", "cost_eur", "purposes", "description"))
        edit.update_many("proposal", [(fid, nothing) for fid in fids(project, "proposal")])

    output = tmp_path / "d.pdf"
    assert run(["dossier", str(spoil(change)), "--proposal", code, "-o", str(output)]) == 0
    assert output.read_bytes().startswith(b"%PDF")
