"""What viewpoints see, in places small enough to be worked out by hand."""

import math
import pickle
import time

import numpy as np
import pytest
import shapely

from maps.coverage.scene import Scene
from maps.coverage.visibility import CHUNK, spread, visible_areas, visible_polygons
from maps.progress import Cancelled, no_progress

EMPTY = Scene.from_polygons(np.array([], object))
WALL = np.array([shapely.box(5, -2, 7, 2)], object)
WALL_HIDES = 400 * math.atan(0.4) - 5 * 2  # from the origin, 20 m, all round


def seen(blocks, x=0.0, y=0.0, azimuth=0.0, hfov=360.0, reach=20.0):
    return visible_areas(Scene.from_polygons(np.array(blocks, object)), x, y, azimuth, hfov, reach)[0]


def test_without_obstacles_everything_is_seen():
    assert visible_areas(EMPTY, 3.0, 4.0, 0.0, 360.0, 10.0)[0] == pytest.approx(math.pi * 100)


def test_a_wall_hides_its_sector_beyond_it():
    assert seen(WALL) == pytest.approx(math.pi * 400 - WALL_HIDES, rel=1e-12)


@pytest.mark.parametrize("turn", [0.0, 90.0, 180.0, 270.0, 359.9, -33.0, 725.0])
def test_the_compass_makes_no_difference(turn):
    """Turning wall and sector together changes nothing, across north as elsewhere."""
    block = shapely.transform(WALL[0], lambda c: c @ rotation(turn))
    expected = math.pi * 400 * 90 / 360 - WALL_HIDES
    assert seen([block], azimuth=90.0 + turn, hfov=90.0) == pytest.approx(expected, rel=1e-12)


def rotation(clockwise_deg):
    angle = math.radians(clockwise_deg)
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def test_half_circles_add_up_to_the_whole():
    halves = [seen(WALL, azimuth=a, hfov=180.0) for a in (10.0, 190.0)]
    assert sum(halves) == pytest.approx(seen(WALL), rel=1e-12)


def test_an_aperture_over_a_half_circle():
    parts = [seen(WALL, azimuth=120.0, hfov=300.0), seen(WALL, azimuth=300.0, hfov=60.0)]
    assert sum(parts) == pytest.approx(seen(WALL), rel=1e-12)


def test_apertures_over_360_are_the_whole_circle():
    assert seen(WALL, hfov=400.0) == seen(WALL, hfov=360.0)


def test_a_courtyard_is_all_that_its_camera_sees():
    block = shapely.Polygon(shapely.box(-10, -10, 10, 10).exterior, [shapely.box(-3, -2, 3, 2).exterior])
    assert seen([block], 1.0, 0.5, reach=50.0) == pytest.approx(24.0, rel=1e-12)


def test_a_shared_wall_lets_nothing_through():
    two = [shapely.box(5, -2, 7, 0), shapely.box(5, 0, 7, 2)]
    assert seen(two) == pytest.approx(seen(WALL), rel=1e-12)


def test_overlapping_blocks_count_once():
    assert seen([*WALL, shapely.box(5.5, -1, 6, 2), *WALL]) == pytest.approx(seen(WALL), rel=1e-12)


def test_blocks_that_touch_at_a_corner():
    corner = [shapely.box(2, -2, 4, 0), shapely.box(4, 0, 6, 2)]
    apart = [shapely.box(2, -2, 4, 0), shapely.box(4.0001, 0, 6, 2)]
    assert seen(corner, 0, 1.0) == pytest.approx(seen(apart, 0, 1.0), rel=1e-3)


def test_repeated_and_collinear_vertices_change_nothing():
    odd = shapely.Polygon([(5, -2), (5, -2), (6, -2), (7, -2), (7, 2), (7, 2), (5, 2), (5, 0), (5, 0)])
    assert seen([odd]) == pytest.approx(seen(WALL), rel=1e-12)


def test_a_viewpoint_in_line_with_a_wall():
    """The grazing wall itself hides nothing; the front one does."""
    assert seen(WALL, y=2.0) == pytest.approx(
        math.pi * 400 - (200 * math.atan(4 / 5) - 0.5 * 5 * 4), rel=1e-12
    )


def test_invalid_outlines_are_mended():
    bow = shapely.Polygon([(5, -2), (7, 2), (7, -2), (5, 2)])
    assert 0 < seen([bow]) < math.pi * 400
    assert seen([*WALL, None, shapely.Polygon()]) == pytest.approx(seen(WALL))


def test_nothing_is_seen_from_inside_an_obstacle_or_without_a_sector():
    scene = Scene.from_polygons(WALL)
    areas, polygons = visible_polygons(
        scene, [6.0, 0, 0, 0], [0.0, 0, 0, 0], 0.0, [90, 0, np.nan, 90], [9, 9, 9, -1]
    )
    assert np.isnan(areas).all()
    assert list(polygons) == [None] * 4


def test_polygons_are_valid_and_hold_the_area():
    areas, polygons = visible_polygons(Scene.from_polygons(WALL), 0, 0, [90, 0], [120.0, 360.0], 20.0)
    assert shapely.is_valid(polygons).all()
    np.testing.assert_allclose(shapely.area(polygons), areas, rtol=6e-5)
    assert (shapely.area(polygons) <= areas).all()


def test_threads_give_the_same():
    rng = np.random.default_rng(4)
    x, y = rng.uniform(-30, 30, (2, 900))
    scene = Scene.from_polygons(WALL)
    one = visible_areas(scene, x, y, 40.0, 100.0, 25.0)
    np.testing.assert_array_equal(one, visible_areas(scene, x, y, 40.0, 100.0, 25.0, threads=2))


@pytest.mark.parametrize("threads", [1, 2, 9])
def test_progress_is_told_and_may_cancel(threads):
    shares = []
    visible_areas(EMPTY, np.zeros(600), np.zeros(600), 0, 90, 10, shares.append, threads=threads)
    assert shares[-1] == 1.0
    assert shares == sorted(shares)

    def stop(_share):
        raise Cancelled

    with pytest.raises(Cancelled):
        visible_areas(EMPTY, np.zeros(600), np.zeros(600), 0, 90, 10, stop, threads=threads)


@pytest.mark.parametrize("threads", [1, 2])
def test_every_chunk_is_worked_once_and_none_fails_in_silence(threads):
    done = []
    spread(done.append, 5 * CHUNK - 1, threads, no_progress)
    assert sorted(part.start for part in done) == [0, CHUNK, 2 * CHUNK, 3 * CHUNK, 4 * CHUNK]

    def fail(part):
        time.sleep(0.01)  # both threads have their share
        if part.start == CHUNK:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spread(fail, 5 * CHUNK, threads, no_progress)


def test_a_scene_survives_pickling():
    scene = pickle.loads(pickle.dumps(Scene.from_polygons(WALL)))
    assert visible_areas(scene, 0, 0, 0, 360, 20)[0] == pytest.approx(seen(WALL))
