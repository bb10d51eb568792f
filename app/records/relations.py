"""Records that name one another: what a field may name, who names this record; texts for the form."""

from typing import Any

from app.panels.inspector import Link, Neighbour, Relation
from app.session import Session
from maps.schema import LAYERS, Field, Layer

#: Records listed under a relation; the table has them all.
MOST_LISTED = 8


def links_of(session: Session, declared: Layer, record: dict[str, Any]) -> dict[str, Link]:
    """Return the records that the fields of a record may name, by field."""
    return {
        field.name: _link(session, field, record.get(field.name))
        for field in declared.fields
        if field.links_to and field.links_to in LAYERS
    }


def _link(session: Session, field: Field, value: Any) -> Link:
    rows = session.file.rows(field.links_to, fields={field.link_by, "code", "name"} & _names(field.links_to))
    keys = rows.columns[field.link_by]
    texts = [_called(rows.columns, place) for place in range(len(keys))]
    choices = sorted((text, key) for key, text in zip(keys, texts, strict=True) if key)
    found = [int(fid) for fid, key in zip(rows.fids, keys, strict=True) if key and key == value]
    return Link(field.links_to, tuple((key, text) for text, key in choices), found[0] if found else None)


def relations_of(session: Session, declared: Layer, record: dict[str, Any]) -> tuple[Relation, ...]:
    """Return the records of other layers that name this one."""
    found = []
    for other in LAYERS.values():
        for field in other.fields:
            value = record.get(field.link_by) if field.links_to == declared.name else None
            if value:
                found += _naming(session, other, field, value)
    return tuple(found)


def _naming(session: Session, other: Layer, field: Field, value: Any) -> list[Relation]:
    rows = session.file.rows(other.name, fields={field.name, "code", "name"} & _names(other.name))
    places = [place for place, each in enumerate(rows.columns[field.name]) if each == value]
    if not places:
        return []
    named = sorted((_called(rows.columns, place), int(rows.fids[place])) for place in places)
    listed = [Neighbour(other.name, fid, text, other.label.lower()) for text, fid in named[:MOST_LISTED]]
    return [Relation(other.plural, other.name, tuple(fid for _text, fid in named), tuple(listed))]


def _called(columns: dict[str, list[Any]], place: int) -> str:
    """Return how a record is called in a list: name and code, or the one that there is."""
    parts = [str(columns[key][place] or "") for key in ("name", "code") if key in columns]
    return " · ".join(part for part in dict.fromkeys(parts) if part) or "senza nome"


def _names(layer_name: str) -> set[str]:
    return set(LAYERS[layer_name].field_names)
