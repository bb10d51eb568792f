"""The commands of the rule: homogeneity, projects, evaluate, site, and balance with nulls."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
from proposal_town import P, build

from app.cli import run
from maps.project import Project
from maps.rule import sites
from maps.rule.sites import prepare_sites


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("town") / "town.gpkg")


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    told(capsys)
    assert run(list(arguments)) == 0, told(capsys)
    return json.loads(told(capsys)[0])


def test_projects_are_listed(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "projects", str(town), "--json")
    assert found["count"] == 4
    move = found["projects"][-1]
    assert (move["code"], move["moves"], move["new_cameras"]) == ("MOVE", 3, 0)
    assert move["presented_on"] == "2026-07-06"
    assert run(["projects", str(town)]) == 0
    assert "3 telecamere spostate" in told(capsys)[0]


def test_evaluate_tells_before_after_and_verdict(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "evaluate", str(town), "--proposal", "MOVE", "--json")
    assert found["effect"] == "improves" and found["purpose"] == P
    facts = found["purposes"][P]
    for name in ("uncovered", "hoover", "overlap"):
        assert facts[name]["change"] == pytest.approx(facts[name]["after"] - facts[name]["before"], abs=2e-6)
        assert facts[name]["change"] < 0
    chance = facts["hoover"]["chance"]["before"]
    assert 0 <= chance["null"]["low"] <= chance["null"]["high"] <= 1 and 0 < chance["null"]["p"] <= 1
    assert chance["interval"]["low"] <= facts["hoover"]["before"] <= chance["interval"]["high"]
    assert [zone["name"] for zone in facts["zones"]] == ["Ovest", "Centro", "Est"]
    assert facts["zones"][0]["before"]["verdict"] == "shortage"
    assert {check["outcome"] for check in found["checks"]} <= {"passed", "failed", "unknown"}
    assert run(["evaluate", str(town), "--proposal", "MOVE"]) == 0
    assert "migliora tutti e tre gli indicatori" in told(capsys)[0]


@pytest.mark.parametrize(
    ("proposal", "sentence"),
    [("NIENTE", "non in elenco"), ("GHOST", "telecamere del censimento")],
)
def test_what_cannot_be_judged_is_told(
    town: Path, capsys: pytest.CaptureFixture[str], proposal: str, sentence: str
) -> None:
    assert run(["evaluate", str(town), "--proposal", proposal]) == 1
    out, err = told(capsys)
    assert out == "" and sentence in err and err.count("\n") == 1


def test_operations_spoilt_by_hand_are_told(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copy(town, tmp_path / "copia.gpkg"))
    with Project.open(copy) as project, project.file.edit("guasto") as edit:
        fid = int(project.frame("proposal").index[0])
        edit.update("proposal", fid, {"operations": "[{]"})
    assert run(["projects", str(copy)]) == 1
    assert "Riga non leggibile" in told(capsys)[1]


def test_homogeneity_counts_by_owner_and_zone(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "homogeneity", str(town), "--json")
    assert found["cameras"] == 7 and found["conforming"] == 6
    notice = [row for row in found["by_owner"] if row["requirement"] == "notice"]
    assert notice[0]["group"] == "Comune" and notice[0]["cameras"] == 1 and notice[0]["cost"] == "addition"
    assert found["prevailing"]["codec"] == {"value": "H.265", "share": pytest.approx(6 / 7, abs=1e-6)}
    assert {row["camera"] for row in found["deviations"] if row["characteristic"] == "codec"} == {"T6"}
    assert {row["zone"] for row in found["matrix"]} == {"Centro", "Est"}
    assert run(["homogeneity", str(town)]) == 0
    assert "6 su 7" in told(capsys)[0]


def test_balance_has_nulls_and_intervals(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "balance", str(town), "--json")
    facts = found["purposes"][P]
    assert set(facts) >= {"hoover", "gini", "null", "interval", "zones"}
    assert set(facts["null"]) == {"expected", "low", "high", "p", "draws"} and facts["null"]["draws"] == 5000
    assert facts["interval"]["low"] <= facts["hoover"] <= facts["interval"]["high"]
    assert isinstance(found["findings"], list) and found["findings"][0]["shortage_name"] == "Ovest"


def with_lamps(town: Path, path: Path) -> Path:
    from proposal_town import at

    copy = Path(shutil.copy(town, path))
    with Project.open(copy) as project, project.file.edit("lampioni") as edit:
        edit.insert(
            "street_light", [{"geometry": at(40 + 50 * i, 40 + 60 * j)} for i in range(17) for j in range(4)]
        )
    return copy


def test_sites_go_where_the_risk_is_bare(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, output = with_lamps(town, tmp_path / "lampioni.gpkg"), tmp_path / "siti.geojson"
    arguments = ["site", str(place), "--purpose", P, "--count", "3", "--json", "-o", str(output)]
    found = data(capsys, *arguments)
    assert found["count"] == 3 and found["status"] in ("optimal", "within_gap")
    assert {site["zone_name"] for site in found["sites"]} == {"Ovest"}
    fall = found["uncovered_before"] - found["uncovered_after"]
    assert fall == pytest.approx(sum(site["gain"] for site in found["sites"]), abs=1e-5)
    gains = [site["gain"] for site in found["sites"]]
    assert gains == sorted(gains, reverse=True) and found["gain"] <= found["bound"] + 1e-6
    written = gpd.read_file(output)
    assert written["feature"].value_counts().to_dict() == {"site": 3, "footprint": 3}
    quick = data(capsys, *arguments[:-2], "--quick")
    assert quick["status"] == "greedy" and quick["gain"] >= 0.63 * found["gain"]


def test_a_budget_limits_the_sites(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = with_lamps(town, tmp_path / "lampioni.gpkg")
    found = data(capsys, "site", str(place), "--purpose", P, "--budget", "8000", "--json")
    assert 0 < found["cost_eur"] <= 8000
    assert run(["site", str(place), "--purpose", P, "--count", "1", "--floor", "0.9"]) == 0
    assert "Nessuna soluzione" in told(capsys)[0]
    assert run(["site", str(place), "--purpose", P, "--count", "1", "--floor", "0.9", "--quick"]) == 0
    assert "copertura minima chiesta non è raggiunta in: Ovest" in capsys.readouterr().err
    assert run(["site", str(place), "--purpose", P, "--budget", "100", "--quick"]) == 0
    assert "la spesa non basta" in told(capsys)[0]


def test_private_ground_weighs_as_much_as_asked(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, asked = with_lamps(town, tmp_path / "lampioni.gpkg"), []
    monkeypatch.setattr(sites, "prepare_sites", lambda *a, **k: asked.append(k) or prepare_sites(*a, **k))
    for extra in ((), ("--privacy", "0.5")):
        data(capsys, "site", str(place), "--purpose", P, "--count", "1", "--quick", "--json", *extra)
    assert [each["privacy_weight"] for each in asked] == [0.0, pytest.approx(0.005 / 1000)]
    assert run(["site", str(place), "--purpose", P, "--count", "3", "--privacy", "-1"]) == 2


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--purpose", P], "serve un numero di telecamere (--count) o una spesa (--budget)."),
        (["--purpose", P, "--count", "2"], "servono"),
    ],
    ids=["without a limit", "without supports"],
)
def test_sites_without_what_they_need_are_refused(
    town: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], wanted: str
) -> None:
    assert run(["site", str(town), *arguments]) == 1
    assert wanted in told(capsys)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["site", "P", "--purpose", "volare", "--count", "2"],
        ["site", "P", "--purpose", P, "--count", "0"],
        ["site", "P", "--purpose", P, "--count", "2", "--floor", "3"],
        ["evaluate", "P"],
        ["dossier", "P", "--proposal", "X"],
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Comando scritto in modo non corretto" in told(capsys)[1]
