"""Proposals as scenarios: what is read, what is refused, what changes and what stays."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from proposal_town import X0, Y0, P, build

from maps.balance.admissibility import CheckKind, Outcome
from maps.balance.proposals import Effect
from maps.errors import AnalysisError, InvalidValue
from maps.project import Project
from maps.rule.evaluation import judge_proposal, touched_purposes
from maps.rule.proposals import (
    Operation,
    OperationKind,
    Scenario,
    find_proposal,
    operations_text,
    parse_operations,
    proposals,
    scenario_cameras,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("town") / "town.gpkg")


@pytest.fixture
def project(town: Path) -> Iterator[Project]:
    with Project.open(town, read_only=True) as opened:
        yield opened


def outcome(judgement: object, kind: CheckKind) -> Outcome:
    return {each.kind: each.outcome for each in judgement.checks}[kind]  # type: ignore[attr-defined]


def test_proposals_are_listed_by_code_with_their_cameras(project: Project) -> None:
    found = proposals(project)
    assert [each.code for each in found] == ["ADD", "CROWD", "GHOST", "MOVE"]
    add, crowd, _ghost, move = found
    assert (len(add.planned), add.operations) == (2, ())
    assert (crowd.count(OperationKind.MOVE), crowd.count(OperationKind.REMOVE)) == (1, 1)
    assert move.count(OperationKind.MOVE) == 3


def test_a_proposal_is_found_by_code_uid_or_its_beginning(project: Project) -> None:
    assert find_proposal(project, "MOVE").uid == "proposal-MOVE"
    assert find_proposal(project, "proposal-MOVE").code == "MOVE"
    assert find_proposal(project, "proposal-MO").code == "MOVE"
    for wanted in ("nessuno", "proposal-", ""):
        with pytest.raises(InvalidValue):
            find_proposal(project, wanted)


def test_the_scenario_changes_the_cameras_and_nothing_else(project: Project) -> None:
    census = project.frame("camera").copy()
    frame, missing = scenario_cameras(project.frame("camera"), find_proposal(project, "CROWD"))
    assert missing == []
    assert len(frame) == len(census) - 1 and "camera-T5" not in set(frame["uid"])
    moved = frame.set_index("uid").loc["camera-T6"]
    assert (moved.geometry.x, moved.geometry.y) == (X0 + 402, Y0 + 152)
    assert project.frame("camera").equals(census)
    scenario = Scenario(project, find_proposal(project, "CROWD"))
    assert scenario.frame("analysis_zone") is project.frame("analysis_zone")
    assert scenario.public_space() is project.public_space()
    assert scenario.risk() is project.risk()
    scenario.close()
    assert project.file.count("camera") == len(census)


def test_new_cameras_work_in_the_scenario_only(project: Project) -> None:
    add = find_proposal(project, "ADD")
    fids = list(add.planned)
    scenario = Scenario(project, add)
    assert set(project.frame("camera").loc[fids, "working_state"]) == {"planned"}
    assert set(scenario.frame("camera").loc[fids, "working_state"]) == {"working"}
    assert (scenario.footprints(P).loc[fids, "area_m2"] > 500).all()
    assert (project.footprints(P).loc[fids, "area_m2"] == 0).all()


def test_moving_redundant_cameras_to_the_zone_at_risk_improves_all_three(project: Project) -> None:
    found = judge_proposal(project, "MOVE")
    assert found.purpose == P and list(found.purposes) == [P]
    effect = found.purposes[P]
    assert effect.effect is Effect.IMPROVES and found.effects.effect is Effect.IMPROVES
    for delta in (effect.uncovered, effect.hoover, effect.overlap):
        assert delta.change is not None and delta.change < -0.001
    before, after = found.uncertainty[P]
    assert before is not None and after is not None and before.null is not None
    assert before.null.low < before.null.high < effect.hoover.before
    assert before.interval is not None and before.interval[0] <= effect.hoover.before <= before.interval[1]
    assert found.facts(P, after=False).cameras == found.facts(P, after=True).cameras == 6


def test_evaluating_twice_gives_the_same(project: Project) -> None:
    first, second = (judge_proposal(project, "MOVE") for _ in range(2))
    assert first.effects == second.effects and first.uncertainty == second.uncertainty


def test_checks_tell_what_is_lacking(project: Project) -> None:
    add = judge_proposal(project, "ADD")
    assert outcome(add, CheckKind.COST_CEILING) is Outcome.FAILED
    assert outcome(add, CheckKind.MAINTENANCE) is Outcome.UNKNOWN
    assert outcome(add, CheckKind.PACT_IN_FORCE) is Outcome.PASSED
    assert outcome(add, CheckKind.NO_OVERLAP_WITH_FUNDED) is Outcome.PASSED
    assert CheckKind.LEAST_SITES not in {each.kind for each in add.checks}
    crowd = judge_proposal(project, "CROWD")
    assert outcome(crowd, CheckKind.LEAST_SITES) is Outcome.FAILED
    assert outcome(crowd, CheckKind.PRIVATE_CATEGORY) is Outcome.PASSED
    assert outcome(crowd, CheckKind.NOT_A_REPLACEMENT) is Outcome.FAILED


def test_every_purpose_that_a_proposal_touches_is_weighed(project: Project) -> None:
    crowd = find_proposal(project, "CROWD")
    assert touched_purposes(project, Scenario(project, crowd)) == [P, "traffic_plates"]


def test_a_proposal_whose_cameras_are_gone_says_so(project: Project) -> None:
    with pytest.raises(AnalysisError) as told:
        judge_proposal(project, "GHOST")
    assert told.value.missing == ("proposal_cameras",)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"kind": "move"}',
        '[{"kind": "fly", "camera": "a"}]',
        '[{"kind": "move", "camera": "a"}]',
        '[{"kind": "move", "camera": "a", "x": "here", "y": 2}]',
        '[{"kind": "move", "camera": "a", "x": Infinity, "y": 2}]',
        '[{"kind": "upgrade", "camera": "a", "changes": {"uid": "b"}}]',
        '[{"kind": "upgrade", "camera": "a", "changes": {"colour": "red"}}]',
        '[{"kind": "upgrade", "camera": "a", "changes": [1]}]',
        "[3]",
    ],
)
def test_operations_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as told:
        parse_operations(text)
    assert told.value.field_name == "operations"


@pytest.mark.parametrize("text", [None, "", "  ", "[]", float("nan")])
def test_no_operations_are_none(text: object) -> None:
    assert parse_operations(text) == ()


_NUMBERS = st.floats(-1e7, 1e7)
_CHANGES = st.dictionaries(
    st.sampled_from(["azimuth_deg", "range_m", "height_m"]), st.floats(1, 300), max_size=3
)
_MOVES = st.builds(Operation, st.just(OperationKind.MOVE), st.text(min_size=1), _NUMBERS, _NUMBERS, _CHANGES)
_OTHERS = st.builds(
    Operation,
    st.sampled_from([OperationKind.UPGRADE, OperationKind.REMOVE]),
    st.text(min_size=1),
    changes=_CHANGES,
)


@given(st.lists(_MOVES | _OTHERS, max_size=6))
def test_operations_come_back_as_they_were_written(operations: list[Operation]) -> None:
    text = operations_text(operations)
    assert isinstance(json.loads(text), list)
    assert parse_operations(text) == tuple(operations)


def test_rows_of_a_scenario_are_those_of_its_frame(project: Project) -> None:
    """Filters read rows: those of a camera taken away are gone, planned ones work."""
    scenario = Scenario(project, find_proposal(project, "CROWD"))
    rows, frame = scenario.rows("camera", ("code", "working_state", "range_m")), scenario.frame("camera")
    assert rows.fids.tolist() == frame.index.tolist()
    assert "T5" not in rows.columns["code"] and rows.columns["range_m"] == frame["range_m"].tolist()
    added = Scenario(project, find_proposal(project, "ADD")).rows("camera", ("code", "working_state"))
    states = dict(zip(added.columns["code"], added.columns["working_state"], strict=True))
    assert states["N0"] == states["N1"] == "working"
    assert scenario.rows("system", ("code",)).columns["code"] == ["IMP-1"]
