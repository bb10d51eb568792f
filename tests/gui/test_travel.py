"""The trail of views, without a window."""

from dataclasses import replace

from app.browsing.travel import MOST, Trail
from app.canvas.view import MapView

VIEW = MapView(0.0, 0.0, 10.0, 800, 600)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def moved(by: float) -> MapView:
    return replace(VIEW, center_x=by)


def walk(trail: Trail, clock: Clock, *places: float) -> None:
    for place in places:
        clock.now += 5.0
        trail.rest(moved(place))


def test_it_goes_back_and_forth_and_a_new_way_drops_the_old() -> None:
    trail = Trail(clock := Clock())
    walk(trail, clock, 0, 5000, 9000)
    assert trail.step(-1) == moved(5000) and trail.step(-1) == moved(0)
    assert trail.step(-1) is None and not trail.can_go_back
    assert trail.step(1) == moved(5000)
    walk(trail, clock, 7000)
    assert not trail.can_go_on and trail.step(-1) == moved(5000)


def test_notches_of_the_wheel_are_one_step() -> None:
    trail = Trail(clock := Clock())
    walk(trail, clock, 0)
    clock.now += 5
    for place in (1000, 2000, 3000):
        clock.now += 0.2
        trail.rest(moved(place))
    assert trail.step(-1) == moved(0) and trail.step(1) == moved(3000)


def test_a_view_that_hardly_moved_is_the_same() -> None:
    trail = Trail(clock := Clock())
    walk(trail, clock, 0, 1, 2)
    assert not trail.can_go_back


def test_a_long_day_keeps_the_last_hundred() -> None:
    trail = Trail(clock := Clock())
    walk(trail, clock, *range(0, 2_000_000, 10_000))
    steps = 0
    while trail.step(-1) is not None:
        steps += 1
    assert steps == MOST - 1
