"""Plates pass on lanes, not on the axis of the road: against a pinhole camera, point by point."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings, strategies as st

from maps.coverage.anpr import STEP_M, lane_course, lane_offsets, readable_stretches
from maps.coverage.cordon import NEAR_GATE_M, cordon
from maps.coverage.plate_profile import PlateProfile
from maps.coverage.scene import Scene

OPEN = Scene.from_polygons(np.array([], object))
RULES = PlateProfile()
ROAD = shapely.LineString([(-100, 0), (100, 0)])
SQUARE = shapely.box(-400, -400, 0, 400)


def reader(x: float, y: float, azimuth: float, **fields: float) -> gpd.GeoDataFrame:
    columns = {"azimuth_deg": azimuth, "hfov_deg": 12.0, "res_x": 1920, "res_y": 1080, "height_m": 4.0}
    columns |= {"tilt_deg": 10.0, "fps": 25.0, "target_height_m": 0.5} | fields
    return gpd.GeoDataFrame(
        {k: [v] for k, v in columns.items()}, geometry=[shapely.Point(x, y)], index=[5], crs=7791
    )


def roads(kind: str = "residential", width: float = 8.0, oneway: bool = False, line=ROAD) -> gpd.GeoDataFrame:
    facts = {"road_class": [kind], "width_m": [width], "oneway": [oneway]}
    return gpd.GeoDataFrame(facts, geometry=[line], crs=7791)


@pytest.mark.parametrize(
    ("width", "oneway", "many", "expected"),
    [
        (8.0, False, True, (1.75,)),
        (4.0, False, True, (1.0,)),  # two halves of 2 m
        (14.0, False, True, (1.75, 5.25)),
        (14.0, False, False, (1.75,)),  # parked cars beyond the lane
        (float("nan"), False, True, (1.75,)),
        (float("nan"), True, True, (0.0,)),
        (7.5, True, True, (-1.75, 1.75)),
        (7.5, True, False, (0.0,)),
    ],
)
def test_the_lanes_of_a_road(width, oneway, many, expected):
    lanes = lane_offsets(width, oneway=oneway, many=many)
    assert lanes["forward"] == pytest.approx(expected)
    assert lanes.get("backward") == (None if oneway else pytest.approx(expected))


def test_traffic_keeps_to_the_right():
    east, _ = lane_course(ROAD, np.array([50.0, 200.0]), "forward", 1.75)
    west, heading = lane_course(ROAD, np.array([50.0, 200.0]), "backward", 1.75)
    assert east.tolist() == [[-50.0, -1.75], [100.0, -1.75]]
    assert west.tolist() == [[-50.0, 1.75], [100.0, 1.75]]
    assert heading[:, 0].tolist() == pytest.approx([-1.0, -1.0])


def test_a_reader_that_shows_the_axis_only_closes_no_lane():
    """Three degrees show 1 m at 20 m: the axis, with no plate on it."""
    narrow = reader(-20.0, 0.0, 90.0, hfov_deg=3.0)
    assert len(readable_stretches(narrow, OPEN, ROAD)) > 0
    assert not cordon(SQUARE, roads(), narrow, OPEN).gates["read"].any()
    assert cordon(SQUARE, roads(oneway=True), narrow, OPEN).gates["read"].all()


def test_a_reader_over_one_lane_closes_one_direction():
    """It stands over the lane of those who come from the east, and looks at them."""
    one = cordon(SQUARE, roads(), reader(-20.0, 1.75, 90.0, hfov_deg=4.0), OPEN).gates.set_index("way")
    assert one["read"].to_dict() == {"out": False, "in": True}
    assert one["azimuth_deg"].to_dict() == pytest.approx({"out": 90.0, "in": 270.0})


def test_every_lane_of_a_wide_road_is_to_be_read():
    lane = reader(-20.0, -1.75, 90.0, hfov_deg=4.0)
    half = cordon(SQUARE, roads("primary", 14.0), lane, OPEN).gates.set_index("way").loc["out"]
    assert (half["lanes"], half["lanes_read"], half["read"], half["cameras"]) == (2, 1, False, [5])
    both = gpd.GeoDataFrame(
        {column: [*lane[column], *lane[column]] for column in lane.columns.drop("geometry")},
        geometry=[shapely.Point(-20.0, -1.75), shapely.Point(-20.0, -5.25)],
        index=[5, 6],
        crs=7791,
    )
    whole = cordon(SQUARE, roads("primary", 14.0), both, OPEN).gates.set_index("way").loc["out"]
    assert (whole["lanes_read"], whole["read"], whole["cameras"]) == (2, True, [5, 6])
    assert cordon(SQUARE, roads("tertiary", 14.0), lane, OPEN).gates.set_index("way").loc["out", "read"]


def seen_by_hand(camera: gpd.GeoDataFrame, places: np.ndarray, heading: np.ndarray, slack: float) -> int:
    """Count at how many of some places a plate, front or rear, is readable by a pinhole camera in space.

    `slack` loosens every limit (negative: tightens) by that share.
    """
    most = 0
    facts = camera.iloc[0]
    azimuth, tilt = np.radians(facts["azimuth_deg"]), np.radians(facts["tilt_deg"])
    forward = np.array([np.sin(azimuth) * np.cos(tilt), np.cos(azimuth) * np.cos(tilt), -np.sin(tilt)])
    right = np.array([np.cos(azimuth), -np.sin(azimuth), 0.0])
    up = np.cross(right, forward)
    eye = np.array([facts.geometry.x, facts.geometry.y, facts["height_m"]])
    rays = np.column_stack([places, np.full(len(places), RULES.plate_height_m)]) - eye
    depth = rays @ forward
    half = np.tan(np.radians(facts["hfov_deg"] / 2))
    tall = half * facts["res_y"] / facts["res_x"]
    wide = 1.0 + slack
    framed = (depth > 0) & (np.abs(rays @ right) <= depth * half * wide)
    framed &= np.abs(rays @ up) <= depth * tall * wide
    flat = np.hypot(rays[:, 0], rays[:, 1])
    down = np.degrees(np.arctan2(-rays[:, 2], flat))
    for width, sign in ((RULES.front_m, -1.0), (RULES.rear_m, 1.0)):
        cosine = sign * (rays[:, :2] * heading).sum(axis=1) / np.maximum(flat, 1e-9)
        angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
        pixels = facts["res_x"] / (2 * depth * half) * width * np.cos(np.radians(angle))
        good = framed & (pixels * wide >= RULES.plate_px)
        good &= (angle <= RULES.horizontal_deg * wide) & (down <= RULES.vertical_deg * wide)
        most = max(most, int(good.sum()))
    return most


@settings(max_examples=80, deadline=None)
@given(
    st.floats(-45, 45),
    st.floats(-9, 9),
    st.floats(-35, 35),
    st.booleans(),
    st.floats(3, 30),
    st.floats(4, 25),
    st.sampled_from([4.0, 8.0, 14.0]),
    st.floats(-1.2, 1.2),
)
def test_gates_are_read_as_a_pinhole_camera_reads_them(x, y, swing, back, aperture, tilt, width, slope):
    line = shapely.LineString([(-100, -100 * slope), (100, 100 * slope)])
    along = np.degrees(np.arctan2(1.0, slope)) + (180.0 if back else 0.0)
    camera = reader(x, x * slope + y, along + swing, hfov_deg=aperture, tilt_deg=tilt)
    gates = cordon(SQUARE, roads("primary", width, line=line), camera, OPEN).gates.set_index("way")
    unit = np.array([1.0, slope]) / np.hypot(1.0, slope)
    steps = np.arange(-NEAR_GATE_M, NEAR_GATE_M, 0.05)[:, None] * unit
    least = {-0.03: STEP_M / 0.05 + 1, 0.03: 1}  # a shorter stretch may lie between two places looked at
    for way, heading in (("out", unit), ("in", -unit)):
        half = min(3.5, width / 2)
        shown = dict.fromkeys(least, 0)
        for lane in range(max(1, int(width / 2 / 3.5))):
            places = steps + (lane + 0.5) * half * np.array([heading[1], -heading[0]])
            for slack in shown:
                shown[slack] += seen_by_hand(camera, places, heading, slack) >= least[slack]
        assert shown[-0.03] <= gates.loc[way, "lanes_read"] <= shown[0.03]
