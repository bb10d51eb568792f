"""The scenes of a project that has none: the whole city, each finding, each zone in shortage."""

from collections.abc import Sequence
from typing import Any

from app.sheets.stack import BALANCE_LAYERS, balance_of, default_purpose, period_of
from app.sheets.verdicts import OVERLAP, SHORTAGE
from app.speech import findings, numbers
from app.speech.sentences import zone
from maps.views.scenes import Bounds, Scene, find_scene, free_name, read_scenes

WHOLE = "Città"
#: A zone is shown with this share of its size around it.
_AROUND = 0.25
#: No scene shows less ground than this, metres.
_LEAST_M = 400.0
_MOST_FINDINGS, _MOST_ZONES = 4, 6
_NUMBERS = ("", "Una", "Due", "Tre", "Quattro", "Cinque", "Sei", "Sette", "Otto", "Nove", "Dieci")


def scenes_of(project: Any, purpose: str = "", semester: str = "") -> list[Scene]:
    """Return the scenes kept in the project, or the default ones.

    Parameters
    ----------
    project : maps.project.Project
    purpose, semester : str
        When given, the default scenes of this purpose and semester instead of those kept.
    """
    kept = [] if purpose or semester else read_scenes(project.file)
    return kept or default_scenes(project, purpose, semester)


def chosen_scene(project: Any, wanted: str, purpose: str = "", semester: str = "") -> Scene:
    """Return the scene that is asked for by name or number, the first by default.

    Raises
    ------
    InvalidValue
        NOT_IN_LIST.
    """
    scenes = scenes_of(project, purpose, semester)
    return find_scene(scenes, wanted) if wanted else scenes[0]


def default_scenes(project: Any, purpose: str = "", semester: str = "") -> list[Scene]:
    """Return the whole city, the findings (four at most) and the zones in shortage (six), worst first."""
    purpose = purpose or default_purpose(project)
    whole = Scene(WHOLE, project.name, "", project.file.extent(), (), purpose, semester)
    balance = balance_of(project, purpose, period_of(whole))
    if balance is None:
        return [_with(whole, title=_census_title(project), layers=_census_layers(project))]
    facts = balance.purposes[purpose or "undeclared"]
    scenes = [_whole(whole, facts)]
    found = [finding for finding in balance.findings if finding.purpose == facts.purpose]
    for finding in found[:_MOST_FINDINGS]:
        scenes.append(_finding(project, scenes, whole, finding))
    for label in _worst(facts)[:_MOST_ZONES]:
        scenes.append(zone_scene(project, facts, label, whole, scenes))
    return scenes


def zone_scenes(project: Any, purpose: str = "", semester: str = "") -> list[Scene]:
    """Return one scene a zone, in the order of the zones: the atlas."""
    purpose = purpose or default_purpose(project)
    base = Scene(WHOLE, project.name, "", project.file.extent(), (), purpose, semester)
    balance = balance_of(project, purpose, period_of(base))
    if balance is None:
        return [base]
    facts = balance.purposes[purpose or "undeclared"]
    scenes: list[Scene] = []
    for label in facts.zones.index:
        scenes.append(zone_scene(project, facts, label, base, scenes))
    return scenes


def _census_title(project: Any) -> str:
    """Return what a project without zones has to say: how many cameras and events it knows."""
    told = [
        _count(project.file.count("camera"), "telecamera censita", "telecamere censite"),
        _count(project.file.count("offence"), "evento registrato", "eventi registrati"),
    ]
    return ", ".join(filter(None, told)) or str(project.name)


def _count(number: int, one: str, many: str) -> str:
    return f"{numbers.integer(number)} {one if number == 1 else many}" if number else ""


def _census_layers(project: Any) -> tuple[str, ...]:
    """Return what there is to see without zones: with events, their density."""
    return (*BALANCE_LAYERS, "density") if project.file.count("offence") else ()


def _worst(facts: Any) -> list[Any]:
    """Labels of the zones in shortage, highest risk first."""
    table = facts.zones
    short = table[[verdict.value == SHORTAGE for verdict in table["verdict"]]]
    return list(short.sort_values("risk", ascending=False).index)


def _whole(base: Scene, facts: Any) -> Scene:
    zones = [str(facts.zones.loc[label, "uid"]) for label in _worst(facts)]
    return _with(base, title=city_title(facts), zones=tuple(zones[:3]))


def _with(base: Scene, **changes: Any) -> Scene:
    return Scene(**({**base.to_json(), "extent": base.extent, "layers": base.layers} | changes))


def city_title(facts: Any) -> str:
    """Return the result for the whole city as a title: who lacks cameras, else where they overlap."""
    table = facts.zones
    verdicts = [verdict.value for verdict in table["verdict"]]
    lacking = [zone(table.loc[label, "name"]) for label in _worst(facts)]
    spare = [zone(name) for name, verdict in zip(table["name"], verdicts, strict=True) if verdict == OVERLAP]
    few = "poche telecamere" if table["cameras"].any() else "nessuna telecamera"
    if len(lacking) == 1:
        return f"{lacking[0]}: alto rischio, {few}"
    if lacking:
        return f"{_counted(len(lacking))} zone ad alto rischio, {few}"
    if spare:
        return f"{_listed(spare)}: telecamere che si sovrappongono"
    return findings.headline(facts)


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return str(names[0])
    if len(names) <= 3:
        return f"{', '.join(map(str, names[:-1]))} e {names[-1]}"
    return f"{_counted(len(names))} zone"


def _counted(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else numbers.integer(number)


def _finding(project: Any, before: Sequence[Scene], base: Scene, found: Any) -> Scene:
    lacking, spare = found.shortage_name or found.shortage_uid, found.overlap_name or found.overlap_uid
    return _with(
        base,
        name=free_name(before, f"{lacking} e {spare}"),
        title=f"{zone(lacking)} in carenza, {zone(spare)} in sovrapposizione",
        sentence=findings.sentence(found),
        extent=around(project, [found.shortage, found.overlap]),
        zones=(str(found.shortage_uid), str(found.overlap_uid)),
    )


def zone_scene(project: Any, facts: Any, label: Any, base: Scene, before: Sequence[Scene]) -> Scene:
    """Return the scene of one zone: its figures as title and sentence."""
    row = facts.zones.loc[label]
    name = str(row["name"] or row["uid"])
    return _with(
        base,
        name=free_name(before, name),
        title=zone_title(name, row),
        sentence=zone_sentence(row),
        extent=around(project, [label]),
        zones=(str(row["uid"]),),
    )


def zone_title(name: str, row: Any) -> str:
    """Return the result for a zone: "Fornaci: rischio 90 su 100, copertura 0 %"."""
    if row["risk"] != row["risk"] or row["coverage"] != row["coverage"] or row["risk"] is None:
        return f"{zone(name)}: dati insufficienti"
    return f"{zone(name)}: rischio {numbers.integer(row['risk'])} su 100, copertura {share(row['coverage'])}"


def share(value: float) -> str:
    """Return a share as a percentage that does not call nothing what is only little: "0,4 %"."""
    return numbers.percent(value, 0 if value == 0 or value >= 0.0095 else 1)


def zone_sentence(row: Any) -> str:
    """Return verdict, cameras and overlap of a zone."""
    verdict = row["verdict"].value
    words = {"shortage": "In carenza", "overlap": "In sovrapposizione", "balanced": "In equilibrio"}
    count = int(row["cameras"] or 0)
    cameras = "1 telecamera funzionante" if count == 1 else f"{numbers.integer(count)} telecamere funzionanti"
    told = f"{words.get(verdict, 'Da verificare')}: {cameras if count else 'nessuna telecamera'} nella zona"
    overlap = row["overlap"]
    if overlap is not None and overlap == overlap and overlap > 0:
        told += f", {numbers.percent(overlap)} di sovrapposizione"
    return told + "."


def around(project: Any, labels: Sequence[Any]) -> Bounds:
    """Return the extent of zones with room around them, metres."""
    bounds = project.frame("analysis_zone").loc[list(labels)].total_bounds
    west, south, east, north = (float(each) for each in bounds)
    room = _AROUND * max(east - west, north - south, _LEAST_M) / 2
    return west - room, south - room, east + room, north + room
