"""What a camera in the hand does to the rule: the overlap of its zone, and the Hoover index of the purpose."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from app.layers.base import View, period_of
from app.speech import numbers
from app.tools.bench import Bench
from app.tools.pose import Pose


@dataclass(frozen=True)
class RuleChange:
    """Overlap of a zone (0-1 or None) and Hoover index, without the drag and with it."""

    overlap: tuple[float | None, float | None]
    hoover: tuple[float, float]

    @property
    def text(self) -> str:
        """Such as "Sovrapposizione 47 % → 38 % · Hoover 0,430 → 0,421"."""
        overlap = [numbers.percent(value) for value in self.overlap]
        hoover = [numbers.decimal(value, 3) for value in self.hoover]
        return f"Sovrapposizione {_step(*overlap)} · Hoover {_step(*hoover)}"


def _step(before: str, now: str) -> str:
    return now if before == now else f"{before} → {now}"


class LiveRule(QObject):
    """Keeps the balance of the purpose on show with one camera lifted, ready to answer in a frame."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._bench, self._session = bench, bench.session
        self._live: Any = None
        self._key: tuple[Any, ...] = ()
        self._before: Any = None
        self.change: RuleChange | None = None
        self._session.closed.connect(self.forget)

    def forget(self) -> None:
        """Drop what was prepared."""
        self._live, self._key, self._before, self.change = None, (), None, None

    def _wanted(self, fid: int) -> tuple[Any, ...]:
        from maps.balance.risk_terms import RISK_LAYERS

        session = self._session
        layers = (*RISK_LAYERS, "land_use", "obstacle", "camera")
        versions = tuple(session.file.version(layer) for layer in layers)
        criteria = str(session.file.setting("criteria"))
        return (id(session.project), fid, session.purpose, session.period, versions, criteria)

    def prepare(self, fid: int) -> None:
        """Lift a camera in the background; nothing where no single purpose is on show."""
        session = self._session
        if not session.purpose or self._wanted(fid) == self._key:
            return
        self.forget()
        key, project = self._wanted(fid), session.project
        view = View(session.purpose, session.period)

        def take(live: Any) -> None:
            if session.project is project and self._wanted(fid) == key:
                self._live, self._key = live, key

        session.jobs.run(
            self.tr("Preparazione delle cifre della regola"),
            lambda progress: _lifted(project, view, fid),
            key="tools/live-rule",
            done=take,
            failed=lambda _error: None,  # where there is no balance the panel says why
            quiet=True,
        )

    def begin(self, fid: int) -> None:
        """Take the figures as they are before a drag.

        They are those of the panel only at the class of the purpose and where darkness hides nothing.
        """
        self._before, self.change = None, None
        known = self._live is not None and self._wanted(fid) == self._key
        if known and not self._session.detail and self._bench.light is None:
            live, standing, at = self._live
            self._before = live.figures(standing, at)

    def follow(self, pose: Pose, ground: Any, zone: int) -> None:
        """Compare with the camera in the hand, which stands in a zone (its place, -1 for none)."""
        self.change = None
        if self._before is None or self._before.hoover is None:
            return
        now = self._live[0].figures(ground, (pose.x, pose.y))
        if now.hoover is not None:
            overlap = (_at(self._before.overlap, zone), _at(now.overlap, zone))
            self.change = RuleChange(overlap, (self._before.hoover, now.hoover))

    def end(self) -> None:
        """Forget the drag."""
        self._before, self.change = None, None


def _at(values: Any, zone: int) -> float | None:
    """Return the figure of a zone; None for no zone, or where there is nothing to share."""
    return None if zone < 0 or values[zone] != values[zone] else float(values[zone])


def _lifted(project: Any, view: View, fid: int) -> tuple[Any, Any, tuple[float, float]]:
    """Return the live balance of a purpose with a camera lifted, the ground that it covers now and its place."""
    from maps.balance.live import LiveBalance

    prints, place = project.footprints(view.purpose), project.frame("camera").geometry.loc[fid]
    live = LiveBalance(
        project.public_space(),
        prints,
        project.frame("camera"),
        project.risk(period_of(view)).zones["share"],
        project.criteria,
        view.purpose,
    )
    live.lift(fid)
    return live, prints.geometry.get(fid), (place.x, place.y)
