"""The web map of a project: its layers and results, with Italian names and legends."""

from pathlib import Path
from typing import Any

from app.layers.styles import STYLED, THEMED, Drawn
from app.speech import findings, numbers, words
from app.webmap_look import dressed, shown_rows, taken
from maps import crs
from maps.answers.exports import footprint_table
from maps.errors import AnalysisError
from maps.io.geojson import feature_collection
from maps.io.webmap import ATTRIBUTION, WebField, WebLayer, layer_fields, write_web_map
from maps.io.webmap_style import CAMERA_CLASSES, STYLES, VERDICT_CLASSES, density_classes, purpose_classes
from maps.project import Project
from maps.schema import layer
from maps.views.symbology import kept_styles

INVENTED = "Dati inventati"
GROUND, ANALYSIS, CAMERAS, TERRITORY = "Sfondo", "Analisi", "Videosorveglianza", "Territorio"


def write_project_map(project: Project, path: Path) -> None:
    """Write the web map of a project in one file; see `write_web_map` for what it raises."""
    drawn = [
        *_ground(project),
        *_density(project),
        *_zones(project),
        *_territory(project),
        *_cameras(project),
    ]
    write_web_map(
        path,
        title=project.name,
        subtitle="Videosorveglianza, rischio ed equilibrio (patto per la sicurezza, art. 2, lett. c)",
        layers=[each for each in drawn if each.features["features"]],
        bounds=crs.transform_bounds(project.file.extent(), project.epsg, crs.WGS84),
        note=INVENTED if project.is_demo else "",
        attribution=INVENTED if project.is_demo else ATTRIBUTION if project.draws_osm else "",
    )


def _features(project: Project, geometry: Any, columns: dict[str, Any]) -> dict[str, Any]:
    plain = {name: list(values) for name, values in columns.items()}
    return feature_collection(list(geometry), plain, crs=project.epsg)


def _layer(project: Project, name: str, fields: tuple[str, ...], **looks: Any) -> WebLayer:
    """Return a layer of the project with the public fields that its popup tells."""
    declared = layer(name)
    rows = project.file.rows(name, fields=("code", *fields))
    told = layer_fields(declared, ("code", *fields))
    styles, _lost = kept_styles(project.file, STYLED)
    chosen = shown_rows(project, name, styles) if name in THEMED else Drawn()
    columns = {field.name: taken(rows.columns[field.name], chosen) for field in told}
    usual: dict[str, Any] = {
        "style": STYLES.get(name, STYLES["building"]),
        "group": TERRITORY,
        "title_field": "name",
    }
    made = WebLayer(
        name,
        declared.plural,
        _features(project, taken(rows.geometry, chosen), columns),
        singular=declared.label,
        fields=told,
        **(usual | looks),
    )
    return dressed(made, chosen)


def _ground(project: Project) -> list[WebLayer]:
    """Return the background drawn from the project's own data, which nobody clicks."""
    silent = {"group": GROUND, "interactive": False, "counted": False, "title_field": ""}
    land = project.file.rows("land_use", fields=("land_use_kind",))
    kinds = land.columns["land_use_kind"]
    layers = []
    for name, label, wanted in (
        ("green", "Verde", {"park", "grass", "forest", "cemetery", "sport"}),
        ("water", "Acqua", {"water"}),
    ):
        chosen = [g for g, kind in zip(land.geometry, kinds, strict=True) if kind in wanted]
        layers.append(WebLayer(name, label, _features(project, chosen, {}), STYLES[name], **_plain(silent)))
    layers.append(_layer(project, "road", (), style=STYLES["road"], kind="line", **silent))
    layers.append(_layer(project, "obstacle", (), style=STYLES["building"], **silent))
    return layers


def _plain(looks: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in looks.items() if name != "title_field"}


def _density(project: Project) -> list[WebLayer]:
    try:
        grid = project.density()
    except AnalysisError:
        return []
    classes = grid.contours(project.criteria.breaks)
    return [
        WebLayer(
            "density",
            "Densità degli eventi",
            _features(project, classes.geometry, {"class": classes["class"].tolist()}),
            STYLES["density"],
            group=ANALYSIS,
            by="class",
            classes=density_classes(tuple(classes["lower"])),
            ramp=True,
            unit=f"eventi/km², raggio {numbers.integer(grid.bandwidth_m)} m",
            interactive=False,
            counted=False,
        )
    ]


def _zones(project: Project) -> list[WebLayer]:
    """Return the zones, one layer a purpose with its verdicts; plain where nothing can be computed."""
    if not project.file.count("analysis_zone"):
        return []
    frame = project.frame("analysis_zone")
    layers: list[WebLayer] = []
    for purpose, facts in project.balance().purposes.items():
        columns = {
            name: [findings.gap_value(name, value) for value in facts.zones[name]]
            for name in ("name", "risk", "coverage", "overlap", "cameras", "quotient", "reason")
        }
        columns["verdict"] = [verdict.value for verdict in facts.zones["verdict"]]
        told = tuple(
            WebField(name, heading, codes=words.VERDICTS if name == "verdict" else {})
            for name, heading in findings.GAP_COLUMNS.items()
            if name in columns and name != "name"
        )
        layers.append(
            WebLayer(
                f"zones-{purpose}",
                f"Zone: {words.purpose(purpose).lower()}",
                _features(project, frame.geometry, columns),
                STYLES["zone"],
                singular=layer("analysis_zone").label,
                group=ANALYSIS,
                by="verdict",
                classes=VERDICT_CLASSES,
                unit=findings.headline(facts),
                fields=told,
                title_field="name",
                label_field="name",
                shown=not layers,
            )
        )
    return layers or [_layer(project, "analysis_zone", ("name",), group=ANALYSIS, style=STYLES["zone"])]


def _territory(project: Project) -> list[WebLayer]:
    return [
        _layer(project, "degraded_area", ("name", "decay_type", "severity", "status")),
        _layer(project, "abandoned_building", ("name", "building_kind", "condition", "works_state")),
        _layer(project, "street_light", ("lamp_state",), kind="point", shown=False, title_field="code"),
        _layer(project, "sensitive_place", ("name", "place_kind"), shown=False),
    ]


def _cameras(project: Project) -> list[WebLayer]:
    """Return footprints by first purpose and cameras by the state of their footprint."""
    if not project.file.count("camera"):
        return []
    table = footprint_table(project)
    declared = project.frame("camera").loc[table.index, "purposes"]
    first = [codes[0] if isinstance(codes, list) and codes else "undeclared" for codes in declared]
    labels = {code: words.purpose(code) for code in dict.fromkeys(first)}
    columns = {
        "code": table["code"],
        "name": table["name"],
        "purpose": first,
        "area_m2": table["area_m2"].round(),
    }
    prints = WebLayer(
        "footprint",
        "Aree riprese",
        _features(project, table.geometry, columns),
        STYLES["footprint"],
        singular="Area ripresa",
        group=CAMERAS,
        by="purpose",
        classes=purpose_classes(labels),
        fields=(
            WebField("code", "Codice"),
            WebField("purpose", "Finalità", codes=labels),
            WebField("area_m2", "Area ripresa", "m²"),
        ),
        title_field="name",
    )
    cameras = _layer(
        project,
        "camera",
        ("name", "camera_type", "purposes", "working_state", "azimuth_deg"),
        kind="point",
        group=CAMERAS,
        by="state",
        classes=CAMERA_CLASSES,
    )
    styles, _lost = kept_styles(project.file, STYLED)
    states = taken(table["state"], shown_rows(project, "camera", styles))
    for feature, state in zip(cameras.features["features"], states, strict=True):
        feature["properties"]["state"] = state
    return [prints, cameras]
