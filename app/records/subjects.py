"""From a selected row to what the inspector says of it."""

import datetime as dt
import math
from typing import Any

from app.panels.inspector import Chip, Fact, Neighbour, Photo, Subject
from app.records.interventions import interventions_of
from app.records.relations import links_of, relations_of
from app.session import Selection, Session
from app.speech import numbers, words
from maps.errors import ValueProblem
from maps.schema import layer

#: Private ground below this share of a footprint is not told.
LEAST_PRIVATE = 0.01
_STATE_LOOKS = {
    "working": ("ok", "check"),
    "degraded": ("wa", "warning"),
    "broken": ("er", "x"),
    "dismissed": ("plain", "x"),
    "planned": ("plain", "question"),
    "installing": ("plain", "question"),
}
#: More rows than these are not compared value by value: it would be waited for.
MOST_COMPARED = 2000
_VERDICT_LOOKS = {"shortage": "wa", "overlap": "ov", "balanced": "plain", "to_check": "plain"}
_LEVELS = {
    "optics": "Area calcolata dall'ottica completa",
    "pixels": "Area calcolata da pixel e angolo di campo: mancano altezza o inclinazione",
    "declared_range": "Area calcolata dalla portata dichiarata nel censimento",
    "class_default": "Area calcolata da valori tipici: mancano ottica e portata",
}
_NO_AREA = {
    "direction_unknown": "Direzione ignota: l'area ripresa non si può calcolare. Indicare la direzione per vederla.",
    "not_working": "La telecamera non funziona: non copre nulla finché non è riparata.",
    "off_hours": "A quest'ora la telecamera non è attiva: non copre nulla.",
    "planned": "Telecamera pianificata: l'area è quella che coprirebbe.",
    "never_reached": "Con questa ottica la classe richiesta non è raggiunta in nessun punto a terra.",
    "no_position": "La telecamera non ha una posizione.",
    "inside_obstacle": "La posizione cade dentro un edificio: l'area ripresa non si può calcolare.",
}


def subject(
    session: Session,
    selection: Selection,
    neighbours: list[Selection],
    prints: Any,
    zones: Any,
    position: str,
    measure: str = "",
    judgement: Any = None,
    alone: str = "",
) -> Subject:
    """Return the inspector's subject for a selection.

    Parameters
    ----------
    prints, zones : DataFrame or None
        Footprints indexed by camera fid and the balance table indexed by zone fid, where computed.
    position : str
        Coordinates of the row, already written.
    measure : str
        At which class and in which light footprints are measured.
    judgement : Judgement or None
        Of the proposal selected, where it was judged.
    alone : str
        What of the public space only the camera selected sees; "" until it is known.
    """
    record = session.file.record(selection.layer, selection.fid)
    declared = layer(selection.layer)
    known = [str(record[name]) for name in ("code", "name") if record.get(name)]
    if selection.layer == "analysis_zone":  # people call a zone by its name
        known.reverse()
    title = known[0] if known else f"{declared.label} {selection.fid}"
    subtitle = known[1] if len(known) > 1 else ""
    seen = side_view(record, session.project.criteria) if selection.layer == "camera" else None
    facts, note = _figures(selection, prints, zones, seen, measure)
    if judgement is not None:
        facts, note = _judged_figures(judgement)
    note = f"{note} {alone}".strip()
    doubts, confirmable = _doubts(selection.layer, record)
    steps = interventions_of(session, record) if selection.layer == "proposal" else ()
    return Subject(
        declared,
        selection.fid,
        record,
        title,
        "" if subtitle == title else subtitle,
        _chip(selection, record, zones),
        position,
        facts,
        note,
        tuple(_neighbour(session, each) for each in neighbours if each != selection),
        session.editable,
        seen,
        doubts,
        confirmable,
        bool(doubts) or record.get("record_state") == "to_check",
        links=links_of(session, declared, record),
        relations=() if steps else relations_of(session, declared, record),
        photos=photos_of(session, selection.layer, selection.fid),
        remedy=remedy_of(selection, prints),
        steps=steps,
    )


def subject_of_many(session: Session, selection: Selection) -> Subject:
    """Return the inspector's subject for several rows: the values that they share, and which fields differ."""
    declared, count = layer(selection.layer), len(selection.fids)
    title = f"{numbers.integer(count)} {declared.plural.lower()}"
    if count > MOST_COMPARED:
        note = "Per dare un valore a tutte insieme usare «Modifica righe…» nella tabella."
        return Subject(declared, selection.fid, {}, title, note=note, editable=False, others=selection.more)
    rows = session.file.rows(selection.layer, fids=selection.fids)
    record, mixed = {}, set()
    for name, values in rows.columns.items():
        first = values[0] if values else None
        if all(value == first for value in values):
            record[name] = first
        else:
            mixed.add(name)
    return Subject(
        declared,
        selection.fid,
        record,
        title,
        "Selezionate insieme: un valore dato qui vale per tutte"
        if _feminine(declared)
        else "Selezionati insieme: un valore dato qui vale per tutti",
        editable=session.editable,
        others=selection.more,
        mixed=frozenset(mixed),
        links=links_of(session, declared, record),
    )


def _feminine(declared: Any) -> bool:
    """Tell the gender of a layer's plural by its first word: "Telecamere", "Zone", "Aree" against "Punti"."""
    return declared.plural.split()[0].endswith("e")


def side_view(record: dict[str, Any], criteria: Any) -> Any:
    """Return the side view of a camera by the classes of the criteria, None where its optics is not known."""
    from maps.coverage.profile import profile

    known = {name: value for name, value in record.items() if name != "geometry"}
    return profile(known, criteria.detail_ladder.bands)


def photos_of(session: Session, layer_name: str, fid: int) -> tuple[Photo, ...]:
    """Return the photographs and documents kept with a row."""
    from maps.store import attachments

    found = attachments.of(session.file, layer_name, fid)
    return tuple(Photo(each.id, each.caption or each.name, each.thumbnail) for each in found)


def _doubts(layer_name: str, record: dict[str, Any]) -> tuple[dict[str, str], frozenset[str]]:
    """Return why values are to be checked, by field, and the fields where a person's word is enough."""
    from maps.schema.checks import record_problems

    found: dict[str, str] = {}
    problems = record_problems(layer_name, record)
    for problem in problems:
        detail = "" if problem.expected is None else numbers.compact(problem.expected, 1)
        label, raw = words.field_label(layer_name, problem.field), problem.raw
        shown = numbers.date(raw) if isinstance(raw, dt.date) else raw
        shown = numbers.compact(raw, 4) if isinstance(raw, int | float) else shown
        text = words.value_reason(problem.problem, field=label, raw=shown, detail=detail)
        found.setdefault(problem.field, f"{text}. Il valore resta com'è scritto.")
    settled = (p.field for p in problems if p.problem is ValueProblem.AMBIGUOUS_DIRECTION)
    return found, frozenset(settled)


def _neighbour(session: Session, selection: Selection) -> Neighbour:
    record = session.file.record(selection.layer, selection.fid)
    declared = layer(selection.layer)
    text = str(record.get("name") or record.get("code") or selection.fid)
    return Neighbour(selection.layer, selection.fid, text, declared.label.lower())


def _chip(selection: Selection, record: dict[str, Any], zones: Any) -> Chip | None:
    if selection.layer == "camera" and record.get("working_state"):
        codes = layer("camera").field("working_state").codes
        look, icon = _STATE_LOOKS.get(record["working_state"], ("plain", ""))
        return Chip(codes.label(record["working_state"]) if codes else "", look, icon)
    if selection.layer == "analysis_zone" and zones is not None and selection.fid in zones.index:
        verdict = getattr(zones.at[selection.fid, "verdict"], "value", "")
        return Chip(words.verdict(verdict), _VERDICT_LOOKS.get(verdict, "plain")) if verdict else None
    return None


def _figures(
    selection: Selection, prints: Any, zones: Any, seen: Any, measure: str
) -> tuple[tuple[Fact, ...], str]:
    if selection.layer == "camera" and prints is not None and selection.fid in prints.index:
        return _camera_figures(prints.loc[selection.fid], seen, measure)
    if selection.layer == "analysis_zone" and zones is not None and selection.fid in zones.index:
        return _zone_figures(zones.loc[selection.fid])
    return (), ""


def _camera_figures(found: Any, seen: Any, measure: str) -> tuple[tuple[Fact, ...], str]:
    """Return dead zone or reach, area and hidden share, and from which data they come."""
    state = _value(found["state"])
    note = _NO_AREA.get(state, "")
    area = _number(found["area_m2"])
    if not area:
        return (), note
    reach = Fact("Portata", numbers.measure(_number(found["range_m"]), "m", 1))
    whole = seen is not None and seen.height_m is not None
    facts = (
        Fact("Zona cieca", numbers.measure(seen.near_m, "m", 1)) if whole else reach,
        Fact("Area ripresa", numbers.measure(area, "m²")),
        Fact("Dietro edifici", numbers.percent(_number(found["hidden_share"]))),
    )
    level = _LEVELS.get(_value(found["level"]), "")
    told = note or (f"{level} · {measure}." if measure else f"{level}.")
    return facts, told + private_note(found.get("private_share"))


def private_note(share: Any) -> str:
    """Return the sentence on the private ground that a camera films, "" where there is less than 1 %."""
    known = _number(share) or 0.0
    if known < LEAST_PRIVATE:
        return ""
    return f" {numbers.percent(known)} dell'area è su suolo privato: valutare una maschera."


def remedy_of(selection: Selection, prints: Any) -> str:
    """Return what one press puts right: a camera inside a building goes to its nearest facade."""
    if selection.layer != "camera" or prints is None or selection.fid not in prints.index:
        return ""
    inside = _value(prints.at[selection.fid, "state"]) == "inside_obstacle"
    return "Sposta sulla facciata più vicina" if inside else ""


def _zone_figures(found: Any) -> tuple[tuple[Fact, ...], str]:
    facts = (
        Fact("Rischio", numbers.measure(_number(found["risk"]), "")),
        Fact("Copertura", numbers.share(_number(found["coverage"]))),
        Fact("Sovrapposizione", numbers.percent(_number(found["overlap"]))),
    )
    reason = found["reason"]
    return facts, "" if reason is None else words.reason(reason).capitalize() + "."


def _judged_figures(judgement: Any) -> tuple[tuple[Fact, ...], str]:
    """Return what a proposal changes as computed now, whatever its record holds, and how its checks ended."""
    from app.balance.projects import checks_told
    from app.speech import balance as balance_words, rule as rule_words

    effect = judgement.purposes[judgement.purpose]
    facts = tuple(
        Fact(label, rule_words.change(getattr(effect, name))) for name, label in balance_words.SHORT.items()
    )
    purpose = words.purpose(judgement.purpose).lower()
    return (
        facts,
        f"Variazioni calcolate per la finalità «{purpose}». Verifiche: {checks_told(judgement.checks)}.",
    )


def _value(raw: Any) -> str:
    return str(getattr(raw, "value", raw) or "")


def _number(raw: Any) -> float | None:
    return None if raw is None or not math.isfinite(float(raw)) else float(raw)
