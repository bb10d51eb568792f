"""Office tables are read as they are, whatever program wrote them."""

import gzip
from pathlib import Path

import pytest
import xlsxwriter

from maps.errors import FileError, FileProblem
from maps.io.tables import read_table

ROWS = 'Codice;Ubicazione;Lat\nA1;Città «Però» – 5 €;45,13\nA2;"Via Po; 3";45,14\n'


def write(folder: Path, content: str | bytes, name: str = "t.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_every_encoding_gives_the_same_cells(tmp_path: Path, encoding: str, told: str) -> None:
    table = read_table(write(tmp_path, ROWS, encoding=encoding))
    assert table.encoding == told
    assert table.columns == ("Codice", "Ubicazione", "Lat")
    assert table.cells[1] == ["Città «Però» – 5 €", "Via Po; 3"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    text = f'a{delimiter}b{delimiter}c\n1{delimiter}"2,5"{delimiter}x\n3{delimiter}"4,5"{delimiter}y\n'
    table = read_table(write(tmp_path, text))
    assert table.delimiter == delimiter
    assert table.cells == [["1", "3"], ["2,5", "4,5"], ["x", "y"]]


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "id;x;y\n1;45,1;10,0\n2;45,2;10,1\n"))
    assert table.delimiter == ";"
    assert table.column("y") == ["10,0", "10,1"]


def test_rows_keep_the_number_seen_in_a_spreadsheet(tmp_path: Path) -> None:
    text = "Comune di Prova;;\n\nElenco al 03/06/2026;;\nCodice;Lat;Long\nA;45,1;10\n\n;;\nB;45,2;10\n"
    table = read_table(write(tmp_path, text))
    assert table.columns == ("Codice", "Lat", "Long")
    assert table.numbers == [5, 8]


def test_a_cell_with_a_line_break_is_one_row(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, 'a;b\n"uno\ndue";1\ntre;2\n'))
    assert table.numbers == [2, 3]
    assert table.cells[0] == ["uno\ndue", "tre"]


def test_excel_says_its_delimiter(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "sep=|\na|b\n1|2\n"))
    assert table.delimiter == "|"
    assert table.numbers == [3]


def test_a_table_without_header_gets_numbered_columns(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "5186;SACCO\n5184;NIGUARDA\n"))
    assert table.columns == ("#1", "#2")
    assert table.numbers == [1, 2]


def test_equal_and_absent_headers_become_distinct(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "nota;nota;;c\n1;2;3;4\n"))
    assert table.columns == ("nota", "nota (2)", "#3", "c")


def test_a_header_of_letters_and_digits_is_no_coordinate(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "COMUNE;P1;E17;E18;E19\nMilano;14;7;0;0\n"))
    assert table.columns[-1] == "E19"


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, gzip.compress(ROWS.encode()), "t.csv.gz"))
    assert len(table) == 2


def test_truncated_gzip_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(ROWS.encode() * 2000)[:200], "t.csv.gz")
    with pytest.raises(FileError) as caught:
        read_table(path)
    assert caught.value.problem is FileProblem.TRUNCATED


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"  \r\n\r\n", FileProblem.EMPTY),
        (b"PK\x03\x04rest", FileProblem.MISLABELLED),
        (b"SQLite format 3\x00", FileProblem.MISLABELLED),
        (b"<!DOCTYPE html><html>404</html>", FileProblem.MISLABELLED),
        (b'{"type": "FeatureCollection"}', FileProblem.MISLABELLED),
        (bytes(range(1, 32)) * 20, FileProblem.MISLABELLED),
        (b"a;b;c\n", FileProblem.NO_ROWS),
        (b";;\n;;\n", FileProblem.NO_ROWS),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, problem: FileProblem) -> None:
    with pytest.raises(FileError) as caught:
        read_table(write(tmp_path, content))
    assert caught.value.problem is problem


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_a_workbook_gives_its_first_sheet_with_rows(tmp_path: Path) -> None:
    path = book(
        tmp_path / "t.xlsx", {"Vuoto": [], "Censimento": [["Codice", "Lat"], [19001, 45.5]], "Altro": [["a"]]}
    )
    table = read_table(path)
    assert (table.sheet, table.sheets) == ("Censimento", ("Vuoto", "Censimento", "Altro"))
    assert table.cells == [[19001], [45.5]]
    assert isinstance(table.cells[0][0], int)


def test_a_sheet_with_a_header_alone_is_passed_over(tmp_path: Path) -> None:
    path = book(
        tmp_path / "t.xlsx", {"Modello": [["Codice", "Lat"]], "Dati": [["Codice", "Lat"], ["A", 45.5]]}
    )
    assert read_table(path).sheet == "Dati"
    with pytest.raises(FileError) as caught:
        read_table(book(tmp_path / "u.xlsx", {"Modello": [["Codice", "Lat"]]}))
    assert caught.value.problem is FileProblem.NO_ROWS


def test_rows_of_a_workbook_are_numbered_from_its_top(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], ["Elenco"], [], ["Codice", "Lat"], ["A", 45.5]]
    assert read_table(book(tmp_path / "t.xlsx", {"F": rows})).numbers == [5]


def test_a_sheet_can_be_chosen_and_must_exist(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", {"Uno": [["a"], [1]], "Due": [["b"], [2]]})
    assert read_table(path, "Due").columns == ("b",)
    with pytest.raises(FileError) as caught:
        read_table(path, "Tre")
    assert (caught.value.problem, caught.value.detail) == (FileProblem.SHEET_MISSING, "Tre")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b"Codice;Lat\n1;2\n", FileProblem.MISLABELLED),
        (b"PK\x03\x04broken", FileProblem.UNREADABLE),
    ],
)
def test_a_broken_workbook_is_refused(tmp_path: Path, content: bytes, problem: FileProblem) -> None:
    with pytest.raises(FileError) as caught:
        read_table(write(tmp_path, content, "t.xlsx"))
    assert caught.value.problem is problem


def test_rows_without_a_code_are_known_by_content_and_occurrence(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a;b\n1;2\n1;2\n3;4\n"))
    again = read_table(write(tmp_path, "a;b\n1;2\n1;2\n3;4\n"))
    assert len(set(table.fingerprints("offence"))) == 3
    assert table.fingerprints("offence") == again.fingerprints("offence")
    assert table.fingerprints("offence") != table.fingerprints("camera")
