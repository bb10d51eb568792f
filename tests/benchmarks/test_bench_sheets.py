"""The A3 sheet of the demo as a PDF: drawing alone, the painters being ready."""

from functools import partial
from pathlib import Path
from typing import Any

from app.sheets.batch import sheets_of
from app.sheets.defaults import default_scenes
from app.sheets.output import pdf_bytes
from app.sheets.paper import Paper
from app.sheets.tavola import draw_sheet
from data.demo import write_demo
from maps.project import Project


def test_an_a3_pdf_of_the_demo(benchmark: Any, qapp: Any, tmp_path: Path) -> None:
    write_demo(tmp_path / "demo.gpkg")
    with Project.open(tmp_path / "demo.gpkg", read_only=True) as project:
        (sheet,) = sheets_of(project, default_scenes(project)[:1], Paper.A3)
        page = partial(draw_sheet, sheet=sheet)
        content = benchmark.pedantic(
            lambda: pdf_bytes([page], Paper.A3.size_mm(), "t"), rounds=5, warmup_rounds=1
        )
    assert len(content) < 2_000_000
    assert benchmark.stats is None or benchmark.stats.stats.median < 2.0
