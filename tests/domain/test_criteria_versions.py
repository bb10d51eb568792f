"""Versions of the criteria profile: approved ones never change, a Comune keeps only what differs."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

from app.cli import run
from app.speech import criteria as criteria_words
from maps.balance.criteria import Criteria
from maps.balance.technical import TechnicalProfile
from maps.criteria_versions import (
    Version,
    approve,
    compare,
    differing,
    find_version,
    flat,
    import_version,
    in_use,
    merged,
    new_version,
    rebase,
    set_values,
    use,
    versions,
)
from maps.errors import InvalidValue, ProjectError, ProjectProblem
from maps.project import Project

AREA = shapely.MultiPolygon([shapely.box(580_000, 4_998_000, 581_000, 4_999_000)])
DAY = date(2026, 3, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.gpkg"
    Project.create(path, name="Prova", epsg=7791, area=AREA).close()
    return path


@pytest.fixture
def project(path: Path):
    with Project.open(path) as opened:
        yield opened


def test_a_project_has_a_version_before_any_is_made(project):
    (first,) = versions(project)
    assert first == in_use(project) and first.criteria == Criteria() and first.approved_on is None


def test_an_approved_version_never_changes(project):
    set_values(project, {"coverage_threshold": 0.2})
    approved = approve(project, "1", DAY, "verbale n. 3")
    assert approved.approved_on == DAY and project.criteria.approved_on == DAY
    for change in (
        lambda: set_values(project, {"coverage_threshold": 0.5}),
        lambda: approve(project, "1", date(2026, 4, 1)),
        lambda: setattr(project, "criteria", replace(project.criteria, coverage_threshold=0.5)),
    ):
        with pytest.raises(ProjectError) as caught:
            change()
        assert caught.value.problem is ProjectProblem.CRITERIA_APPROVED
    project.criteria = project.criteria  # keeping it as it is changes nothing
    assert project.criteria.coverage_threshold == 0.2
    assert versions(project) == [approved]


def test_every_change_of_the_criteria_can_be_undone_whatever_order_they_came_in(project):
    set_values(project, {"plates.plate_px": 100})
    assert project.criteria.rule("traffic_plates").px_per_m == 278.0
    project.criteria = replace(project.criteria, coverage_threshold=0.2)
    new_version(project, "2")
    labels = ["Nuova versione dei criteri «2»", "Criteri «1»", "Criteri «1»"]
    assert [each.label for each in project.file.history(3)] == labels
    project.file.undo()
    project.file.undo()
    assert (in_use(project).name, project.criteria.plates.plate_px) == ("1", 100.0)
    assert project.criteria.coverage_threshold == Criteria().coverage_threshold
    project.file.undo()
    assert project.criteria == Criteria() and [each.name for each in versions(project)] == ["1"]
    project.file.redo()
    assert project.criteria.plates.plate_px == 100.0


def test_no_undo_goes_behind_an_approval(project):
    set_values(project, {"plates.plate_px": 100})
    approve(project, "1", DAY, "verbale n. 3")
    assert (project.file.undo_label(), project.file.redo_label(), project.file.undo()) == (None, None, None)
    assert in_use(project).approved_on == DAY and project.criteria.plates.plate_px == 100.0
    last, before = project.file.history()[:2]
    assert (last.label, last.kept, before.kept) == ("Approvazione dei criteri «1»", False, False)
    new_version(project, "2")
    project.file.undo()
    assert in_use(project).name == "1" and project.file.undo() is None


def test_a_new_version_is_a_copy_that_leaves_the_old_one_alone(project):
    old = approve(project, "1", DAY)
    new_version(project, "2")
    set_values(project, {"risk_weights.offences": 0.4, "technical.codecs": ["H.265"]})
    assert [each.name for each in versions(project)] == ["1", "2"] and find_version(project, "1") == old
    assert project.criteria.technical.codecs == ("H.265",) and in_use(project).made_from == "1"
    found = {each.key: (each.before, each.after) for each in compare(old.criteria, project.criteria)}
    assert found == {"risk_weights.offences": (0.5, 0.4), "technical.codecs": (None, ["H.265"])}
    use(project, "1")
    assert project.criteria == old.criteria
    with pytest.raises(InvalidValue):
        new_version(project, "2")


def test_assigning_a_profile_with_a_new_name_makes_a_version(project):
    approve(project, "1", DAY)
    project.criteria = replace(Criteria(), version="2026.2", overlap_threshold=0.4)
    assert [each.name for each in versions(project)] == ["1", "2026.2"]
    assert project.criteria.overlap_threshold == 0.4 and project.criteria.approved_on is None


def test_a_comune_keeps_only_what_differs(project):
    set_values(project, {"purposes.urban_safety.px_per_m": 80, "dark_m": 30.0}, "Crema")
    version = in_use(project)
    assert version.municipality == "Crema"
    assert version.override == {"purposes": {"urban_safety": {"px_per_m": 80}}}
    assert version.base["purposes"]["urban_safety"]["px_per_m"] == 62.5
    assert project.criteria.rule("urban_safety").px_per_m == 80
    province = merged(
        version.base, {"dark_m": 40.0, "purposes": {"urban_safety": {"detail_class": "detect"}}}
    )
    rebased = rebase(project, province, "2027")
    rule = rebased.criteria.rule("urban_safety")
    assert (rule.px_per_m, rule.detail_class, rebased.criteria.dark_m) == (80, "detect", 40.0)
    assert rebased.override == version.override


def test_merging_and_telling_apart_are_inverse():
    base, other = Criteria().to_json(), replace(Criteria(), angle_deg=45.0, severity={"theft": 2.0}).to_json()
    assert merged(base, differing(base, merged(base, other))) == merged(base, other)
    assert flat({"a": {"b": 1}, "c": []}) == {"a.b": 1, "c": []}


def test_out_and_in_again_and_what_was_tampered_with(project, tmp_path):
    set_values(project, {"coverage_threshold": 0.2}, "Crema")
    told = approve(project, "1", DAY, "verbale").to_json()
    with Project.create(tmp_path / "q.gpkg", name="Altro", epsg=7791, area=AREA) as other:
        new_version(other, "x")
        found = import_version(other, json.loads(json.dumps({**told, "name": "provincia"})))
        assert found.criteria.coverage_threshold == 0.2 and found.approved_on == DAY
        assert found.fingerprint == told["fingerprint"] and in_use(other).name == "provincia"
        assert import_version(other, found.to_json()) == found
        with pytest.raises(InvalidValue):
            import_version(other, {**told, "name": "x"})
        tampered = {**told, "override": {"coverage_threshold": 0.9}}
        with pytest.raises(InvalidValue):
            import_version(other, tampered)
    assert Version.from_json(told) == in_use(project)


def test_a_criterion_that_a_later_program_adds_leaves_an_approved_version_as_it_was(project):
    told = approve(project, "1", DAY).to_json()
    older = Version("1", {key: value for key, value in told["base"].items() if key != "dark_m"}, DAY)
    project.file.set_setting("criteria_versions", {"in_use": "1", "versions": [older.to_json()]})
    project.file.set_setting("criteria", older.criteria.to_json())
    assert in_use(project) == older and project.criteria.dark_m == Criteria().dark_m
    project.criteria = project.criteria
    assert in_use(project).fingerprint == older.fingerprint


@pytest.mark.parametrize(
    "values",
    [3, {}, {"name": "", "base": {}}, {"name": "a", "base": 3}, {"name": "a", "base": {"cell_m": -1}}],
)
def test_what_is_not_a_profile_is_refused(project, values):
    with pytest.raises(InvalidValue):
        import_version(project, values)
    assert len(versions(project)) == 1


@pytest.mark.parametrize(
    "change",
    [{"invented": 1}, {"technical.invented": 1}, {"coverage_threshold": 7}, {"technical.records": "sì"}],
)
def test_what_no_profile_has_is_refused(project, change):
    with pytest.raises(InvalidValue):
        set_values(project, change)
    assert project.criteria == Criteria()


def test_the_technical_profile_kept_apart_before_is_taken_in(project):
    project.file.set_setting("technical_profile", {"codecs": ["H.265"]})
    assert in_use(project).criteria.technical == TechnicalProfile(codecs=("H.265",))


def test_every_criterion_has_words():
    words = [criteria_words.key_label(key) for key in flat(Criteria().to_json()) if key != "version"]
    assert not [word for word in words if "_" in word]
    assert all(criteria_words.profile_lines(Criteria()))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_the_command_goes_the_whole_way(path, tmp_path, capsys):
    def job(*words):
        return run(["criteria", str(path), *words])

    assert job() == 0 and "da approvare" in told(capsys)
    assert job("approve", "1", "--on", "2026-03-02", "--act", "verbale n. 3") == 0
    assert job("set", "coverage_threshold=0.1") == 1
    assert "farne una nuova versione" in told(capsys)
    assert job("new", "2") == 0 and job("set", "coverage_threshold=0.1", "--municipality", "Crema") == 0
    assert job("compare", "1") == 0
    assert "Carenza sotto la copertura del: da 25,0" in told(capsys)
    assert job("versions") == 0
    lines = told(capsys).splitlines()
    assert "approvata in C.P.O.S.P. il 02/03/2026 (verbale n. 3)" in lines[0] and "in uso" in lines[1]
    assert "Crema, un criterio diverso" in lines[1]
    assert job("compare", "1", "2", "--json") == 0
    assert json.loads(told(capsys))["differences"] == [
        {"key": "coverage_threshold", "before": 0.25, "after": 0.1}
    ]
    assert job("export", "2", "-o", str(tmp_path / "c.json")) == 0
    assert job("use", "1") == 0
    assert job("import", str(tmp_path / "c.json")) == 0 and told(capsys)
    assert job("show", "--json") == 0
    assert json.loads(told(capsys))["name"] == "2"
    assert job("import", str(tmp_path / "c.json"), "--as-base", "3") == 0 and told(capsys)
    assert job("show", "9") == 1 and "non in elenco" in told(capsys)
    assert job("import", str(tmp_path / "manca.json")) == 1 and "non esiste" in told(capsys)
    assert job("approve", "1", "--on", "ieri") == 2
