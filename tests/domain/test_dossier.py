"""The dossier: what it says, that it is PDF/A, and that its package holds what it shows."""

import datetime as dt
import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
from proposal_town import P, build

from app.cli import run
from app.dossier.annex import conforming
from app.dossier.text import MAPS, document
from app.dossier.writing import gather, write_dossier
from maps.project import Project
from maps.report.document import Document, Facts, Figures, Section, Table, Text
from maps.report.typeset import pdf

DAY = dt.date(2026, 11, 22)
MOMENT = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("town") / "town.gpkg")


@pytest.fixture(scope="module")
def written(town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    output = tmp_path_factory.mktemp("dossier") / "dossier.pdf"
    with Project.open(town, read_only=True) as project:
        return write_dossier(project, "MOVE", output, DAY)


def dossier(town: Path, code: str) -> Document:
    with Project.open(town, read_only=True) as project:
        return document(gather(project, code, DAY), {})


def words(made: Document) -> str:
    return json.dumps(made.to_json(), ensure_ascii=False)


def test_it_has_every_part(town: Path) -> None:
    made = dossier(town, "MOVE")
    assert [section.title for section in made.sections] == [
        "In sintesi",
        "La regola",
        "Il progetto",
        "Prima e dopo sulla mappa",
        "Indicatori prima e dopo",
        "Rilievi",
        "Ammissibilità",
        "Omogeneità tecnica",
        "Scheda tecnica per la Zona Telecomunicazioni",
        "Nota di metodo",
        "Dati usati",
    ]
    assert made.tone == "good" and "migliora tutti e tre gli indicatori" in made.verdict
    assert re.fullmatch("[0-9a-f]{64}", made.digest) and made.date == "22/11/2026"


def test_figures_are_those_of_the_judgement_and_changes_add_up(town: Path) -> None:
    made = dossier(town, "MOVE")
    for _label, before, after, change, tone in made.figures.items:
        first, last, points = (
            float(re.sub(r"[^\d,−]", "", text).replace(",", ".").replace("−", "-"))
            for text in (before, after, change.split(",  ")[0].split("punti")[0])
        )
        assert last - first == pytest.approx(points, abs=1e-6)
        assert tone == "good"


def test_rows_are_as_long_as_their_heads(town: Path) -> None:
    for code in ("MOVE", "ADD", "CROWD"):
        tables = [b for s in dossier(town, code).sections for b in s.blocks if isinstance(b, Table)]
        assert tables
        for table in tables:
            assert len(table.align) == len(table.heads)
            assert all(len(row) == len(table.heads) for row in table.rows)
            assert not table.widths or len(table.widths) == len(table.heads)


def test_it_says_nothing_in_code_and_names_nobody(town: Path) -> None:
    for code in ("MOVE", "ADD", "CROWD"):
        text = words(dossier(town, code))
        for wrong in ("None", "nan", "NaN", "urban_safety", "shortage", "unknown", "created_by"):
            assert not re.search(rf"\b{wrong}\b", text), (code, wrong)


def test_findings_before_and_none_after(town: Path) -> None:
    section = next(each for each in dossier(town, "MOVE").sections if each.title == "Rilievi")
    told = json.dumps([vars(block) for block in section.blocks], ensure_ascii=False)
    assert told.index("Ovest") < told.index("Dopo il progetto") < told.index("Nessun rilievo")


def test_failed_checks_are_on_the_cover(town: Path) -> None:
    facts = dict(dossier(town, "ADD").facts.rows)
    assert "1 non soddisfatte" in facts["Verifiche di ammissibilità"]


def test_the_same_data_have_the_same_fingerprint(town: Path) -> None:
    assert dossier(town, "MOVE").digest == dossier(town, "ADD").digest


def test_the_file_is_pdf_a_with_both_maps(written: tuple[Path, Path]) -> None:
    content = written[0].read_bytes()
    assert content.startswith(b"%PDF-1.7")
    assert (
        b"<pdfaid:part>2</pdfaid:part>" in content
        and b"<pdfaid:conformance>B</pdfaid:conformance>" in content
    )
    assert content.count(b"/Subtype/Image") + content.count(b"/Subtype /Image") >= 2


def test_the_package_holds_zones_and_cameras_before_and_after(written: tuple[Path, Path]) -> None:
    package = json.loads(written[1].read_text(encoding="utf-8"))
    assert "crs" not in package
    frame = gpd.read_file(written[1])
    assert frame["feature"].value_counts().to_dict() == {"camera": 6, "footprint": 6, "zone": 3}
    cameras = frame[frame["feature"] == "camera"]
    assert cameras.groupby("state")["code"].apply(sorted).to_dict() == {
        "before": ["T0", "T1", "T2"],
        "after": ["T0", "T1", "T2"],
    }
    zones = frame[frame["feature"] == "zone"].set_index("name")
    assert zones.loc["Ovest", "verdict_before"] == "shortage"
    assert zones.loc["Ovest", "coverage_after"] > zones.loc["Ovest", "coverage_before"]
    assert set(zones["purpose"]) == {P}


def test_the_command_writes_both_files(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "d.pdf"
    assert run(["dossier", str(town), "--proposal", "CROWD", "-o", str(output)]) == 0
    assert output.exists() and output.with_suffix(".geojson").exists()
    assert run(["dossier", str(town), "--proposal", "CROWD", "-o", str(tmp_path / "d.docx")]) == 2
    assert run(["dossier", str(town), "--proposal", "NIENTE", "-o", str(tmp_path / "e.pdf")]) == 1
    assert not (tmp_path / "e.pdf").exists()
    assert "Traceback" not in capsys.readouterr().err


def test_text_that_looks_like_markup_is_only_text() -> None:
    odd = '#panic("no") *a* _b_ $x$ [c] @d <e> \\ "f" `g`'
    made = Document(
        office=odd,
        kind=odd,
        title=odd,
        subtitle=odd,
        facts=Facts([(odd, odd)]),
        figures=Figures([(odd, "1", "2", odd, "good")]),
        verdict=odd,
        tone="bad",
        notice=odd,
        date=odd,
        digest="0" * 64,
        sections=[Section(odd, [Text(odd), Table([odd], [[odd]], "l", caption=odd)])],
    )
    assert pdf(made, moment=MOMENT) == pdf(made, moment=MOMENT)


def test_how_many_cameras_conform_is_told_as_one_says_it() -> None:
    assert conforming(406, 0).startswith("Nessuna delle 406 telecamere")
    assert conforming(406, 1).endswith("1 ne ha almeno una.") and "405 telecamere su 406" in conforming(
        406, 1
    )
    assert conforming(1406, 1200).endswith("1.200 ne hanno almeno una.")


def test_the_maps_have_names_that_the_text_asks_for(town: Path) -> None:
    made = dossier(town, "MOVE")
    asked = {b.name for s in made.sections for b in s.blocks if b.kind == "picture"}
    assert asked == set(MAPS.values())
