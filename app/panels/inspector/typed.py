"""What was typed in a field, as the value to keep: a doubtful one is kept as it is written."""

from dataclasses import replace
from typing import Any

from maps.errors import InvalidValue, ValueProblem
from maps.schema import Field, FieldKind, Layer
from maps.schema.bearings import ambiguous_bearing
from maps.schema.values import parse_value

#: Layers whose doubtful values are kept, told and marked to be checked, as the import does.
KEEPING = frozenset({"camera", "camera_model"})
_LIMITS = (ValueProblem.BELOW_MINIMUM, ValueProblem.ABOVE_MAXIMUM)
_RESOLUTION = ("res_x", "res_y")


def read_typed(layer: Layer, field: Field, raw: Any) -> tuple[Field, Any]:
    """Return the field and the value to keep for what was typed.

    A number out of its limits is kept, and so is a direction of two meanings ("N-E", an `AmbiguousBearing`); a
    resolution that is not a number ("4 MP", "1920x1080") goes to the field of its text.

    Raises
    ------
    InvalidValue
        The text is no value of this field at all.
    """
    if field.kind is FieldKind.BEARING and isinstance(raw, str):
        unsure = ambiguous_bearing(raw)
        if unsure is not None:
            return field, unsure
    try:
        return field, parse_value(field, raw)
    except InvalidValue as error:
        if layer.name not in KEEPING:
            raise
        if error.reason in _LIMITS:
            return field, parse_value(replace(field, minimum=None, maximum=None), raw)
        if field.name in _RESOLUTION and "resolution_text" in layer.field_names:
            return layer.field("resolution_text"), str(raw).strip()
        raise
