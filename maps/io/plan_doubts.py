"""Rows that say something doubtful: the value is kept, the row goes in, the record is marked to be checked.

Public: `KEEPING`, `mark_doubts`.
"""

from collections.abc import Sequence
from typing import Any

from maps.errors import ValueProblem
from maps.io.plan import RowWarning
from maps.schema import Layer
from maps.schema.checks import read_resolution, record_problems, with_remark

#: Layers whose doubtful values are kept as they are written.
KEEPING = frozenset({"camera", "camera_model"})
_RESOLUTION = ("res_x", "res_y")
_UNSURE = (ValueProblem.NOT_A_DIRECTION, ValueProblem.AMBIGUOUS_DIRECTION)
_TO_CHECK = frozenset(
    {
        ValueProblem.BELOW_MINIMUM,
        ValueProblem.ABOVE_MAXIMUM,
        *_UNSURE,
        ValueProblem.NOT_A_RESOLUTION,
    }
)


def mark_doubts(target: Layer, record: dict[str, Any], warnings: Sequence[RowWarning]) -> list[RowWarning]:
    """Mark a record that holds doubtful values, in place; returns the warnings of its row.

    Parameters
    ----------
    target : Layer
    record : dict
        {field: value}; a text that fits no field is kept beside, `record_state` becomes "to_check".
    warnings : sequence of RowWarning
        What the cells alone have told.
    """
    if target.name not in KEEPING:
        return list(warnings)
    told = _keep_resolution(target, record, list(warnings))
    _keep_direction(target, record, told)
    known = {warning.field for warning in told}
    more = [RowWarning(p.field, p.problem, p.raw) for p in record_problems(target.name, record)]
    told += [warning for warning in more if warning.field not in known]
    if more or any(warning.problem in _TO_CHECK for warning in told):
        record["record_state"] = "to_check"
    return told


def _keep_resolution(target: Layer, record: dict[str, Any], warnings: list[RowWarning]) -> list[RowWarning]:
    """Keep the text of a resolution; one that says both numbers is read."""
    texts = [w for w in warnings if w.field in _RESOLUTION and w.problem is ValueProblem.NOT_A_RESOLUTION]
    beside = "resolution_text" in target.field_names
    if texts and beside:
        record.setdefault("resolution_text", str(texts[0].raw).strip())
    pixels = read_resolution(str(texts[0].raw) if texts else record.get("resolution_text") or "")
    if pixels is None:
        if texts and not beside:
            _remark(target, record, texts[0])
        return warnings
    for name, value in zip(_RESOLUTION, pixels, strict=True):
        record.setdefault(name, value)
    return [warning for warning in warnings if warning not in texts]


def _remark(target: Layer, record: dict[str, Any], warning: RowWarning) -> None:
    """Keep in the remarks a text that fits no field."""
    record["remarks"] = with_remark(record.get("remarks"), target.field(warning.field), str(warning.raw))


def _keep_direction(target: Layer, record: dict[str, Any], warnings: list[RowWarning]) -> None:
    """Keep in the remarks a direction that is not understood, or may mean two."""
    for warning in warnings:
        if warning.field == "azimuth_deg" and warning.problem in _UNSURE:
            _remark(target, record, warning)
