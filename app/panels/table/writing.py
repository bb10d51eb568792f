"""The rows shown in the table as text for a spreadsheet, CSV and XLSX."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.panels.table.text import NUMERIC, for_excel, formatter, heading
from maps.schema import Field

Progress = Callable[[float], None]
_STEP = 2000
#: Rows that a sheet of Excel holds, with the heading.
_MOST_ROWS = 1_048_576


@dataclass(frozen=True)
class Extract:
    """Rows and columns to write; a copy, so that a background job may read it.

    Attributes
    ----------
    title : str
        Name of the sheet.
    fields : tuple of Field
    columns : tuple of list
        Python values, one list a field, all of the same length.
    """

    title: str
    fields: tuple[Field, ...]
    columns: tuple[list[Any], ...]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


def tsv(extract: Extract) -> str:
    """Return tab-separated text with headings, decimals with a comma, as Excel pastes it."""
    lines = ["\t".join(heading(each) for each in extract.fields)]
    lines += ["\t".join(row) for row in _texts(extract)]
    return "\r\n".join(lines) + "\r\n"


def _texts(extract: Extract) -> list[tuple[str, ...]]:
    writers = [for_excel(each) for each in extract.fields]
    columns = [
        [write(value) for value in column] for write, column in zip(writers, extract.columns, strict=True)
    ]
    return list(zip(*columns, strict=True))


def write_csv(extract: Extract, path: Path, progress: Progress) -> None:
    """Write CSV as Italian offices open it: semicolons, decimal comma, UTF-8 with its mark.

    Raises
    ------
    FileError
        DISK_FULL or NOT_WRITABLE; a file that was there stays as it was.
    """
    from maps.io.atomic import write_atomic

    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading(each) for each in extract.fields])
    rows = _texts(extract)
    for start in range(0, len(rows), _STEP):
        writer.writerows(rows[start : start + _STEP])
        progress(start / len(rows))
    write_atomic(path, "\ufeff" + text.getvalue())


def write_xlsx(extract: Extract, path: Path, progress: Progress) -> None:
    """Write a workbook of one sheet: numbers as numbers, days as days, nothing ever a formula.

    Raises
    ------
    FileError
        DISK_FULL or NOT_WRITABLE; a file that was there stays as it was.
    """
    import xlsxwriter

    from maps.io.atomic import atomic_file

    with atomic_file(path) as stream:
        book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_urls": False})
        for start in range(0, max(len(extract), 1), _MOST_ROWS - 1):
            part = slice(start, start + _MOST_ROWS - 1)
            number = start // (_MOST_ROWS - 1)
            sheet = book.add_worksheet(_sheet_name(extract.title, number))
            columns = tuple(column[part] for column in extract.columns)
            _write_sheet(book, sheet, Extract(extract.title, extract.fields, columns), progress)
        book.close()


def _write_sheet(book: Any, sheet: Any, extract: Extract, progress: Progress) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    right = book.add_format({"bold": True, "bottom": 1, "align": "right"})
    for place, (field, column) in enumerate(zip(extract.fields, extract.columns, strict=True)):
        write = formatter(field)
        longest = max((len(write(value)) for value in column[:500]), default=0)
        sheet.set_column(place, place, min(max(longest, len(heading(field))) + 3, 60))
        sheet.write_string(0, place, heading(field), right if field.kind in NUMERIC else bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(extract), len(extract.fields) - 1)
    day, moment = (book.add_format({"num_format": each}) for each in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
    texts = [formatter(field) for field in extract.fields]
    for row, values in enumerate(zip(*extract.columns, strict=True)):
        if row % _STEP == 0:
            progress(row / len(extract))
        for place, value in enumerate(values):
            _write_cell(sheet, row + 1, place, value, texts[place], day, moment)


def _write_cell(
    sheet: Any, row: int, place: int, value: Any, text: Callable[[Any], str], day: Any, moment: Any
) -> None:
    if value is None or value in ("", []):
        return
    if isinstance(value, dt.datetime) and value.year >= 1900:
        sheet.write_datetime(row, place, value, moment)
    elif isinstance(value, dt.date) and value.year >= 1900:
        sheet.write_datetime(row, place, dt.datetime(value.year, value.month, value.day), day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, text(value)[:32_767])


def _sheet_name(title: str, number: int) -> str:
    name = "".join(" " if each in "[]:*?/\\" else each for each in title)[:27] or "Tabella"
    return f"{name} {number + 1}" if number else name


def extract_of(
    title: str, fields: Sequence[Field], columns: Sequence[list[Any]], places: list[int]
) -> Extract:
    """Return the values at some places of the columns."""
    return Extract(title, tuple(fields), tuple([column[place] for place in places] for column in columns))
