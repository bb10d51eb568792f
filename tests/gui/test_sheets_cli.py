"""`torrazzo sheet`: every paper and format, and every refusal in one sentence."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from sheet_town import small_town

from app.cli import run
from maps.store import ProjectFile
from maps.views.scenes import Scene, add_scene


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Path:
    path = small_town(tmp_path_factory.mktemp("borgo") / "borgo.gpkg")
    with ProjectFile.open(path) as file:
        west, south, _east, _north = file.extent()
        add_scene(file, Scene("Mia", "La mia scena", "", (west, south, west + 400, south + 300)))
        add_scene(file, Scene("Altra", "Un'altra", "", file.extent(), semester="2026-1"))
        file.set_setting("office", "Prefettura di prova")
    return path


@pytest.mark.parametrize("name", ["t.pdf", "t.svg", "t.PNG"])
def test_a_sheet_in_every_format(town: Path, tmp_path: Path, name: str, capsys: Any) -> None:
    out = tmp_path / name
    assert run(["sheet", str(town), "--scene", "mia", "--paper", "a4", "--dpi", "96", "-o", str(out)]) == 0
    assert out.stat().st_size > 10_000
    assert "A4, scala 1:2." in capsys.readouterr().err


def test_a_png_has_the_size_of_its_paper(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.png"
    arguments = ["sheet", str(town), "--scene", "2", "--portrait", "--paper", "A3", "--dpi", "100"]
    assert run([*arguments, "-o", str(out)]) == 0
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1169, 1654)


def test_a_scene_is_pictured_as_it_is_projected(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "scena.png"
    assert run(["shot", str(town), "--scene", "mia", "--size", "1024x768", "-o", str(out)]) == 0
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1024, 768)
    assert image.pixelColor(5, 760).name() == "#1b1e22"


def test_a_picture_of_what_is_not_there_is_refused(town: Path, tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "finestra.png"
    assert run(["shot", str(town), "--select", "TC-999", "--size", "1024x768", "-o", str(out)]) == 1
    assert capsys.readouterr().err == "Telecamera o zona «TC-999» non in elenco.\n"
    assert not out.exists()


def test_the_atlas_is_one_pdf(town: Path, tmp_path: Path, capsys: Any) -> None:
    """A sheet for each zone, then the page of figures."""
    out = tmp_path / "atlante.pdf"
    assert run(["sheet", str(town), "--atlas", "--purpose", "urban_safety", "-o", str(out)]) == 0
    assert out.read_bytes().count(b"/Type /Page\n") == 3
    assert "2 tavole" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--scene", "Boh", "-o", "t.pdf"], 1, "Scena «Boh» non in elenco"),
        (["--atlas", "-o", "t.png"], 1, "«.png» non in elenco"),
        (["--paper", "A5", "-o", "t.pdf"], 2, "«A5» non è A4, A3 o 16:9"),
        (["--dpi", "9999", "-o", "t.png"], 2, "da 72 a 600"),
        (["--semester", "2026-3", "-o", "t.pdf"], 2, "--semester"),
        (["-o", "t.docx"], 2, ".pdf, .png o .svg"),
        (["--scene", "1", "--atlas", "-o", "t.pdf"], 2, "non va insieme"),
        (["-o", "manca/t.pdf"], 1, "Non si può scrivere"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    town: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Any,
    arguments: list[str],
    status: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["sheet", str(town), *arguments]) == status
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_project_is_refused(tmp_path: Path, capsys: Any) -> None:
    false = tmp_path / "falso.gpkg"
    false.write_bytes(b"no")
    assert run(["slides", str(false), "-o", str(tmp_path / "s.pdf")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "idle",
    [
        ["--select", "B-1"],
        ["--panel", "table"],
        ["--place", "balance"],
        ["--when", "night"],
        ["--theme", "dark"],
    ],
)
def test_what_a_projected_scene_would_not_show_is_refused(
    idle: list[str], town: Path, tmp_path: Path, capsys: Any
) -> None:
    out = tmp_path / "scena.png"
    assert run(["shot", str(town), "--scene", "mia", *idle, "-o", str(out)]) == 2
    assert f"{idle[0]} non va insieme a --scene" in capsys.readouterr().err
    assert not out.exists()
