"""Save the refused rows of an import, so that nothing of a file is ever lost."""

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from maps.errors import FileError, FileProblem
from maps.io.atomic import write_atomic
from maps.io.plan import ImportPlan, RefusedRow

SUFFIX = "_rifiutate"
#: Headers put before those of the file: row number, reason.
HEADERS = ("Riga", "Motivo")
#: A constant creation date: the same refused rows are the same file, byte by byte.
_CREATED = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Saved:
    """Where the refused rows are, and whether this run wrote them."""

    path: Path | None
    made: bool


def plain_reason(row: RefusedRow) -> str:
    """Return the reason without words: the window and the command line give better."""
    return " ".join(part for part in (row.reason.value, row.field, row.detail) if part)


def save_rejected(
    plan: ImportPlan,
    asked: Path | None,
    fallback: Path,
    reason_text: Callable[[RefusedRow], str] = plain_reason,
) -> Saved:
    """Write the refused rows beside the source, or where asked, else in `fallback`.

    A workbook gets a workbook, everything else a CSV that Excel opens rightly (UTF-8 with
    its mark, semicolons). A file of that name with other content is left as it is: somebody
    may be mending it.

    Raises
    ------
    FileError
        EXISTS when the file asked for is the source; NOT_WRITABLE when no folder takes the file.
    """
    if not plan.refused:
        return Saved(None, False)
    suffix = (asked.suffix if asked else "") or (".xlsx" if plan.table.kind == "book" else ".csv")
    rows = [[row.number, reason_text(row), *map(_cell, row.values)] for row in plan.refused]
    make = _as_book if suffix.lower() == ".xlsx" else _as_text
    content = make([*HEADERS, *plan.columns], rows)
    refuse_source(asked, plan.path)
    if asked is not None:
        return _write(asked, content)
    stem = plan.path.name.split(".")[0].removesuffix(SUFFIX)
    for folder in dict.fromkeys((plan.path.parent, fallback, Path(tempfile.gettempdir()))):
        with suppress(FileError):
            return _beside(folder, f"{stem}{SUFFIX}", suffix, content)
    raise FileError(plan.path.parent / f"{stem}{SUFFIX}{suffix}", FileProblem.NOT_WRITABLE)


def _beside(folder: Path, stem: str, suffix: str, content: bytes) -> Saved:
    """Write under the first free name, or find the same rows already saved."""
    for attempt in range(1, 1000):
        path = folder / (f"{stem}{suffix}" if attempt == 1 else f"{stem}_{attempt}{suffix}")
        if not path.exists():
            return _write(path, content)
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return Saved(path, False)
    raise FileError(folder, FileProblem.EXISTS)


def refuse_source(asked: Path | None, source: Path) -> None:
    """Raise where the refused rows would take the place of the file that they come from."""
    if asked is not None and asked.exists() and asked.samefile(source):
        raise FileError(asked, FileProblem.EXISTS)


def _write(path: Path, content: bytes) -> Saved:
    write_atomic(path, content)
    return Saved(path, True)


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return "" if value is None else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _as_text(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def _as_book(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": True}  # fmt: skip
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet()
    for number, row in enumerate([header, *rows]):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
