"""What an import is going to do, row by row, before anything is changed."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maps.errors import FileError, ValueProblem
from maps.io.mapping import Conversion
from maps.io.tables import Table
from maps.schema import GeometryKind, layer


@dataclass(frozen=True)
class RowWarning:
    """A doubt about a row that is imported all the same.

    Attributes
    ----------
    field : str
        Field concerned, or a position key ("x", "lat"...), or "geometry".
    problem : ValueProblem
        REQUIRED stands for a value that would be needed and is absent.
    raw : object
        The cell as written.
    proposed : str
        A code that resembles the value not found in the list, or "".
    """

    field: str
    problem: ValueProblem
    raw: Any = None
    proposed: str = ""


@dataclass(frozen=True)
class ImportRow:
    """A row that goes in.

    Attributes
    ----------
    number : int
        Row number in the file (features are counted from 1).
    record : dict
        {field: value, "geometry": shapely geometry in the project's system or None}.
    warnings : tuple of RowWarning
    """

    number: int
    record: dict[str, Any]
    warnings: tuple[RowWarning, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row that stays out, and why.

    Attributes
    ----------
    number : int
    values : tuple
        The cells as they stand in the file, in column order.
    reason : ValueProblem
    field : str
        Field, position key or "geometry" that is to blame.
    detail : str
        The raw value, or for a duplicate the number of the earlier row.
    """

    number: int
    values: tuple[Any, ...]
    reason: ValueProblem
    field: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Request:
    """How a person asked for a file to be read; a plan is recomputed from it.

    Attributes
    ----------
    layer : str
    epsg : int
        The project's reference system.
    bounds : tuple of float or None
        Rectangle of the project's area in `epsg`; without it no row is refused as outside.
    crs : int, str or None
        Reference system of the file, when the person knows better.
    mapping : dict or None
        Corrections to the guessed mapping; "" leaves a field out.
    swap_coordinates : bool
        Put right the rows whose two coordinates are exchanged.
    replacements : dict
        {(field, text as written): code} for values that are not in a list.
    """

    layer: str
    epsg: int
    bounds: tuple[float, float, float, float] | None = None
    crs: int | str | None = None
    mapping: dict[str, str] | None = None
    swap_coordinates: bool = False
    replacements: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportPlan:
    """Everything the import preview shows and `run_import` does.

    Attributes
    ----------
    request : Request
    table : Table
        The file as read; recomputing the plan does not read it again.
    mapping : dict
        {field or position key: column}.
    accepted, refused : list
    crs : int, str or None
        Reference system the coordinates are taken to be in.
    crs_label : str
    crs_guessed : bool
        True when neither the file nor the person stated it.
    crs_others : tuple of (int, float)
        Systems that would do as well, with the distance in metres they would move the points.
    conversions : tuple of Conversion
    blocking : FileError or None
        Why nothing at all can be imported as things stand; `run_import` raises it.
    """

    request: Request
    table: Table
    mapping: dict[str, str]
    accepted: list[ImportRow]
    refused: list[RefusedRow]
    crs: int | str | None = None
    crs_label: str = ""
    crs_guessed: bool = False
    crs_others: tuple[tuple[int, float], ...] = ()
    conversions: tuple[Conversion, ...] = ()
    blocking: FileError | None = None

    @property
    def layer(self) -> str:
        """Name of the layer that receives the rows."""
        return self.request.layer

    @property
    def path(self) -> Path:
        """The file."""
        return self.table.path

    @property
    def columns(self) -> tuple[str, ...]:
        """Headers as written."""
        return self.table.columns

    @property
    def encoding(self) -> str:
        """Encoding of a text table, else ""."""
        return self.table.encoding

    @property
    def delimiter(self) -> str:
        """Delimiter of a text table, else ""."""
        return self.table.delimiter

    @property
    def sheet(self) -> str:
        """Sheet or layer read, else ""."""
        return self.table.sheet

    @property
    def sheets(self) -> tuple[str, ...]:
        """Sheets or layers to choose from."""
        return self.table.sheets

    @property
    def without_position(self) -> int:
        """How many accepted rows have no position, in a layer that has positions."""
        if layer(self.request.layer).geometry is GeometryKind.NONE:
            return 0
        return sum(row.record.get("geometry") is None for row in self.accepted)

    @property
    def with_warnings(self) -> int:
        """How many accepted rows carry a warning."""
        return sum(bool(row.warnings) for row in self.accepted)

    def outcome(self) -> dict[int, ImportRow | RefusedRow]:
        """Return what happens to each row, by row number, in file order."""
        both: list[ImportRow | RefusedRow] = [*self.accepted, *self.refused]
        return {row.number: row for row in sorted(both, key=lambda row: row.number)}

    def sample(self, count: int = 50, start: int = 0) -> list[tuple[int, tuple[Any, ...]]]:
        """Return rows as written, each with its number, for the preview."""
        stop = min(len(self.table), start + count)
        return [(self.table.numbers[i], self.table.row(i)) for i in range(start, stop)]

    def refused_by_reason(self) -> dict[str, int]:
        """Return {reason: rows}, the commonest first."""
        return dict(Counter(row.reason.value for row in self.refused).most_common())

    def warnings_by_kind(self) -> dict[str, int]:
        """Return {"problem:field": warnings}, the commonest first."""
        found = Counter(f"{w.problem.value}:{w.field}" for row in self.accepted for w in row.warnings)
        return dict(found.most_common())

    def summary(self) -> dict[str, Any]:
        """Return the plan in figures, ready for JSON."""
        return {
            "layer": self.layer,
            "file": self.path.name,
            "rows": len(self.accepted) + len(self.refused),
            "accepted": len(self.accepted),
            "with_warnings": self.with_warnings,
            "without_position": self.without_position,
            "refused": len(self.refused),
            "refused_by_reason": self.refused_by_reason(),
            "warnings": self.warnings_by_kind(),
            "mapping": dict(self.mapping),
            "crs": self.crs_label,
            "crs_guessed": self.crs_guessed,
            "crs_others": [list(other) for other in self.crs_others],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
        }


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    layer : str
    added, changed, unchanged, refused : int
        Rows.
    without_position, duplicates, outside_area : int
        Rows accepted without a position; rows refused for these two reasons.
    rejected_file : Path or None
        Where the refused rows were saved.
    warnings : dict
        {"problem:field": warnings}.
    """

    layer: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    without_position: int = 0
    duplicates: int = 0
    outside_area: int = 0
    rejected_file: Path | None = None
    warnings: dict[str, int] = field(default_factory=dict)
