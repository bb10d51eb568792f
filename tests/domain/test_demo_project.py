"""The demo project on disk: written in one edit, labelled as invented, showing the rule of article 2(c)."""

from pathlib import Path

import pytest

from data.demo.records import NAME, SOURCE
from maps.balance.criteria import Criteria
from maps.balance.verdicts import Verdict
from maps.project import Project
from maps.store import ProjectFile


def test_the_file_says_that_it_is_a_demo(demo: Path) -> None:
    with ProjectFile.open(demo, read_only=True) as project:
        assert project.name == NAME
        assert project.epsg == 7791
        assert project.setting("demo") is True
        assert Criteria.from_json(project.setting("criteria")).version == "dimostrativa"
        (area,) = project.rows("project_area").columns["source"]
        assert area == SOURCE


def test_no_undo_takes_the_town_away(demo: Path) -> None:
    with ProjectFile.open(demo, read_only=True) as project:
        assert project.undo_label() is None
        assert project.count("obstacle") > 7500
        assert project.check() == []


def test_fornaci_lacks_cameras_while_those_of_duomo_overlap(demo: Path) -> None:
    with Project.open(demo, read_only=True) as project:
        balance = project.balance("urban_safety")
        zones = balance.purposes["urban_safety"].zones.set_index("name")
        (finding,) = balance.findings
    assert zones.loc["Fornaci", "verdict"] is Verdict.SHORTAGE
    assert zones.loc["Duomo", "verdict"] is Verdict.OVERLAP
    others = zones.drop(index=["Fornaci", "Duomo"])
    assert set(others["verdict"]) == {Verdict.BALANCED}
    assert zones.loc["Fornaci", "risk"] >= 80
    assert zones.loc["Duomo", "overlap"] > 0.35
    assert (finding.shortage_name, finding.overlap_name) == ("Fornaci", "Duomo")


def test_the_planted_pair_is_the_first_finding_of_all_purposes(demo: Path) -> None:
    with Project.open(demo, read_only=True) as project:
        first = project.balance().findings[0]
        assert project.risk().missing == ()
    assert (first.purpose, first.shortage_name, first.overlap_name) == ("urban_safety", "Fornaci", "Duomo")


def test_cameras_look_down_streets_and_squares(demo: Path) -> None:
    with Project.open(demo, read_only=True) as project:
        seen = project.footprints()
    computed = seen[seen["state"] == "computed"]
    assert not (seen["state"] == "inside_obstacle").any()
    assert computed["area_m2"].median() > 500
    assert (computed["hidden_share"] < 0.6).mean() > 0.8


def test_the_proposals_heed_the_rule_lack_a_requisite_or_break_it(demo: Path) -> None:
    from maps.balance.admissibility import Outcome
    from maps.balance.proposals import Effect
    from maps.rule.evaluation import judge_proposal

    with Project.open(demo, read_only=True) as project:
        moves, adds, crowds = (judge_proposal(project, code) for code in ("PR-01", "PR-02", "PR-03"))
    effect = moves.purposes["urban_safety"]
    assert all(d.change < -0.01 for d in (effect.uncovered, effect.hoover, effect.overlap))
    assert effect.shortages == (1, 0) and moves.after.findings == []
    assert {check.outcome for check in moves.checks} == {Outcome.PASSED}
    assert adds.effects.effect is Effect.IMPROVES
    assert sum(check.outcome is Outcome.FAILED for check in adds.checks) == 2
    assert crowds.effects.effect is Effect.WORSENS


def test_only_fornaci_changes_more_than_chance_and_its_class_in_force_is_the_fourth(demo: Path) -> None:
    from maps.semester.review import review
    from maps.semester.risk_changes import in_force

    with Project.open(demo, read_only=True) as project:
        found = review(project, "2026-1")
        classes = in_force(project, "2026-1")
    assert found.changed["name"].tolist() == ["Fornaci"]
    assert found.changed["outcome"].tolist() == ["rise"]
    assert classes[found.changed["uid"].iloc[0]] == 4


def test_the_plate_readers_close_a_good_part_of_the_town_and_leave_gates_open(demo: Path) -> None:
    from maps.answers.gates import cordon

    with Project.open(demo, read_only=True) as project:
        town, old = cordon(project, "analysis_zone"), cordon(project, "analysis_zone", codes=["Duomo"])
    assert (int(town.gates["read"].sum()), len(town.gates), town.readers) == (10, 26, 14)
    assert town.closed_share == pytest.approx(40 / 66)
    assert town.open_gates["road_name"].iloc[0] == "Via dei Cappuccini"
    read = old.gates[old.gates["read"]]
    assert set(read["road_name"]) == {"Via Cilea", "Contrada Battisti", "Vicolo degli Ippocastani"}
    assert old.closed_share == pytest.approx(6 / 23.5)
