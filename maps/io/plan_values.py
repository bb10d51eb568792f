"""Turn the cells of mapped columns into values of fields, with what is wrong about each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from maps.errors import InvalidValue, ValueProblem
from maps.io.mapping import Conversion, unit_conversion, unit_factor
from maps.io.plan import RowWarning
from maps.schema.bearings import ambiguous_bearing, parse_direction
from maps.schema.fields import CodeList, Field, FieldKind, Layer
from maps.schema.values import fold, is_empty, parse_number, parse_value

#: Doubts that leave the field empty; every other problem refuses the row.
WARN_ONLY = frozenset(
    {
        ValueProblem.NOT_IN_LIST,
        ValueProblem.NOT_YES_NO,
        ValueProblem.NOT_A_DIRECTION,
        ValueProblem.BELOW_MINIMUM,
        ValueProblem.ABOVE_MAXIMUM,
    }
)
#: Doubts under which a value can be kept as it is written, for a person to check.
_LIMITS = (ValueProblem.BELOW_MINIMUM, ValueProblem.ABOVE_MAXIMUM)
#: Fields of which a text such as "4 MP" is told and kept beside, not refused.
_RESOLUTION = ("res_x", "res_y")
#: "N-E" may be north-east or the quarter from north to east: the bearing is the same, the aperture is not.
#: Proposals cost a comparison with the whole list: they are made for this many texts.
_PROPOSALS = 50
_SPLIT = ";,/|+"


@dataclass
class FieldCells:
    """A column read as a field.

    Attributes
    ----------
    values : list
        One value per row, None where empty or not understood.
    refusals : dict
        {row index: (reason, raw cell)}.
    warnings : dict
        {row index: list of RowWarning}.
    """

    values: list[Any]
    refusals: dict[int, tuple[ValueProblem, Any]] = field(default_factory=dict)
    warnings: dict[int, list[RowWarning]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Read:
    """A cell once read: its value, or why it is none."""

    value: Any = None
    problem: ValueProblem | None = None
    warnings: tuple[RowWarning, ...] = ()


def read_field(
    declared: Field,
    cells: Sequence[Any],
    conversion: Conversion | None,
    replacements: dict[tuple[str, str], str],
    *,
    keep: bool = False,
) -> FieldCells:
    """Read a column as a field; equal cells are read once.

    Parameters
    ----------
    declared : Field
    cells : sequence
    conversion : Conversion or None
        Unit stated by the header.
    replacements : dict
        {(field, text): code}, answers already given for values not in a list.
    keep : bool
        Keep numbers that are out of the field's limits, with their warning, in place of leaving them out.
    """
    known: dict[Any, _Read] = {}
    out = FieldCells([])
    doubts = 0
    for index, cell in enumerate(cells):
        key = _key(cell)
        read = known.get(key)
        if read is None:
            read = _read_cell(declared, cell, conversion, replacements, keep=keep)
            if read.warnings and (doubts := doubts + 1) <= _PROPOSALS:
                read = replace(read, warnings=tuple(_proposing(declared, w) for w in read.warnings))
            known[key] = read
        out.values.append(read.value)
        if read.problem is not None:
            out.refusals[index] = (read.problem, cell)
        if read.warnings:
            out.warnings[index] = list(read.warnings)
    return out


def conversions_of(
    layer: Layer, mapping: dict[str, str], samples: dict[str, Sequence[Any]]
) -> tuple[Conversion, ...]:
    """Return what will be done to whole columns, for a person to confirm."""
    found: list[Conversion] = []
    for name, column in mapping.items():
        declared = _declared(layer, name)
        if declared is None:
            continue
        if unit := unit_conversion(declared, column):
            found.append(unit)
        told = [cell for cell in samples.get(column, ()) if isinstance(cell, str) and not is_empty(cell)]
        if declared.kind is FieldKind.BEARING and any(_is_compass(cell) for cell in told):
            found.append(Conversion(name, column, "compass"))
        if declared.kind in (FieldKind.DATE, FieldKind.DATETIME) and told and all(map(_is_month, told[:20])):
            found.append(Conversion(name, column, "month"))
    return tuple(found)


def _declared(layer: Layer, name: str) -> Field | None:
    return next((declared for declared in layer.fields if declared.name == name), None)


def _is_compass(cell: str) -> bool:
    return any(letter.isalpha() for letter in cell) and parse_direction(cell) is not None


def _is_month(cell: str) -> bool:
    digits = cell.strip().replace("/", "-").split("-")
    return len(digits) == 2 and all(part.isdigit() for part in digits)


def _key(cell: Any) -> Any:
    """Return a key under which only cells that read alike meet (1, 1.0 and True do not)."""
    return (cell.__class__, cell if isinstance(cell, str | int | float) else repr(cell))


def _read_cell(
    declared: Field,
    cell: Any,
    conversion: Conversion | None,
    replacements: dict[tuple[str, str], str],
    *,
    keep: bool = False,
) -> _Read:
    if is_empty(cell):
        return _Read()
    answer = replacements.get((declared.name, str(cell).strip())) if replacements else None
    if answer is not None:
        cell = answer
    try:
        if declared.kind is FieldKind.BEARING:
            return _read_bearing(declared, cell)
        if declared.kind in (FieldKind.REAL, FieldKind.INTEGER):
            return _Read(parse_value(declared, _in_field_unit(declared, cell, conversion)))
        if declared.kind is FieldKind.CODES:
            return _read_codes(declared, cell)
        return _Read(parse_value(declared, cell))
    except InvalidValue as error:
        return _doubtful(declared, cell, conversion, error.reason, keep=keep)


def _doubtful(
    declared: Field, cell: Any, conversion: Conversion | None, reason: ValueProblem, *, keep: bool
) -> _Read:
    """Return what becomes of a cell that does not fit its field: a warning, or a refusal of the row."""
    if keep and reason in _LIMITS:
        free = replace(declared, minimum=None, maximum=None)
        value = parse_value(free, _in_field_unit(declared, cell, conversion))
        return _Read(value, warnings=(RowWarning(declared.name, reason, cell),))
    if keep and declared.name in _RESOLUTION:
        return _Read(warnings=(RowWarning(declared.name, ValueProblem.NOT_A_RESOLUTION, cell),))
    if reason in WARN_ONLY:
        return _Read(warnings=(RowWarning(declared.name, reason, cell),))
    return _Read(problem=reason)


def _in_field_unit(declared: Field, cell: Any, conversion: Conversion | None) -> Any:
    """Return the cell in the field's unit: a unit in the cell wins over the header's."""
    factor = conversion.factor if conversion else 1.0
    number = cell
    if isinstance(cell, str):
        head = cell.strip().rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.²")
        unit = cell.strip()[len(head) :].strip().rstrip(".").lower()
        if unit and (own := unit_factor(unit, declared.unit)) is not None:
            cell, factor = head, own
        number = parse_number(cell) if factor != 1.0 else cell
    if factor == 1.0 or number is None or isinstance(number, bool) or not isinstance(number, int | float):
        return cell
    return round(number * factor, 9)


def _read_bearing(declared: Field, cell: Any) -> _Read:
    """Read one or more directions; the value is the Directions, shared out by the caller."""
    directions = parse_direction(str(cell))
    if directions is None:
        raise InvalidValue(declared.name, cell, ValueProblem.NOT_A_DIRECTION)
    if ambiguous_bearing(str(cell)) is not None:
        doubt = RowWarning(declared.name, ValueProblem.AMBIGUOUS_DIRECTION, cell)
        return _Read(directions, warnings=(doubt,))
    return _Read(directions)


def _read_codes(declared: Field, cell: Any) -> _Read:
    """Read several codes, keeping those in the list when others are not."""
    try:
        return _Read(parse_value(declared, cell))
    except InvalidValue:
        parts = [part.strip() for part in _parts(str(cell)) if part.strip()]
        if len(parts) < 2:
            raise
    reads = [_read_cell(declared, part, None, {}) for part in parts]
    values = [value for read in reads for value in read.value or []]
    warnings = tuple(warning for read in reads for warning in read.warnings)
    return _Read(list(dict.fromkeys(values)) or None, warnings=warnings)


def _parts(text: str) -> list[str]:
    for mark in _SPLIT[1:]:
        text = text.replace(mark, _SPLIT[0])
    return text.split(_SPLIT[0])


def _proposing(declared: Field, warning: RowWarning) -> RowWarning:
    """Return the warning with the code whose spelling comes near the text, if one does."""
    if declared.codes is None:
        return warning
    spellings = _spellings(declared.codes)
    near = get_close_matches(fold(str(warning.raw))[:60], spellings, n=1, cutoff=0.75)
    return replace(warning, proposed=spellings[near[0]]) if near else warning


def _spellings(codes: CodeList) -> dict[str, str]:
    return {fold(name): code.value for code in codes.codes for name in (code.label, *code.aliases)}
