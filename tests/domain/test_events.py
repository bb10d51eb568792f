"""The offences as arrays: what they tell is what the table tells."""

from datetime import date, datetime

import numpy as np
import pytest
import shapely

from maps.events import read_events
from maps.period import ALWAYS, Period, semester
from maps.project import Project
from maps.schema import LAYERS
from maps.store.reading import read_parts

AREA = shapely.box(580_000, 4_990_000, 590_000, 5_000_000)


@pytest.fixture
def project(tmp_path):
    rows = [
        {
            "geometry": shapely.Point(581_000, 4_991_000),
            "start_at": datetime(2025, 6, 30, 23, 59),
            "count": 3,
        },
        {
            "geometry": shapely.Point(582_000, 4_992_000),
            "start_at": datetime(2025, 7, 1),
            "category": "theft",
        },
        {"geometry": None, "start_at": datetime(2026, 1, 5, 8), "category": "assault"},
        {"geometry": shapely.Point(583_000, 4_993_000), "category": "assault"},
    ]
    with Project.create(tmp_path / "p.gpkg", name="Prova", epsg=7791, area=AREA) as made:
        with made.file.edit("eventi") as edit:
            edit.insert("offence", rows)
        yield made


def test_positions_days_and_numbers_are_those_of_the_rows(project):
    events = project.events()
    assert np.array_equal(events.x, [581_000, 582_000, np.nan, 583_000], equal_nan=True)
    assert events.day.tolist() == [date(2025, 6, 30).toordinal(), date(2025, 7, 1).toordinal(),
                                   date(2026, 1, 5).toordinal(), 0]  # fmt: skip
    assert events.count.tolist() == [3, 1, 1, 1]
    assert len(events.placed) == 3


def test_a_period_holds_its_first_and_last_day_and_nothing_without_a_date(project):
    events = project.events()
    assert events.of(semester("2025-1")).fids.tolist() == [1]
    assert events.of(semester("2025-2")).fids.tolist() == [2]
    assert events.of(Period(None, date(2025, 12, 31))).fids.tolist() == [1, 2]
    assert events.of(Period(date(2025, 7, 1), None)).fids.tolist() == [2, 3]
    assert events.of(ALWAYS, ["assault"]).fids.tolist() == [3, 4]
    assert events.by_semester() == {"2026-1": 1, "2025-2": 1, "2025-1": 1}
    assert project.semesters() == ["2026-1", "2025-2", "2025-1"]


def test_the_table_of_the_events_has_their_points(project):
    frame, whole = project.offences(), project.frame("offence")
    assert frame.index.tolist() == whole.index.tolist()
    assert frame.geometry.geom_equals(whole.geometry).tolist() == [True, True, False, True]
    assert frame.geometry.isna().tolist() == [False, False, True, False]
    assert frame.crs == whole.crs


def test_an_edit_is_seen(project):
    before = len(project.events())
    with project.file.edit("via") as edit:
        edit.delete("offence", [1])
    assert len(project.events()) == before - 1


def test_no_events_are_empty_arrays(tmp_path):
    with Project.create(tmp_path / "vuoto.gpkg", name="Vuoto", epsg=7791, area=AREA) as empty:
        assert len(read_events(empty.file)) == 0
        assert empty.semesters() == []


def test_rows_read_in_parts_are_all_of_them_in_order(project):
    parts = list(read_parts(project.file.ask, LAYERS["offence"], ("category",), size=2))
    assert [part.fids.tolist() for part in parts] == [[1, 2], [3, 4], []]
    assert [code for part in parts for code in part.columns["category"]] == [
        None,
        "theft",
        "assault",
        "assault",
    ]
