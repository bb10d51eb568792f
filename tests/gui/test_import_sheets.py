"""Which sheet of a workbook an import starts on."""

from pathlib import Path

import xlsxwriter

from app.dialogs.importing.dialog import _read
from maps.io.importer import likely_sheet, read_file
from maps.progress import no_progress

EPSG = 7791
NOTES = [["Comune", "Referente"], ["Borgo", "Ufficio tecnico"]]
CENSUS = [["Codice", "Nome", "Lat", "Lon", "Direzione"], ["TC-1", "Via 1", 45.13, 10.02, 90.0]]


def book(path: Path, sheets: dict[str, list[list]]) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def test_an_import_starts_on_the_sheet_that_matches_most_fields(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"Note": NOTES, "Vuoto": [], "Censimento": CENSUS})
    plan = _read(path, "camera", EPSG, None, None, no_progress)
    assert plan.sheet == "Censimento" and len(plan.accepted) == 1
    chosen = _read(path, "camera", EPSG, None, "Note", no_progress)
    assert chosen.sheet == "Note"


def test_the_first_of_two_equal_sheets_is_kept(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"Nord": CENSUS, "Sud": CENSUS})
    assert likely_sheet(read_file(path, "camera", epsg=EPSG)) == "Nord"


def test_a_text_table_has_no_other_sheet(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Codice;Lat;Lon\nTC-1;45,13;10,02\n", encoding="utf-8")
    assert likely_sheet(read_file(path, "camera", epsg=EPSG)) == ""
