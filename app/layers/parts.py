"""The parts of the map: each turns rows of the project into painters, in the background.

Builders import the heavy libraries when they run, so that the window shows first.
"""

from collections.abc import Callable
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from app.canvas.painters.base import Painter
from app.layers.base import Built, View, mercator, period_of, placed_rows, texts
from app.layers.cameras import build_cameras, build_footprints, state_of, symbol_of
from app.layers.risk import build_risk_cells
from app.layers.styles import FIGURES, ZONE_THEME, drawn, figure_values, labelled
from app.layers.symbology import tones_for
from maps.memory import give_back
from maps.views.symbology import Kind

__all__ = [
    "AFTER",
    "BUILDERS",
    "ORDER",
    "PARTS_OF_LAYER",
    "Built",
    "View",
    "mercator",
    "state_of",
    "symbol_of",
]


#: Painters of the ground by project, with the versions of the layers that they were made of.
_GROUNDS: "WeakKeyDictionary[Any, tuple[tuple[int, ...], Built]]" = WeakKeyDictionary()
_GROUND_LAYERS = ("project_area", "land_use", "road", "obstacle")


def build_ground(project: Any, _view: View, progress: Callable[[float], None]) -> Built:
    """Green, water, roads and buildings of the project: the background that needs no network.

    Made once for the map, the sheets and the slides, until one of the layers changes; whoever asks has copies of the
    painters, with an opacity of their own and the same outlines.
    """
    owner = getattr(project, "base", project)
    now = tuple(owner.file.version(layer) for layer in _GROUND_LAYERS)
    if owner not in _GROUNDS or _GROUNDS[owner][0] != now:
        _GROUNDS[owner] = now, _ground(owner, progress)
    made = _GROUNDS[owner][1]
    return Built({name: copy(painter) for name, painter in made.painters.items()}, result=made.result)


def _ground(project: Any, progress: Callable[[float], None]) -> Built:
    from app.canvas.painters.ground import (
        BuildingOutlinesPainter,
        BuildingsPainter,
        LandPainter,
        LandUsePainter,
        RoadsPainter,
    )
    from maps.crs import WEB_MERCATOR, transform_bounds

    _fids, uses, of_use = placed_rows(project, "land_use", ("land_use_kind",))
    _fids, roads, of_road = placed_rows(project, "road", ("road_class",))
    progress(0.4)
    fids, buildings, _columns = placed_rows(project, "obstacle")
    fill = BuildingsPainter(buildings, fids)
    progress(0.8)
    painters: list[Painter] = [
        LandPainter(),
        LandUsePainter(uses, texts(of_use["land_use_kind"])),
        RoadsPainter(roads, texts(of_road["road_class"])),
        fill,
        BuildingOutlinesPainter(fill),
    ]
    home = transform_bounds(project.file.extent(), project.epsg, WEB_MERCATOR)
    give_back()
    return Built({painter.name: painter for painter in painters}, result=tuple(home))


def build_names(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """Names of streets and zones, kept clear of the cameras and of the abandoned buildings."""
    import numpy as np
    import shapely

    from app.canvas.painters.labels import LabelsPainter

    roads, zones = project.frame("road"), project.frame("analysis_zone")
    symbols = [shapely.centroid(mercator(project, name)) for name in ("camera", "abandoned_building")]
    texts_of = {name: (kept, told) for name, kept, told in labelled(project, view.styles)}
    named_zones = texts_of.pop("analysis_zone", (None, _zone_names(zones)))[1]
    painter = LabelsPainter(
        mercator(project, "road"),
        texts(roads["name"]),
        texts(roads["road_class"]),
        mercator(project, "analysis_zone"),
        named_zones,
        np.concatenate([shapely.get_coordinates(each[~shapely.is_missing(each)]) for each in symbols]),
        marks=_marks(project, texts_of),
    )
    return Built({painter.name: painter})


def _marks(project: Any, texts_of: dict[str, Any]) -> dict[str, Any]:
    """The labels of layers whose user asked for them: by layer, places and texts of the features with a text."""
    import numpy as np
    import shapely

    from app.canvas.painters.labels import Marks

    found = {}
    for name, (kept, told) in texts_of.items():
        geometry = mercator(project, name)
        wanted = np.array([bool(text.strip()) for text in told], dtype=bool) & ~shapely.is_missing(geometry)
        wanted &= True if kept is None else kept
        inside = shapely.point_on_surface(geometry[wanted])
        labels = np.array(told, dtype=object)[wanted]
        found[name] = Marks(shapely.get_x(inside), shapely.get_y(inside), labels)
    return found


def _zone_names(zones: Any) -> list[str | None]:
    """Names given by people; the codes of generated zones would only cover the map."""
    codes = zones["code"].tolist()
    return [None if name == code else name for name, code in zip(texts(zones["name"]), codes, strict=True)]


def build_things(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """Zones, degraded areas, abandoned buildings, and the registers of points."""
    from app.canvas.painters.points import SYMBOLS, PointsPainter
    from app.canvas.painters.territory import AbandonedPainter, DegradedPainter, ZonesPainter

    shapes = {"degraded_area": DegradedPainter, "abandoned_building": AbandonedPainter}
    painters: dict[str, Painter] = {}
    names = ("analysis_zone", *shapes, *SYMBOLS)
    for layer in names:
        frame, chosen = project.frame(layer), drawn(project, layer, view.styles.of(layer))
        if not len(frame):
            continue
        placed, fids = chosen.of(mercator(project, layer)), chosen.of(frame.index)
        if layer == "analysis_zone":
            made: Painter = ZonesPainter(placed, fids, _zone_names(chosen.of(frame)), tones=chosen.tones)
        elif layer in shapes:
            made = shapes[layer](placed, fids, tones=chosen.tones)
        else:
            made = PointsPainter(layer, placed, fids, SYMBOLS[layer], tones=chosen.tones)
        made.filter_note = chosen.note
        painters[layer] = made
    return Built(painters, names)


def build_density(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The density of the offences of the period, in classes."""
    from app.canvas.painters.territory import DensityPainter
    from maps.crs import WEB_MERCATOR, transform_geometries

    grid = project.density(period_of(view), progress=progress)
    classes = grid.contours(project.criteria.breaks)
    painter = DensityPainter(
        transform_geometries(classes.geometry.to_numpy(), project.epsg, WEB_MERCATOR),
        classes["class"].tolist(),
        classes["lower"].tolist(),
    )
    give_back()
    return Built({painter.name: painter}, result=grid)


def class_breaks(criteria: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the limits of the classes of risk (0-100) and of coverage (share) of the choropleth.

    The last class of risk and the first of coverage are those of the criteria: at risk from r*, in shortage below
    c*. The other limit lies at two thirds of r* and at twice c* (40, 60 and 25, 50 % by default).
    """
    risk, coverage = criteria.risk_threshold, criteria.coverage_threshold
    return (risk * 2.0 / 3.0, risk), (coverage, min(coverage * 2.0, 1.0))


def build_balance(project: Any, view: View, progress: Callable[[float], None]) -> Built:
    """The balance of the chosen purpose, and the zones coloured by risk and coverage."""
    import numpy as np

    from app.canvas.painters.territory import ZonesPainter
    from app.look.risk_tones import LIGHT_OPACITY, dark_opacities
    from app.look.theme import RISK_COVERAGE

    purpose = view.purpose or next(iter(project.purposes()), "undeclared")
    found = project.balance(purpose, period_of(view), progress)
    table = found.purposes[purpose].zones
    of_risk, of_coverage = class_breaks(project.criteria)
    risk = np.digitize(table["risk"].fillna(0.0).astype(float), of_risk)
    coverage = np.digitize(table["coverage"].fillna(0.0).astype(float), of_coverage)
    known = table["risk"].notna() & table["coverage"].notna()
    fills = [RISK_COVERAGE[r][c] if sure else None for r, c, sure in zip(risk, coverage, known, strict=True)]
    zones = project.frame("analysis_zone")
    painter = ZonesPainter(
        mercator(project, "analysis_zone"),
        zones.index,
        _zone_names(zones),
        fills,
        fill_opacity=LIGHT_OPACITY,
        name="choropleth",
        dark_opacity=dark_opacities(),
    )
    painter.pickable = False
    return Built({"choropleth": painter, **_zone_theme(project, view, table)}, ("zone_theme",), result=found)


def _zone_theme(project: Any, view: View, table: Any) -> dict[str, Painter]:
    """The zones coloured by one figure of the balance, where the user asks so in place of risk and coverage."""
    from app.canvas.painters.territory import ZonesPainter

    symbology = view.styles.of(ZONE_THEME).symbology
    if symbology.kind is Kind.SINGLE:
        return {}
    values = figure_values(table, symbology.field)
    tones = tones_for(symbology, FIGURES.field(symbology.field), values)
    zones = project.frame("analysis_zone")
    painter = ZonesPainter(
        mercator(project, "analysis_zone"), zones.index, _zone_names(zones), name="zone_theme", tones=tones
    )
    painter.pickable = False
    return {"zone_theme": painter}


def build_survey(project: Any, _view: View, progress: Callable[[float], None]) -> Built:
    """What the top bar and the search offer."""
    from app.layers.survey import survey

    return Built({}, result={**survey(project, progress), "events": project.events().by_semester()})


#: Every part, in the order in which it is computed.
BUILDERS: dict[str, Callable[..., Built]] = {
    "ground": build_ground,
    "cameras": build_cameras,
    "things": build_things,
    "survey": build_survey,
    "density": build_density,
    "footprints": build_footprints,
    "names": build_names,
    "balance": build_balance,
    "risk_cells": build_risk_cells,
}

#: Parts that pass before every other work: the map that the user waits for.
SEEN_FIRST = frozenset({"ground", "cameras"})
#: Parts that call no kernel: at the first use of all they do not wait for the compiler.
UNCOMPILED = frozenset({"things", "survey"})
#: After an edit: what only the search and the choosers show.
SEEN_LAST = frozenset({"survey"})

#: What the progress card says while a part is computed.
AFTER = {
    "ground": "Preparazione dello sfondo",
    "things": "Lettura dei livelli",
    "cameras": "Lettura delle telecamere",
    "survey": "Lettura del progetto",
    "footprints": "Calcolo delle aree riprese",
    "density": "Calcolo della densità",
    "names": "Disposizione dei nomi",
    "balance": "Calcolo dell'equilibrio",
    "risk_cells": "Calcolo del rischio per cella",
}

#: Painters from the bottom up (design.md, Map, Order).
ORDER = (
    "land",
    "land_use",
    "road",
    "obstacle",
    "tiles",
    "density",
    "risk_cells",
    "choropleth",
    "zone_theme",
    "obstacle_outline",
    "analysis_zone",
    "degraded_area",
    "abandoned_building",
    "sensitive_place",
    "street_light",
    "dump_site",
    "report",
    "footprint",
    "camera",
    "labels",
)

PARTS_OF_LAYER: dict[str, tuple[str, ...]] = {
    "obstacle": ("ground", "footprints", "balance"),
    "road": ("ground", "survey", "names", "balance", "risk_cells"),
    "land_use": ("ground", "footprints", "balance"),
    "camera": ("cameras", "survey", "footprints", "names", "balance"),
    "analysis_zone": ("things", "survey", "names", "balance", "risk_cells"),
    "degraded_area": ("things", "balance", "risk_cells"),
    "abandoned_building": ("things", "names", "balance", "risk_cells"),
    "street_light": ("things", "footprints", "balance", "risk_cells"),
    "sensitive_place": ("things", "balance", "risk_cells"),
    "report": ("things", "balance", "risk_cells"),
    "dump_site": ("things", "balance", "risk_cells"),
    "offence": ("survey", "density", "balance", "risk_cells"),
    "project_area": ("risk_cells",),
}
