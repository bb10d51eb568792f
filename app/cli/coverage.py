"""Jobs about what cameras cover: footprints, coverage of zones, who sees a place, catalogue of models."""

import argparse
import dataclasses
import datetime as dt
from typing import Any

from app.cli.exporting import log
from app.cli.output import give, say
from app.cli.writing import changing
from app.speech import (
    coverage as coverage_words,
    numbers,
    sightings as sighting_words,
    when as when_words,
    words,
)
from maps.coverage.ladders import LADDERS, Ladder
from maps.project import Project
from maps.store import Export


def footprints(chosen: argparse.Namespace) -> None:
    """Write what each camera covers."""
    from maps.answers.exports import footprint_table, write_footprints
    from maps.answers.questions import detail_of

    with Project.open(chosen.project, read_only=True) as project:
        detail = detail_of(chosen.detail_class, project) if chosen.detail_class else None
        frame = footprint_table(project, chosen.purpose, px_per_m=detail, when=chosen.when)
        if chosen.output:
            write_footprints(frame, chosen.output)
        stuck, light = _inside(frame, project.epsg), project.light(chosen.when)
        unlit = coverage_words.unlit(light, project.file.count("street_light"))
        ladder = project.criteria.detail_ladder
    if chosen.output:
        log(chosen.project, Export("footprint", chosen.output, len(frame)))
    if chosen.json:
        give(_footprint_facts(chosen, frame, detail, ladder) | {"light": light, "inside": stuck})
    _tell_footprints(chosen, frame, ladder, unlit)
    if stuck:
        say(f"  Dentro un edificio, da spostare in facciata: {', '.join(each['code'] for each in stuck)}.")


def _never_reached(frame: Any) -> list[str]:
    """Return the codes of the cameras that reach the class nowhere."""
    return frame.loc[frame["state"] == "never_reached", "code"].tolist()


def _footprint_facts(
    chosen: argparse.Namespace, frame: Any, detail: float | None, ladder: Ladder
) -> dict[str, Any]:
    """Return what `--json` gives of the footprints and of the question."""
    return {
        "count": len(frame),
        "area_m2": round(float(frame["area_m2"].sum()), 1),
        "states": frame["state"].value_counts().to_dict(),
        "purpose": chosen.purpose,
        "class": chosen.detail_class,
        "px_per_m": detail,
        "when": chosen.when,
        "levels": frame["level"].value_counts().to_dict(),
        "never_reached": _never_reached(frame),
        "ladder": ladder.label,
        "finest_class": dict(zip(frame["code"], frame["finest_class"], strict=True)),
    }


def _tell_footprints(chosen: argparse.Namespace, frame: Any, ladder: Ladder, unlit: str) -> None:
    """Say how many footprints there are, in which states, and the best classes they reach."""
    states = frame["state"].value_counts().items()
    told = (
        ", ".join(f"{words.FOOTPRINT_STATES.get(state, state).lower()} {n}" for state, n in states)
        or "nessuna"
    )
    place = f" in «{chosen.output}»" if chosen.output else ""
    say(f"Aree riprese di {len(frame)} telecamere{place}, {when_words.told(chosen.when)} ({told}).")
    if unlit:
        say(f"  {unlit}")
    best, finest_first = frame["finest_class"].value_counts(), ladder.classes[::-1]
    reached = [f"{each.label.lower()} {best[each.name]}" for each in finest_first if each.name in best]
    if reached:
        say(f"  Classe migliore raggiunta ({ladder.label}): {', '.join(reached)}.")
    never = _never_reached(frame)
    if never:
        say(f"  {coverage_words.never_reached(chosen.detail_class)}: {', '.join(never)}.")


def _inside(frame: Any, epsg: int) -> list[dict[str, Any]]:
    """Return the cameras inside a building, with the nearest point of a facade (WGS 84)."""
    from maps import crs

    wrong = frame[frame["state"] == "inside_obstacle"]
    lon, lat = crs.transform_xy(
        [p.x for p in wrong["facade"]], [p.y for p in wrong["facade"]], epsg, crs.WGS84
    )
    return [
        {"code": code, "facade": [round(float(x), 7), round(float(y), 7)]}
        for code, x, y in zip(wrong["code"], lon, lat, strict=True)
    ]


def coverage(chosen: argparse.Namespace) -> None:
    """Tell the public space and the streets that cameras cover, zone by zone."""
    from maps.answers.questions import coverage_table, detail_of

    with Project.open(chosen.project, read_only=True) as project:
        detail = detail_of(chosen.detail_class, project) if chosen.detail_class else None
        table = coverage_table(project, chosen.purpose, px_per_m=detail, when=chosen.when)
        light = project.light(chosen.when)
        unlit = coverage_words.unlit(light, project.file.count("street_light"))
    if unlit:
        say(unlit)
    if chosen.json:
        give(
            {
                "purpose": table.purpose,
                "class": chosen.detail_class,
                "px_per_m": table.px_per_m,
                "when": table.when,
                "light": light,
                "cameras": table.cameras,
                "covering": table.covering,
                "total": _rounded(table.total.to_dict()),
                "zones": [_rounded(row) for row in table.zones.to_dict("records")],
            }
        )
        return
    print(
        f"{coverage_words.question(chosen.purpose, chosen.detail_class, chosen.when)}: {_in_words(table.total)}."
    )
    for row in table.zones.to_dict("records"):
        print(f"  {row['name'] or row['uid']!s:<28} {_in_words(row)}")


def _in_words(row: Any) -> str:
    area = numbers.percent(row["coverage"], 1)
    street = numbers.percent(row["street_coverage"], 1)
    mean = numbers.measure(row["multiplicity"], "", 2)
    return (
        f"spazio pubblico coperto {area}, molteplicità media {mean}, strade coperte {street} "
        f"di {numbers.measure(row['street_km'], 'km', 1)}, telecamere {numbers.integer(row['cameras'])}"
    )


def _rounded(row: dict[Any, Any]) -> dict[str, Any]:
    """Return figures as JSON can hold them, None for what cannot be measured."""
    return {str(name): _figure(value) for name, value in row.items()}


def _figure(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6) if value == value else None
    return value.item() if hasattr(value, "item") else value


def who_sees(chosen: argparse.Namespace) -> None:
    """Tell the cameras that see a point or the disc round it."""
    from maps.answers.sightings import who_sees as ask

    moment = chosen.at or dt.datetime.now().replace(microsecond=0)
    with Project.open(chosen.project, read_only=True) as project:
        ladder = LADDERS[chosen.ladder] if chosen.ladder else project.criteria.detail_ladder
        found = ask(
            project,
            chosen.lon,
            chosen.lat,
            radius_m=chosen.radius,
            ladder=ladder,
            recorded_at=moment,
        )
    if chosen.json:
        asked = {"lon": chosen.lon, "lat": chosen.lat, "radius_m": chosen.radius, "at": moment.isoformat()}
        give({**asked, "ladder": ladder.name, "count": len(found), "cameras": [_seen(s) for s in found]})
        return
    say(f"Telecamere che riprendono il luogo: {len(found)}.")
    for sighting in found:
        then = (
            ""
            if chosen.at is None
            else f" · a quell'ora {'vedeva' if sighting.at_the_time else 'non vedeva'}"
        )
        print(f"  {sighting_words.sighting(sighting)}{then}")


def _seen(sighting: Any) -> dict[str, Any]:
    facts = {name: _figure(value) for name, value in dataclasses.asdict(sighting).items()}
    reached = facts.pop("detail_class")
    return {**facts, "class": reached, "class_label": words.detail_class(reached)}


def models(chosen: argparse.Namespace) -> None:
    """Load the catalogue of generic models; fill missing optics where asked."""
    from data.catalogue import shipped_models
    from maps.answers.specifications import fill_cameras, load_models

    with changing(chosen.project) as project:
        added, changed, same = load_models(project, shipped_models())
        filled = fill_cameras(project) if chosen.fill else None
    if chosen.json:
        give({"added": added, "changed": changed, "unchanged": same, "filled": filled})
    say(f"Modelli di telecamera: {added} aggiunti, {changed} modificati, {same} invariati.")
    if filled is None:
        return
    say(
        f"Ottica completata dal catalogo per {filled.cameras} telecamere; senza modello {filled.without_model}."
    )
    if filled.unknown:
        say(f"  Modelli che il catalogo non ha: {', '.join(filled.unknown)}.")


def cordon(chosen: argparse.Namespace) -> None:
    """Tell which roads across a boundary are read by plate readers."""
    from maps.answers.gates import cordon as close

    with Project.open(chosen.project, read_only=True) as project:
        report = close(project, chosen.boundary, codes=chosen.code)
        codes = project.frame("camera")["code"].fillna(project.frame("camera")["uid"]).to_dict()
        epsg = project.epsg
    if chosen.json:
        give(_cordon_json(report, codes, epsg))
        return
    print(coverage_words.cordon(report))
    for gate in report.open_gates.to_dict("records"):
        print(f"  {coverage_words.gate(gate)}")


def _cordon_json(report: Any, codes: dict[Any, str], epsg: int) -> dict[str, Any]:
    from maps import crs

    gates = report.gates
    lon, lat = crs.transform_xy(gates.geometry.x, gates.geometry.y, epsg, crs.WGS84)
    names = ["road_code", "road_name", "road_class", "way", "weight"]
    names += ["read", "declared", "lanes", "lanes_read", "top_speed_kmh"]
    rows = [
        {
            **{name: _figure(value) for name, value in zip(names, values, strict=True)},
            "cameras": [codes[fid] for fid in fids],
            "lon": round(float(x), 6),
            "lat": round(float(y), 6),
        }
        for *values, fids, x, y in zip(
            *(gates[name] for name in names), gates["cameras"], lon, lat, strict=True
        )
    ]
    shares = ("closed_share", "closed_in", "closed_out", "declared_share")
    return {
        **{name: _figure(getattr(report, name)) for name in shares},
        "readers": report.readers,
        "gates": len(rows),
        "read": int(gates["read"].sum()),
        "declared": int(gates["declared"].sum()),
        "open": len(report.open_gates),
        "crossings": rows,
    }
