"""Undoable edits: each one is a committed transaction with a label that the undo button shows."""

from typing import Any

from app.session import Session


def describe(session: Session, layer_name: str, fid: int) -> str:
    """Return how a row is called on the screen: its code, its name, or layer and number."""
    from maps.schema import layer

    record = session.file.record(layer_name, fid)
    return str(record.get("code") or record.get("name") or f"{layer(layer_name).label} {fid}")


def set_value(session: Session, layer_name: str, fid: int, field_name: str, value: Any) -> bool:
    """Commit one value of one row; return False where nothing changes."""
    from maps.schema import layer

    if session.file.record(layer_name, fid).get(field_name) == value:
        return False
    label = layer(layer_name).field(field_name).label
    with session.edit(f"{label} · {describe(session, layer_name, fid)}") as edit:
        edit.update(layer_name, fid, {field_name: value})
    return True


def move(session: Session, layer_name: str, fid: int, geometry: Any) -> None:
    """Commit a new position or outline of one row."""
    with session.edit(f"Posizione · {describe(session, layer_name, fid)}") as edit:
        edit.update(layer_name, fid, {"geometry": geometry})


def delete(session: Session, layer_name: str, fid: int) -> None:
    """Delete one row."""
    with session.edit(f"Elimina · {describe(session, layer_name, fid)}") as edit:
        edit.delete(layer_name, [fid])


def undo(session: Session) -> Any:
    """Undo the last edit; return its Change or None."""
    return session.file.undo()


def redo(session: Session) -> Any:
    """Redo the last undone edit; return its Change or None."""
    return session.file.redo()
