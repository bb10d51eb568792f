"""Read office tables (CSV in any dialect, XLSX, XLS, ODS) into plain columns.

Nothing is interpreted here: cells stay as they are in the file, and every row keeps the
number that a person sees beside it in a spreadsheet (the header is usually row 1).
"""

import contextlib
import csv
import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from maps.errors import FileError, FileProblem
from maps.io.table_text import decode
from maps.schema.values import parse_number

#: Text tables, read here; `.gz` may follow.
TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
#: Workbooks, read by calamine.
BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
#: More than this, uncompressed, is refused (bytes): a census is a thousand times smaller.
MAX_BYTES = 400_000_000
#: How far a header may lie under a title and notes (rows).
HEADER_SEARCH = 40

_DELIMITERS = (";", "\t", "|", ",")


@dataclass(frozen=True)
class Table:
    """A file as columns, before any meaning is given to them.

    Attributes
    ----------
    path : Path
    columns : tuple of str
        Headers as written, made unique.
    cells : list of list
        One list per column, all as long as `numbers`.
    numbers : list of int
        Row number in the file, counted as a spreadsheet does.
    geometry : ndarray of shapely geometry or None
        None when the file holds no geometry of its own; None entries where a row has none.
    crs : str
        Reference system of `geometry` as WKT or authority code, "" when unknown.
    kind : str
        "text", "book" or the GDAL driver.
    encoding, delimiter, sheet : str
        How it was read; "" where it does not apply.
    sheets : tuple of str
        Sheets or layers to choose from.
    unreadable : tuple of (int, str)
        Rows that the reader itself had to leave out, with a fact about each.
    """

    path: Path
    columns: tuple[str, ...]
    cells: list[list[Any]]
    numbers: list[int]
    geometry: np.ndarray | None = None
    crs: str = ""
    kind: str = "text"
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    unreadable: tuple[tuple[int, str], ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[Any]:
        """Return the cells under a header; raise KeyError where there is none."""
        try:
            return self.cells[self.columns.index(name)]
        except ValueError:
            raise KeyError(name) from None

    def fingerprints(self, layer: str) -> list[str]:
        """Return one identifier (a UUID) per row, made of its content and how often it occurred.

        The same file gives the same identifiers whatever its mapping, so that rows without
        a code are found again at the next import.
        """
        known = self.__dict__.setdefault("_fingerprints", {})
        if layer not in known:
            known[layer] = _fingerprints(self, layer)
        return known[layer]  # type: ignore[no-any-return]

    def row(self, index: int) -> tuple[Any, ...]:
        """Return one row, in column order."""
        return tuple(column[index] for column in self.cells)


def is_table(path: Path) -> bool:
    """Say whether the name is that of a text table or a workbook."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith(TEXT_SUFFIXES + BOOK_SUFFIXES)


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Read a text table or a workbook.

    Parameters
    ----------
    path : Path
    sheet : str, optional
        Sheet of a workbook; the first one with rows under a header when absent.

    Raises
    ------
    FileError
        EMPTY, MISLABELLED, UNREADABLE, TOO_LARGE, NO_ROWS or SHEET_MISSING.
    """
    if path.name.lower().endswith(BOOK_SUFFIXES):
        return _read_book(path, sheet)
    if sheet is not None:  # a text table has none
        raise FileError(path, FileProblem.SHEET_MISSING, sheet)
    return _read_text(path)


def _read_text(path: Path) -> Table:
    data = _bytes(path)
    if not data.strip(b"\x00\r\n\t "):
        raise FileError(path, FileProblem.EMPTY)
    text, encoding = decode(path, data)
    text, delimiter = _declared_delimiter(text)
    delimiter = delimiter or _guess_delimiter(text)
    rows = _split(path, text, delimiter)
    return replace(_tabulate(path, rows), encoding=encoding, delimiter=delimiter)


def _bytes(path: Path) -> bytes:
    """Return the content, unpacked where it is gzip, never more than `MAX_BYTES`."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if packed else raw
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FileError(path, FileProblem.MISSING) from None
    except EOFError:
        raise FileError(path, FileProblem.TRUNCATED) from None
    except (OSError, zlib.error) as error:
        raise FileError(path, FileProblem.UNREADABLE, str(error)) from error
    if len(data) > MAX_BYTES:
        raise FileError(path, FileProblem.TOO_LARGE, f"{MAX_BYTES // 1_000_000} MB")
    return data


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Take off the `sep=;` line that Excel writes; return the rest and the delimiter."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"').lower()
    if first.startswith("sep=") and len(first) == 5:
        return "\n" + rest, first[4]  # an empty line keeps the row numbers true
    return text, ""


def _guess_delimiter(text: str) -> str:
    """Return the delimiter that cuts most of the first rows into equally many cells."""
    sample = text[:60_000].splitlines(keepends=True)[:200]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        rows = csv.reader(io.StringIO("".join(sample), newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in _until_error(rows) if row)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        score = count / max(1, widths.total()) * (width > 1) + min(width, 50) / 1000
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _until_error(rows: Any) -> list[list[str]]:
    found: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        found.extend(rows)
    return found


def _split(path: Path, text: str, delimiter: str) -> list[list[Any]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(reader)
    except csv.Error as error:
        raise FileError(path, FileProblem.UNREADABLE, f"{reader.line_num}: {error}") from error


def _read_book(path: Path, sheet: str | None) -> Table:
    import python_calamine as calamine

    _refuse_packed_bomb(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = tuple(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise FileError(path, FileProblem.SHEET_MISSING, sheet)
        chosen = [sheet] if sheet is not None else list(names)
        for name in chosen:
            rows = [list(map(_office_cell, row)) for row in book.get_sheet_by_name(name).to_python()]
            if sum(any(cell != "" for cell in row) for row in rows) > (name != chosen[-1]):
                first = _first_row(book, name)
                return replace(_tabulate(path, [[]] * first + rows), kind="book", sheet=name, sheets=names)
    except FileError:
        raise
    except FileNotFoundError:
        raise FileError(path, FileProblem.MISSING) from None
    except (calamine.CalamineError, OSError, ValueError, IndexError, KeyError) as error:
        raise FileError(path, _book_problem(path), str(error)) from error
    raise FileError(path, FileProblem.NO_ROWS)


def _first_row(book: Any, name: str) -> int:
    """Return how many empty rows calamine left out above the first one."""
    start = book.get_sheet_by_name(name).start
    return int(start[0]) if start else 0


def _refuse_packed_bomb(path: Path) -> None:
    """Refuse a workbook (a ZIP) that unpacks to more than `MAX_BYTES`."""
    import zipfile

    if not path.exists():
        raise FileError(path, FileProblem.MISSING)
    if path.stat().st_size == 0:
        raise FileError(path, FileProblem.EMPTY)
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_BYTES:
                raise FileError(path, FileProblem.TOO_LARGE, f"{MAX_BYTES // 1_000_000} MB")
    except zipfile.BadZipFile:
        return  # XLS is no ZIP; a broken XLSX is calamine's to refuse


def _book_problem(path: Path) -> FileProblem:
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return FileProblem.UNREADABLE
    return FileProblem.MISLABELLED


def _office_cell(cell: Any) -> Any:
    """Return whole numbers as integers: a workbook keeps 19001 as 19001.0."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def _tabulate(path: Path, rows: Sequence[list[Any]]) -> Table:
    """Find the header and turn the rows under it into columns."""
    rows = [[_tidy(cell) for cell in row] for row in rows]
    if not any(any(cell != "" for cell in row) for row in rows):
        raise FileError(path, FileProblem.NO_ROWS)
    start = _header_row(rows)
    body = [(number, row) for number, row in enumerate(rows, 1) if number > start + 1 and _filled(row)]
    width = max((_reach(row) for _, row in body), default=0)
    header = rows[start] if start >= 0 else []
    columns = _unique_headers(header, max(width, _reach(header)))
    if not body:
        raise FileError(path, FileProblem.NO_ROWS)
    cells = [[row[i] if i < len(row) else "" for _, row in body] for i in range(len(columns))]
    used = [
        i for i in range(len(columns)) if header[i : i + 1] not in ([], [""]) or any(map(_told, cells[i]))
    ]
    return Table(
        path, tuple(columns[i] for i in used), [cells[i] for i in used], [number for number, _ in body]
    )


def _tidy(cell: Any) -> Any:
    return cell.strip("\u00a0\u200b\ufeff \t\r\n") if isinstance(cell, str) else cell


def _told(cell: Any) -> bool:
    return bool(cell != "")


def _filled(row: list[Any]) -> int:
    return sum(cell != "" for cell in row)


def _reach(row: list[Any]) -> int:
    """Return the length of a row without the empty cells at its end."""
    return max((i + 1 for i, cell in enumerate(row) if cell != ""), default=0)


def _header_row(rows: list[list[Any]]) -> int:
    """Return the index of the header, -1 when the table has none.

    Titles and notes above a header fill fewer cells than the table does; a row that holds
    numbers where a header would be is data.
    """
    widths = Counter(count for row in rows[:400] if (count := _filled(row)))
    usual = max(widths.items(), key=lambda item: (item[1], item[0]))[0]
    for index, row in enumerate(rows[:HEADER_SEARCH]):
        count = _filled(row)
        if count and count >= min(usual, 2) and count >= 0.6 * usual:
            numeric = sum(_is_number(cell) for cell in row if cell != "")
            return index if numeric <= count // 4 else -1
    return next(index for index, row in enumerate(rows) if _filled(row))


def _is_number(cell: Any) -> bool:
    return not isinstance(cell, str) or parse_number(cell) is not None


def _unique_headers(header: list[Any], width: int) -> list[str]:
    """Return one distinct name per column; columns without a header get their number."""
    names: list[str] = []
    for i in range(width):
        name = " ".join(str(header[i]).split()) if i < len(header) and header[i] != "" else f"#{i + 1}"
        taken = sum(earlier == name or earlier.startswith(f"{name} (") for earlier in names)
        names.append(f"{name} ({taken + 1})" if taken and name in names else name)
    return names


def _fingerprints(table: Table, layer: str) -> list[str]:
    shapes = table.geometry if table.geometry is not None else np.full(len(table), None, dtype=object)
    blobs = shapely.to_wkb(shapes)
    occurrences: dict[bytes, int] = {}
    out: list[str] = []
    for cells, blob in zip(
        zip(*table.cells, strict=True) if table.cells else [()] * len(table), blobs, strict=True
    ):
        told = "\x1f".join(["" if cell is None else str(cell) for cell in cells])
        content = told.encode("utf-8", "replace") + (blob or b"")
        count = occurrences[content] = occurrences.get(content, 0) + 1
        digest = hashlib.sha1(
            b"%s/%d/%s" % (layer.encode(), count, content), usedforsecurity=False
        ).hexdigest()
        out.append(f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}")
    return out
