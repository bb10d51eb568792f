"""The open project as a script, the window and the command line see it.

It brings rows from the store to the analyses and keeps each result until the data it
came from change: one way to open, one way to compute. The analyses are imported when they
are first asked for (over a second): the window draws the ground before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self, TypeVar

from shapely.geometry.base import BaseGeometry

from maps.balance.criteria import Criteria
from maps.credits import OSM_LAYERS, draws_osm
from maps.errors import AnalysisError
from maps.frames import to_frame, within
from maps.period import ALWAYS, Period
from maps.progress import Progress, no_progress, span
from maps.store import Change, ProjectFile

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from maps.balance.balance import Balance
    from maps.balance.covered import PreparedSpace
    from maps.balance.risk import ZoneRisk
    from maps.balance.risk_terms import Sources
    from maps.coverage.relief import Relief
    from maps.coverage.scene import Scene
    from maps.crime.density import DensityGrid
    from maps.events import Events

T = TypeVar("T")

CRITERIA_SETTING = "criteria"


class Project:
    """A project file with its analyses.

    Parameters
    ----------
    file : ProjectFile
        Open; closed by `close`.
    """

    def __init__(self, file: ProjectFile) -> None:
        self.file = file
        self._kept: dict[Any, tuple[Any, Any]] = {}
        self._lock = RLock()
        self._from_osm: tuple[tuple[int, ...], bool] | None = None

    @classmethod
    def open(cls, path: Path, *, user: str = "", read_only: bool = False) -> Self:
        """Open a project; see `ProjectFile.open` for what it raises."""
        return cls(ProjectFile.open(path, user=user, read_only=read_only))

    @classmethod
    def create(cls, path: Path, *, name: str, epsg: int, area: BaseGeometry, user: str = "") -> Self:
        """Make an empty project over an area given in the metric system `epsg`."""
        return cls(ProjectFile.create(path, name=name, epsg=epsg, area=area, user=user))

    def close(self) -> None:
        """Close the file; results are forgotten."""
        self._kept.clear()
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def epsg(self) -> int:
        """EPSG code of the project's metric system."""
        return self.file.epsg

    @property
    def name(self) -> str:
        """Name of the project."""
        return self.file.name

    @property
    def is_demo(self) -> bool:
        """Whether the data are the invented ones of the demo."""
        return bool(self.file.setting("demo", False))

    @property
    def draws_osm(self) -> bool:
        """Whether any of its data are OpenStreetMap's, which must be said wherever they are drawn."""
        now = tuple(self.file.version(layer) for layer in OSM_LAYERS)
        if self._from_osm is None or self._from_osm[0] != now:
            self._from_osm = (now, draws_osm(self.file))
        return self._from_osm[1]

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back after each committed change; returns the function that stops it."""
        return self.file.subscribe(callback)

    @property
    def criteria(self) -> Criteria:
        """The criteria profile kept in the project, or the default one."""
        kept = self.file.setting(CRITERIA_SETTING)
        return Criteria() if kept is None else Criteria.from_json(kept)

    @criteria.setter
    def criteria(self, profile: Criteria) -> None:
        from maps.criteria_versions import keep

        keep(self, profile)

    def frame(self, layer: str) -> gpd.GeoDataFrame:
        """Return a layer as a GeoDataFrame indexed by fid, in the project's system.

        Callers share it and must not change it.
        """
        return self.kept(
            ("frame", layer), (layer,), lambda: to_frame(self.file.rows(layer), layer, self.epsg)
        )

    def geometry(self, layer: str) -> NDArray[np.object_]:
        """Return the geometries of a layer in the order of its frame, without waiting for the frame."""
        return self.file.rows(layer, fields=()).geometry

    def scene(self) -> Scene:
        """Return the obstacles, ready for visibility."""
        from maps.obstacles import scene_of

        return self.kept("scene", ("obstacle",), lambda: scene_of(self))

    def relief(self) -> Relief | None:
        """Return the buildings with their heights; None where no camera is known to stand above one."""
        from maps.obstacles import lowest_m

        lowest = self.kept("lowest", ("obstacle",), lambda: lowest_m(self))
        if lowest is None or not self.frame("camera")["height_m"].max() > lowest:
            return None

        def compute() -> Relief:
            import numpy as np

            from maps.coverage.relief import Relief

            rows = self.file.rows("obstacle", fields=("obstacle_height_m",))
            return Relief.from_buildings(rows.geometry, np.array(rows.columns["obstacle_height_m"], float))

        return self.kept("relief", ("obstacle",), compute)

    def footprints(
        self,
        purpose: str | None = None,
        progress: Progress = no_progress,
        *,
        px_per_m: float | None = None,
        when: str = "any",
    ) -> gpd.GeoDataFrame:
        """Return the ground each camera covers, indexed like the cameras.

        Parameters
        ----------
        purpose : str, optional
            Measure at the pixel density the criteria ask for this purpose; default: each
            camera at the density of its own first purpose.
        px_per_m : float, optional
            Measure at this density in place of the criteria's.
        when : str
            "day", "night" or a moment (`maps.coverage.moments.parse_when`): cameras off then cover nothing, and in
            the dark only what a lamp or the infrared lights counts. "any": by daylight, whatever the hours.
        """
        from maps.prints import prints_of

        return prints_of(self, purpose, progress, px_per_m, when)

    def earlier_prints(self, key: tuple[Any, ...], ground: Sequence[str]) -> dict[str, Any]:
        """Return where the last footprints are kept, with their cameras, while the ground stays."""
        return self.kept(("earlier", *key), ground, dict)

    def light(self, when: str) -> str:
        """Return "day" or "night": the light at a time, where the project is."""
        from maps import crs
        from maps.coverage.conditions import light_at
        from maps.coverage.moments import parse_when

        asked = parse_when(when)
        plain = asked.kind != "moment"  # day and night need no place
        box = (0.0,) * 4 if plain else crs.transform_bounds(self.file.extent(), self.epsg, crs.WGS84)
        return light_at(asked, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def offences(self, period: Period = ALWAYS, categories: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Return the offences of a period and of some categories, with or without a position; see `Events.frame`."""
        return self.events().of(period, categories).frame(self.epsg)

    def events(self) -> Events:
        """Return the offences as arrays: where, when and how many."""
        from maps.events import read_events

        return self.kept("events", ("offence",), lambda: read_events(self.file))

    def semesters(self) -> list[str]:
        """Return the semesters that hold offences, the latest first."""
        return list(self.events().by_semester())

    def density(
        self,
        period: Period = ALWAYS,
        categories: Sequence[str] | None = None,
        bandwidth_m: float | None = None,
        cell_m: float | None = None,
        progress: Progress = no_progress,
    ) -> DensityGrid:
        """Return the density of offences over the project's area, events/km2.

        Raises
        ------
        AnalysisError
            There are no offences with a position in the period.
        """
        from maps.crime.density import density_grid

        criteria = self.criteria
        bandwidth, cell = bandwidth_m or criteria.bandwidth_m, cell_m or criteria.cell_m
        key = ("density", period, tuple(categories or ()), bandwidth, cell)

        def compute() -> DensityGrid:
            events = self.events().of(period, categories).placed
            if not len(events):
                raise AnalysisError(("offence",))
            return density_grid(
                events.x,
                events.y,
                bandwidth_m=bandwidth,
                cell_m=cell,
                bounds=self.file.extent(),
                weights=events.count,
                progress=progress,
            )

        return self.kept(key, ("offence", "project_area"), compute)

    def public_space(self, progress: Progress = no_progress) -> PreparedSpace:
        """Return the public space of each zone, cut and indexed once."""
        from maps.balance.covered import prepare_space
        from maps.balance.public_space import public_space

        layers = ("analysis_zone", "road", "land_use", "obstacle")

        def compute() -> PreparedSpace:
            zones, roads, land_use, obstacles = (self.frame(layer) for layer in layers)
            return prepare_space(
                public_space(zones, roads, land_use, obstacles, criteria=self.criteria, progress=progress)
            )

        return self.kept("public_space", layers, compute)

    def risk(self, period: Period = ALWAYS) -> ZoneRisk:
        """Return the risk of each zone from the registers, of which offences and reports are of a period."""
        from maps.balance.risk import zone_risk
        from maps.balance.risk_terms import RISK_LAYERS

        return self.kept(
            ("risk", period),
            RISK_LAYERS,
            lambda: zone_risk(self.frame("analysis_zone"), self.risk_sources(period), criteria=self.criteria),
        )

    def risk_sources(self, period: Period = ALWAYS) -> Sources:
        """Return the registers from which the risk of a period is made; offences and reports are of the period."""
        from maps.balance.risk_terms import Sources

        return Sources.read(self._of_period(period), self.offences(period))

    def _of_period(self, period: Period) -> Callable[[str], gpd.GeoDataFrame]:
        return lambda layer: (
            within(self.frame(layer), "received_at", period) if layer == "report" else self.frame(layer)
        )

    def purposes(self) -> list[str]:
        """Return the purposes that working cameras declare, "undeclared" last."""
        from maps.balance.balance import declared_purposes, working_cameras

        cameras = self.frame("camera")
        return declared_purposes(cameras, working_cameras(cameras))

    def balance(
        self, purpose: str | None = None, period: Period = ALWAYS, progress: Progress = no_progress
    ) -> Balance:
        """Weigh coverage against risk zone by zone, for one purpose or for all (art. 2(c)).

        Raises
        ------
        AnalysisError
            There are no analysis zones.
        """
        if self.file.count("analysis_zone") == 0:
            raise AnalysisError(("analysis_zone",))
        from maps.balance.risk_terms import RISK_LAYERS

        layers = (*RISK_LAYERS, "land_use", "obstacle", "camera")
        return self.kept(
            ("balance", purpose, period), layers, lambda: self._balance(purpose, period, progress)
        )

    def _balance(self, purpose: str | None, period: Period, progress: Progress) -> Balance:
        from maps.balance.balance import balance

        purposes = [purpose] if purpose else self.purposes()
        space = self.public_space(span(progress, 0.0, 0.4))
        prints = {each: self.footprints(each) for each in purposes}
        progress(0.6)
        return balance(
            self.frame("analysis_zone"),
            space,
            prints,
            self.frame("camera"),
            self.risk(period),
            self.criteria,
            purposes,
            span(progress, 0.6, 1.0),
        )

    def generate_zones(self, metres: float, *, shape: str = "hex") -> int:
        """Replace the analysis zones by hexagons or squares of a given width; returns how many."""
        from maps.balance.zoning import hexagons, squares

        cells = (hexagons if shape == "hex" else squares)(self.file.area(), metres)
        records = [
            {"code": code, "name": code, "geometry": geometry, "source": f"{shape} {metres:g} m"}
            for code, geometry in zip(cells["code"], cells.geometry, strict=True)
        ]
        with self.file.edit("Generazione delle zone di analisi") as edit:
            edit.delete("analysis_zone", self.file.rows("analysis_zone", fields=()).fids.tolist())
            edit.insert("analysis_zone", records)
        return len(records)

    def kept(self, key: Any, layers: Sequence[str], compute: Callable[[], T]) -> T:
        """Return a result computed before, unless a layer or the criteria have changed since."""
        now = (tuple(self.file.version(layer) for layer in layers), str(self.file.setting(CRITERIA_SETTING)))
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != now:
                kept = (now, compute())
                self._kept[key] = kept
            return kept[1]
