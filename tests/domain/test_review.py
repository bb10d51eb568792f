"""The review of a semester on a small town, from the project and from the command line."""

import datetime as dt
import json
from pathlib import Path

import pytest
import shapely

from app.cli import run
from maps.errors import AnalysisError, InvalidValue
from maps.project import Project
from maps.semester.review import densities, review
from maps.store import ProjectFile

#: Events by zone, and without a position, of each semester.
EVENTS = {
    "2024-1": ([30, 40, 8], 2),
    "2025-1": ([36, 44, 6], 1),
    "2025-2": ([90, 10, 40], 0),
    "2026-1": ([80, 46, 7], 3),
}


def build(path: Path, events: dict[str, tuple[list[int], int]] | None = None, *, zones: bool = True) -> Path:
    """Write three square zones side by side with so many events each."""
    area = shapely.box(600000, 5000000, 603000, 5001000)
    with ProjectFile.create(path, name="Prova", epsg=7791, area=area) as file, file.edit("dati") as edit:
        squares = [shapely.box(600000 + 1000 * n, 5000000, 601000 + 1000 * n, 5001000) for n in range(3)]
        if zones:
            names = ("Ovest", "Centro", "Est")
            edit.insert(
                "analysis_zone", [{"name": n, "geometry": g} for n, g in zip(names, squares, strict=True)]
            )
        edit.insert(
            "offence", [each for name, told in (events or EVENTS).items() for each in offences(name, *told)]
        )
    return path


def offences(semester: str, counts: list[int], unplaced: int) -> list[dict]:
    year, half = int(semester[:4]), int(semester[-1])
    moment = dt.datetime(year, 3 if half == 1 else 9, 5, 12)
    base = {"start_at": moment, "category": "theft"}
    placed = [
        {**base, "geometry": shapely.Point(600400 + 1000 * zone + 3 * (n % 40), 5000500 + 2 * (n % 25))}
        for zone, count in enumerate(counts)
        for n in range(count)
    ]
    return [*placed, *({**base, "category": "fraud"} for _ in range(unplaced))]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("review") / "town.gpkg")


def test_the_same_semester_of_the_year_before(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found = review(project, "2026-1")
    assert found.against == ("2025-1",)
    west = found.zones.iloc[0]
    assert (west["name"], west["before"], west["after"], west["outcome"]) == ("Ovest", 36, 80, "rise")
    assert found.changed["name"].tolist() == ["Ovest"]
    assert found.history.columns.tolist() == ["2024-1", "2025-1", "2026-1"]
    assert found.events == (87, 136) and found.unplaced == (1, 3)
    assert found.total["after"] == 133


def test_the_mean_of_the_years_before(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found = review(project, "2026-1", "mean")
    assert found.against == ("2025-1", "2024-1")
    assert found.zones.set_index("name")["before"].to_dict() == {"Ovest": 33, "Centro": 42, "Est": 7}


def test_the_other_half_of_the_year_is_never_compared(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        with pytest.raises(InvalidValue):
            review(project, "2026-1", "2025-2")
        with pytest.raises(AnalysisError) as caught:
            review(project, "2025-2")
        with pytest.raises(InvalidValue):
            review(project, "2023-1")
    assert caught.value.missing == ("same_semester",)


def test_without_zones_or_offences_it_says_what_lacks(tmp_path: Path) -> None:
    for name, more, missing in (
        ("a", {"zones": False}, "analysis_zone"),
        ("b", {"events": {"2026-1": ([0], 0)}}, "offence"),
    ):
        with Project.open(build(tmp_path / f"{name}.gpkg", **more), read_only=True) as project:
            with pytest.raises(AnalysisError) as caught:
                review(project, "2026-1")
            assert caught.value.missing == (missing,)


def test_a_category_alone(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        found = review(project, "2026-1", category="fraud")
        assert found.zones["after"].sum() == 0 and found.unplaced == (1, 3)
        assert set(found.zones["outcome"]) == {"chance"}


def test_both_densities_have_one_grid_and_one_set_of_classes(town: Path) -> None:
    with Project.open(town, read_only=True) as project:
        before, after, breaks = densities(project, review(project, "2026-1", "mean"))
        one = densities(project, review(project, "2026-1", "2024-1"))[0]
        two = densities(project, review(project, "2026-1", "2025-1"))[0]
    assert before.values.shape == after.values.shape and before.bandwidth_m == after.bandwidth_m
    assert before.values == pytest.approx((one.values + two.values) / 2, rel=1e-5, abs=1e-3)
    assert len(breaks) == 5 and breaks[-1] <= after.values.max()


def test_the_command_tells_it_in_words_and_in_json(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(town), "--semester", "2026-1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("In una zona su tre la variazione non si spiega con il caso.")
    assert "Aumento significativo" in said and "Compatibile con il caso" in said
    assert run(["review", str(town), "--semester", "2026-1", "--against", "mean", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["against"] == ["2025-1", "2024-1"] and told["changed"] == 1
    assert told["zones"][0]["history"] == {"2024-1": 30, "2025-1": 36, "2026-1": 80}
    assert told["zones"][0]["percent"] == pytest.approx(47 / 33, abs=1e-6)


def test_the_command_refuses_with_a_sentence(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(town), "--semester", "2025-2"]) == 1
    assert "stesso semestre in un anno precedente" in capsys.readouterr().err
    assert run(["review", str(town), "--semester", "2026-1", "--against", "2025-2"]) == 1
    assert "Semestre di confronto" in capsys.readouterr().err
    assert run(["review", str(town), "--semester", "2026"]) == 2


def test_the_window_is_made_without_any_analysis() -> None:
    """The place is built at its first visit: the start of the program must not pay for it."""
    import subprocess
    import sys

    heavy = ("pandas", "scipy", "maps.crime", "maps.store", "geopandas")
    code = f"import sys, app.window; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
