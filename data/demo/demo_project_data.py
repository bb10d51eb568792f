"""The demo project: an invented town set at Cremona, made anew by a deterministic script.

Nothing in it is real: streets, buildings, cameras and offences are drawn by rule from fixed random
streams, and every record says so in its field `source`.
"""

from pathlib import Path

import shapely

from data.demo import cameras, lamps, landuse, offences, places, proposals, risk_map, signals, systems, zones
from data.demo.records import EPSG, NAME, SOURCE, DemoCity
from data.demo.town import Town, build_town
from maps.progress import Progress, no_progress, span

# The demo's own criteria profile: what is absent keeps its default. With 120 cameras for 8 km2 no quarter
# covers a quarter of its public space, so the threshold of shortage is set where it tells quarters apart.
CRITERIA = {"version": "dimostrativa", "coverage_threshold": 0.04}

#: Limits of the invented call for funding.
CALL = {"cost_ceiling": 250_000.0, "funded_years": 5, "maintenance_years": 5, "least_sites": 10}


def demo_records(progress: Progress = no_progress) -> DemoCity:
    """Return the invented town as records; a pure function with the same result on each call."""
    layers = _layers(build_town(span(progress, 0.0, 0.7)))
    progress(1.0)
    area = shapely.union_all([zone["geometry"] for zone in layers["analysis_zone"]])
    return DemoCity(area, EPSG, NAME, layers)


def _layers(town: Town) -> dict[str, list[dict]]:
    registered = cameras.camera_records(town)
    quarters = zones.zone_records(town.quarters, town.buildings, town.streets)
    return {
        "analysis_zone": quarters,
        "obstacle": landuse.building_records(town.buildings),
        "road": landuse.road_records(town.streets, town.quarters),
        "land_use": landuse.land_use_records(town.blocks),
        "street_light": lamps.lamp_records(town),
        "sensitive_place": places.sensitive_records(town),
        "degraded_area": places.degraded_records(town),
        "abandoned_building": places.abandoned_records(town),
        "report": signals.report_records(town),
        "dump_site": signals.dump_records(town),
        "offence": offences.offence_records(town),
        "system": systems.system_records(registered),
        "proposal": proposals.proposal_records(registered),
        "risk_area": risk_map.risk_records(town.quarters, quarters),
        "camera": registered,
    }


def write_demo(path: Path | str, progress: Progress = no_progress) -> None:
    """Create the demo project at `path` in one edit.

    Raises
    ------
    Cancelled
        By `progress`; nothing is written.
    maps.errors.TorrazzoError
        The file exists or cannot be written; see `ProjectFile.create`.
    """
    from maps.store import ProjectFile

    city = demo_records(span(progress, 0.0, 0.9))
    with ProjectFile.create(path, name=city.name, epsg=city.epsg, area=city.area, user="demo") as project:
        with project.edit("Città dimostrativa", origin="demo", undoable=False) as edit:
            for layer, records in city.layers.items():
                edit.insert(layer, records)
            for fid in project.rows("project_area").fids.tolist():
                edit.update("project_area", fid, {"name": city.name, "source": SOURCE})
        project.set_setting("demo", True)
        project.set_setting("criteria", CRITERIA)
        project.set_setting("call", CALL)


__all__ = ["DemoCity", "demo_records", "write_demo"]
