"""Overlap with respect to the purpose: hours, directions, deliberate redundancy, unique areas."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings, strategies as st

from maps.balance.balance import balance
from maps.balance.covered import cut_footprints, prepare_space
from maps.balance.overlap import (
    ALWAYS,
    depth_map,
    distinct_m2,
    distinct_views,
    faces,
    pairs,
    redundancy,
    unique_areas,
    viewing,
    working_hours,
)

SQUARE = gpd.GeoDataFrame({"uid": ["z"]}, geometry=[shapely.box(0, 0, 100, 100)])


def cut_of(*shapes):
    return cut_footprints(np.array(shapes, dtype=object), prepare_space(SQUARE))


def cameras_at(*places, **columns):
    columns.setdefault("purposes", [["traffic_plates"]] * len(places))
    return gpd.GeoDataFrame(columns, geometry=[shapely.Point(p) for p in places])


def overlap_of(cameras, *shapes):
    frame = gpd.GeoDataFrame({"state": ["computed"] * len(shapes)}, geometry=list(shapes))
    table = balance(SQUARE, SQUARE, frame, cameras, None).purposes
    return next(iter(table.values())).zones["overlap"].iloc[0]


VIEW = shapely.box(45, 45, 55, 55)


def test_opposite_plate_views_complete_each_other():
    assert overlap_of(cameras_at((0, 50), (100, 50)), VIEW, VIEW) == pytest.approx(0)


def test_plate_views_from_one_side_overlap():
    assert overlap_of(cameras_at((0, 50), (0, 55)), VIEW, VIEW) == pytest.approx(0.5)


def test_three_plate_views_in_two_directions_count_two():
    assert overlap_of(cameras_at((0, 50), (0, 55), (100, 50)), VIEW, VIEW, VIEW) == pytest.approx(1 / 3)


def test_context_views_overlap_whatever_their_direction():
    cameras = cameras_at((0, 50), (100, 50), purposes=[["urban_safety"]] * 2)
    assert overlap_of(cameras, VIEW, VIEW) == pytest.approx(0.5)


def test_cameras_that_never_work_together_do_not_overlap():
    hours = {"purposes": [["urban_safety"]] * 2, "is_24h": [False, False]}
    apart = cameras_at((0, 50), (0, 50), schedule=["08:00-20:00", "20:00-08:00"], **hours)
    close = cameras_at((0, 50), (0, 50), schedule=["08:00-20:00", "19-24"], **hours)
    assert overlap_of(apart, VIEW, VIEW) == pytest.approx(0)
    assert overlap_of(close, VIEW, VIEW) == pytest.approx(0.5)


def test_a_deliberate_redundancy_needs_a_reason():
    said = {"purposes": [["urban_safety"]] * 2, "deliberate_redundancy": [False, True]}
    with_reason = cameras_at((0, 50), (0, 50), redundancy_reason=[None, "riscontro probatorio"], **said)
    without = cameras_at((0, 50), (0, 50), redundancy_reason=[None, " "], **said)
    assert overlap_of(with_reason, VIEW, VIEW) == pytest.approx(0)
    assert overlap_of(without, VIEW, VIEW) == pytest.approx(0.5)


def test_hours():
    assert working_hours("00:00-24:00") == ALWAYS
    assert working_hours("secondo necessità") == ALWAYS
    assert working_hours(None) == ALWAYS
    assert working_hours("8-20").bit_count() == 48 * 7 * 12
    night = working_hours("22:00-06:00")
    assert night.bit_count() == 32 * 7 * 12
    assert night & 1
    assert not working_hours("estate") & working_hours("inverno")
    assert not working_hours("lun-ven 8-20") & working_hours("sab-dom 8-20")
    assert not night & working_hours("06:00 – 22:00")


def test_distinct_views_is_the_greatest_set_without_overlaps():
    chain = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], bool)
    assert distinct_views(chain) == 2
    assert distinct_views(np.zeros((4, 4), bool)) == 4
    assert distinct_views(~np.eye(5, dtype=bool)) == 1


shape = st.builds(
    lambda x, y, r: shapely.Point(x, y).buffer(r, quad_segs=3),
    st.floats(10, 90),
    st.floats(10, 90),
    st.floats(3, 40),
)


@given(st.lists(shape, min_size=1, max_size=7))
@settings(max_examples=30, deadline=None)
def test_faces_are_disjoint_and_keep_every_area(shapes):
    array = np.array(shapes, dtype=object)
    found, holders = faces(array)
    areas = shapely.area(found)
    assert areas.sum() == pytest.approx(shapely.union_all(array).area, abs=1e-3)
    for number, one in enumerate(shapes):
        mine = sum(a for a, group in zip(areas, holders, strict=True) if number in group)
        assert mine == pytest.approx(one.area, abs=1e-3)


@given(st.lists(shape, min_size=1, max_size=7))
@settings(max_examples=30, deadline=None)
def test_unique_areas_and_pairs_agree_with_plain_overlays(shapes):
    cut = cut_of(*shapes)
    inside = [s & SQUARE.geometry[0] for s in shapes]
    wanted = [
        one.difference(shapely.union_all(inside[:i] + inside[i + 1 :])).area for i, one in enumerate(inside)
    ]
    assert unique_areas(cut, len(shapes)) == pytest.approx(wanted, abs=1e-5)
    for row in pairs(cut).itertuples():
        assert row.shared_m2 == pytest.approx(
            inside[row.camera].intersection(inside[row.other]).area, abs=1e-5
        )


@given(st.lists(shape, min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_distinct_area_lies_between_union_and_sum(shapes):
    cut = cut_of(*shapes)
    cameras = cameras_at(*[(s.centroid.x + 30 * (-1) ** i, s.centroid.y) for i, s in enumerate(shapes)])
    distinct = distinct_m2(cut, viewing(cameras, 60.0))[0]
    assert cut.covered_m2()[0] - 1e-3 <= distinct <= cut.summed_m2()[0] + 1e-3
    assert distinct_m2(cut, viewing(cameras, 360.0))[0] == pytest.approx(cut.covered_m2()[0], abs=1e-3)


def test_redundancy_ranks_and_names_partners():
    cameras = cameras_at((0, 0), (1, 1), (2, 2), (3, 3))
    cameras.index = [10, 11, 12, 13]
    cut = cut_of(
        shapely.box(0, 0, 10, 10),
        shapely.box(5, 0, 15, 10),
        shapely.box(5, 0, 10, 10),
        shapely.box(80, 80, 90, 90),
    )
    table = redundancy(cut, cameras)
    assert list(table.index) == [12, 10, 11, 13]
    assert list(table["unique_m2"]) == pytest.approx([0, 50, 50, 100])
    assert set(table.loc[12, "overlaps_with"]) == {10, 11}
    assert table.loc[13, "overlaps_with"] == []


def test_depth_map():
    depth = depth_map(cut_of(shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10), shapely.box(5, 0, 10, 5)))
    assert list(depth["depth"]) == [1, 2, 3]
    assert list(depth.geometry.area) == pytest.approx([100, 25, 25])
