"""Poor data in the rule: each lack is told with what it means, and no index shows nought or NaN in its place."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from proposal_town import X0, Y0, P, box, build

from app.cli import run
from app.speech.remarks import remark
from maps.project import Project
from maps.rule.remarks import RemarkKind, remarks


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("town") / "town.gpkg")


Change = Callable[[Project, Any], None]


def fids(project: Project, layer: str) -> list[int]:
    return [int(fid) for fid in project.frame(layer).index]


def zone_shape(number: int, *bounds: float) -> Change:
    return lambda p, edit: edit.update(
        "analysis_zone", fids(p, "analysis_zone")[number], {"geometry": box(*bounds)}
    )


def without(layer: str, first: int = 0) -> Change:
    return lambda p, edit: edit.delete(layer, fids(p, layer)[first:])


def cameras_all(**values: Any) -> Change:
    return lambda p, edit: edit.update_many("camera", [(fid, values) for fid in fids(p, "camera")])


def events_in_one_zone(project: Project, edit: Any) -> None:
    places = project.frame("offence").geometry
    edit.delete("offence", [int(fid) for fid in places.index[places.x > X0 + 300]])


def criteria(**values: Any) -> Change:
    def change(project: Project, _edit: Any) -> None:
        kept = {**project.criteria.to_json(), **values}
        project.file.set_setting("criteria", kept)

    return change


NO_RULES = {"public_order": {"px_per_m": 125.0, "detail_class": "recognise", "directional": False}}

CASES: dict[str, tuple[Change, RemarkKind, str]] = {
    "zones that overlap": (
        zone_shape(0, 0, 0, 400, 300),
        RemarkKind.ZONES_OVERLAP,
        "lo spazio e la copertura contano due volte",
    ),
    "holes between zones": (
        zone_shape(2, 700, 0, 900, 300),
        RemarkKind.OUTSIDE_ZONES,
        "non entra né nel rischio né nella copertura",
    ),
    "one zone": (without("analysis_zone", 1), RemarkKind.ONE_ZONE, "C'è una sola zona"),
    "no offences at all": (without("offence"), RemarkKind.NO_RISK, "le zone non si possono giudicare"),
    "zones without risk": (
        events_in_one_zone,
        RemarkKind.ZONES_WITHOUT_RISK,
        "il quoziente lì non si calcola",
    ),
    "no working camera": (
        cameras_all(working_state="broken"),
        RemarkKind.NO_CAMERAS,
        "Nessuna telecamera del censimento è funzionante",
    ),
    "an empty register": (without("camera"), RemarkKind.NO_CAMERAS, "Il censimento è vuoto"),
    "no purpose declared": (
        cameras_all(purposes=None),
        RemarkKind.PURPOSE_UNDECLARED,
        "non dichiarano la finalità",
    ),
    "weights that sum to nought": (
        criteria(risk_weights={"offences": 0.0}),
        RemarkKind.NO_WEIGHTS,
        "I pesi del rischio sono tutti nulli",
    ),
    "a profile that lacks a purpose": (
        criteria(purposes=NO_RULES),
        RemarkKind.PURPOSE_WITHOUT_RULE,
        "non prevede «sicurezza urbana»",
    ),
}


def spoilt(town: Path, path: Path, change: Change) -> Path:
    shutil.copy(town, path)
    with Project.open(path) as project, project.file.edit("guasto") as edit:
        change(project, edit)
    return path


@pytest.mark.parametrize("case", list(CASES))
def test_each_lack_is_told_with_what_it_means(
    case: str, town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, kind, sentence = CASES[case]
    path = spoilt(town, tmp_path / "town.gpkg", change)
    with Project.open(path, read_only=True) as project:
        found = {each.kind: remark(each) for each in remarks(project, project.balance())}
    assert sentence in found[kind]
    assert run(["balance", str(path)]) == 0
    shown = capsys.readouterr().out
    assert f"Attenzione: {found[kind]}" in shown and not re.search(r"\bnan\b|\{|None|_", shown)
    assert run(["balance", str(path), "--json"]) == 0
    out = capsys.readouterr().out
    assert "NaN" not in out and kind.value in {each["kind"] for each in json.loads(out)["remarks"]}


def test_a_sound_town_is_told_only_what_it_lacks(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found = [each.kind for each in remarks(project, project.balance())]
    assert found == [RemarkKind.COMPONENTS_MISSING]


INDICES = ("hoover", "gini", "uncovered", "to_relocate")


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("one zone", "one_zone"),
        ("no offences at all", "no_risk"),
        ("weights that sum to nought", "no_weights"),
    ],
)
def test_an_index_that_cannot_be_computed_says_why(
    case: str, reason: str, town: Path, tmp_path: Path
) -> None:
    with Project.open(spoilt(town, tmp_path / "town.gpkg", CASES[case][0]), read_only=True) as project:
        facts = project.balance(P).purposes[P]
    assert facts.hoover is None and facts.gini is None and facts.theil is None
    assert facts.reasons["hoover"].value == reason
    assert set(facts.zones["verdict"].map(lambda each: each.value)) == {"to_check"}


def test_a_purpose_without_cameras_has_no_index(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        facts = project.balance("square_access").purposes["square_access"]
    assert facts.hoover is None and facts.reasons["hoover"].value == "no_cameras"
    assert facts.uncovered == pytest.approx(1.0)


def test_zones_without_risk_have_no_quotient(town: Path, tmp_path: Path) -> None:
    with Project.open(spoilt(town, tmp_path / "t.gpkg", events_in_one_zone), read_only=True) as project:
        facts = project.balance(P).purposes[P]
    assert list(facts.zones["quotient"].isna()) == [False, True, True]
    assert facts.theil is None and facts.reasons["theil"].value == "supply_without_risk"


def test_without_zones_the_balance_is_refused(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoilt(town, tmp_path / "town.gpkg", without("analysis_zone"))
    for command in (["balance"], ["risk"], ["site", "--purpose", P, "--move", "--count", "2"]):
        assert run([command[0], str(path), *command[1:]]) == 1
        assert "zone di analisi" in capsys.readouterr().err


def test_a_camera_outside_every_zone_is_counted_as_such(town: Path, tmp_path: Path) -> None:
    def change(project: Project, edit: Any) -> None:
        edit.update(
            "analysis_zone",
            fids(project, "analysis_zone")[2],
            {"geometry": shapely.MultiPolygon([shapely.box(X0 + 800, Y0, X0 + 900, Y0 + 300)])},
        )
        edit.update("camera", fids(project, "camera")[0], {"geometry": shapely.Point(X0 + 700, Y0 + 150)})

    with Project.open(spoilt(town, tmp_path / "t.gpkg", change), read_only=True) as project:
        told = next(
            each for each in remarks(project, project.balance()) if each.kind is RemarkKind.OUTSIDE_ZONES
        )
    assert told.values["cameras"] >= 1 and told.values["share"] == pytest.approx(2 / 9)
