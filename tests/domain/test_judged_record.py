"""A judgement written in the record of its proposal, undone in one step; moves on the command line."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from proposal_town import P, at, build

from app.cli import run
from maps.errors import AnalysisError
from maps.project import Project
from maps.rule.evaluation import judge_proposal
from maps.rule.judged_record import record_judgement
from maps.rule.moves import MOVE_EUR, REMOVE_EUR, MoveOptions, find_moves, find_removals
from maps.rule.proposals import OperationKind, Proposal, Scenario, parse_operations
from maps.rule.sites import KINDS
from maps.store import ProjectFile


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("town") / "town.gpkg")
    with ProjectFile.open(path) as project, project.edit("lampioni") as edit:
        lamps = [{"geometry": at(40 + 50 * i, 40 + 60 * j)} for i in range(17) for j in range(4)]
        edit.insert("street_light", lamps)
    return path


@pytest.fixture
def copy(town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(town, tmp_path / "town.gpkg"))


def test_a_judgement_is_recorded_once_and_can_be_undone(copy: Path) -> None:
    with Project.open(copy) as project:
        found = judge_proposal(project, "MOVE")
        assert record_judgement(project, found)
        row = project.frame("proposal").set_index("code").loc["MOVE"]
        effect = found.purposes[found.purpose]
        assert row["delta_uncovered"] == pytest.approx(effect.uncovered.change, abs=1e-4)
        assert row["delta_hoover"] < 0 and row["delta_overlap"] < 0
        assert row["check_pact"] is True and row["check_maintenance_5y"] is True
        assert not record_judgement(project, judge_proposal(project, "MOVE"))
        assert "MOVE" in (project.file.undo_label() or "")
        project.file.undo()
        undone = project.frame("proposal").set_index("code").loc["MOVE"]
        assert undone["check_pact"] is None and undone["delta_hoover"] != undone["delta_hoover"]


def test_a_check_that_is_not_known_leaves_what_the_office_declared(copy: Path) -> None:
    with Project.open(copy) as project:
        fid = int(project.frame("proposal").index[project.frame("proposal")["code"] == "MOVE"][0])
        with project.file.edit("dichiara") as edit:
            edit.update("proposal", fid, {"pact_until": None, "check_pact": True, "maintenance_years": 1.0})
        record_judgement(project, judge_proposal(project, "MOVE"))
        row = project.frame("proposal").loc[fid]
    assert row["check_pact"] is True and row["check_maintenance_5y"] is False


def test_the_command_records_only_when_asked(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", str(copy), "--proposal", "MOVE", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["criteria"]["version"] == "1" and len(told["criteria"]["fingerprint"]) == 12
    with Project.open(copy, read_only=True) as project:
        assert project.frame("proposal")["check_pact"].isna().all()
    assert run(["evaluate", str(copy), "--proposal", "MOVE", "--record"]) == 0
    assert "scritto nella scheda" in capsys.readouterr().err


def test_redundant_cameras_move_where_the_risk_is_bare(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        exact = find_moves(project, P, count=2)
        quick = find_moves(project, P, count=2, options=MoveOptions(exact=False))
    assert set(exact.table["zone_name"]) == {"Centro"} and set(exact.table["to_zone_name"]) == {"Ovest"}
    assert 0 < quick.moving.gain <= exact.moving.gain + 1e-9 <= exact.moving.bound + 2e-9
    assert exact.effect.uncovered.change < 0 and exact.effect.overlap.change < 0
    assert {each.kind for each in exact.operations} == {OperationKind.MOVE}
    text = json.dumps([each.to_json() for each in exact.operations])
    assert parse_operations(text) == exact.operations


def test_the_least_loss_goes_first(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        one, two = (find_removals(project, P, count=count) for count in (1, 2))
    assert len(one.table) == 1 and len(two.table) == 2 and two.moving.gain <= one.moving.gain <= 0
    assert two.effect.overlap.change < 0 and set(two.table["geometry"]) == {None}


def test_moves_on_the_command_line(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "mosse.geojson"
    arguments = ["site", str(town), "--purpose", P, "--count", "2"]
    assert run([*arguments, "--move", "-o", str(output)]) == 0
    shown = capsys.readouterr().out
    assert "2 telecamere spostate" in shown and "Centro → Ovest" in shown and "Rischio scoperto" in shown
    assert len(gpd.read_file(output)) == 2
    assert run([*arguments, "--remove", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["removes"] == 2 and told["moves"] == 0 and len(told["operations"]) == 2
    assert run([*arguments, "--move", "--remove"]) == 2
    assert run([*arguments[:4], "--move"]) == 1
    assert "un numero di telecamere" in capsys.readouterr().err
    assert run(["site", str(town), "--purpose", "square_access", "--move", "--count", "1"]) == 1
    assert "telecamere ridondanti" in capsys.readouterr().err
    assert run([*arguments, "--move", "--floor", "0.9"]) == 0
    assert "Nessuna soluzione" in capsys.readouterr().out


def test_a_budget_limits_the_moves(town: Path) -> None:
    """One move can be paid: no more is done, and it is the better one; with nothing to spend it is told."""
    with Project.open(town, read_only=True) as project:
        free = find_moves(project, P, count=2)
        one = find_moves(project, P, count=2, options=MoveOptions(budget=MOVE_EUR * 1.5))
        quick = find_moves(project, P, count=2, options=MoveOptions(budget=MOVE_EUR * 1.5, exact=False))
        gone = find_removals(project, P, count=3, options=MoveOptions(budget=REMOVE_EUR * 2.5))
        for find, budget in ((find_moves, MOVE_EUR - 1), (find_removals, REMOVE_EUR - 1)):
            with pytest.raises(AnalysisError) as told:
                find(project, P, count=2, options=MoveOptions(budget=budget))
            assert told.value.missing == ("spending",)
    assert len(free.table) == 2 and free.cost_eur == 2 * MOVE_EUR
    assert len(one.table) == len(quick.table) == 1 and one.cost_eur == MOVE_EUR
    assert quick.moving.gain <= one.moving.gain + 1e-9 < free.moving.gain
    assert len(gone.table) == 2 and gone.cost_eur == 2 * REMOVE_EUR


def test_a_new_model_takes_the_place_of_a_camera(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found = find_moves(project, P, count=1, options=MoveOptions(kinds=KINDS[:1]))
        after = Scenario(project, Proposal(-1, "", "", "", {}, found.operations)).frame("camera")
    camera = after.loc[found.table.index[0]]
    assert found.table["kind"].tolist() == [KINDS[0].name] and found.cost_eur == KINDS[0].cost_eur
    assert camera["focal_mm"] == KINDS[0].fields["focal_mm"] and pd.isna(camera["range_m"])
    assert parse_operations(json.dumps([each.to_json() for each in found.operations])) == found.operations
