"""The base map that the user has switched on lies under sheets, slides and the projection, with its credit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pdf_text import pdf_text
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tile_maker import tile_server, write_mbtiles

from app.__main__ import main
from app.dossier.maps import Marks, map_picture
from app.layers.base_map import BaseMap, keep_base_map, keep_consent
from app.panels.topbar import Place
from app.present.scenes import _thumbnails
from app.settling import settle
from app.sheets.batch import write_sheets
from app.sheets.defaults import default_scenes
from app.sheets.order import What
from app.sheets.output import Kind
from app.sheets.paper import Paper
from app.sheets.tiles import PaperBase
from app.window import MainWindow
from maps.progress import no_progress
from maps.project import Project
from maps.views.scenes import Scene

pytestmark = pytest.mark.journey
GREEN, BLUE = "#33aa44", "#2266aa"


def share(image: QImage, colour: str) -> float:
    """Return the share of a picture's points that have a colour."""
    points = [
        image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    ]
    return points.count(colour) / len(points)


@pytest.fixture
def tiles(window: MainWindow, tmp_path: Path) -> Path:
    """A green base map from a file, on the map of the window."""
    path = write_mbtiles(tmp_path / "sfondo.mbtiles", GREEN)
    window.background.use(BaseMap(str(path), ""))
    settle(window)
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """A server of blue tiles on this machine: its address, and what it was asked."""
    with tile_server(monkeypatch, BLUE, lambda request: request.path) as served:
        yield served


def export(window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_rest: (str(path), ""))
    qtbot.mouseClick(window.sheets.page.choices.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: path.exists() and not window.jobs.busy, timeout=60_000)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sheet_is_printed_over_the_tiles_seen(
    window: MainWindow, qtbot: QtBot, tiles: Path, tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    page = window.sheets.page
    assert share(page.preview._image, GREEN) > 0.1
    qtbot.mouseClick(page.choices.kinds[kind], Qt.MouseButton.LeftButton)
    path = tmp_path / f"tavola{kind.value}"
    export(window, qtbot, path, monkeypatch)
    if kind is Kind.PNG:
        assert share(QImage(str(path)), GREEN) > 0.1
    elif kind is Kind.SVG:
        told = path.read_text(encoding="utf-8")
        assert told.count("data:image/png") == 1 and "Comune" in told and "e+0" not in told
    else:
        assert "Mappa di base © Comune." in " ".join(pdf_text(path).split())
    window.background.show(False)
    settle(window)
    assert share(page.preview._image, GREEN) == 0


def test_slides_and_projection_have_the_tiles_and_their_credit(
    window: MainWindow, qtbot: QtBot, tiles: Path
) -> None:
    window.actions_.run("project")
    qtbot.waitUntil(lambda: window.projection.presenter is not None, timeout=30_000)
    presenter = window.projection.presenter
    assert presenter is not None and "© Comune" in presenter.deck.attribution
    qtbot.waitUntil(lambda: presenter.settled, timeout=30_000)
    veiled = "#8fd098"  # the green under the paper that keeps a projected background quiet
    assert share(presenter._pictures[presenter.number][1], veiled) > 0.1
    presenter.close()
    window.go_to(Place.SHEETS)
    settle(window)
    page = window.sheets.page
    qtbot.mouseClick(page.choices.whats[What.SLIDES], Qt.MouseButton.LeftButton)
    settle(window)
    assert share(page.preview._image, veiled) > 0.1


def test_thumbnails_and_the_maps_of_a_dossier_have_the_tiles(tiles: Path, window: MainWindow) -> None:
    project, base = window.session.project, window.background.for_paper()
    scene = default_scenes(project)[0]
    (small,) = _thumbnails(project, [scene], 1.0, base, no_progress).values()
    assert share(small, GREEN) > 0.05
    png = map_picture(project, scene.purpose, project.file.extent(), Marks(), base)
    assert share(QImage.fromData(png), GREEN) > 0.05


def test_a_scene_kept_without_the_base_map_stays_without(tiles: Path, window: MainWindow) -> None:
    base = window.background.for_paper()
    kept = Scene("a", "A", "", (0.0, 0.0, 1.0, 1.0), ("land", "camera"), styles={"camera": {}})
    assert not base.lies_under(kept)
    assert base.lies_under(Scene("b", "B", "", kept.extent, ("land", "camera")))


def test_paper_asks_a_server_only_after_the_consent(
    window: MainWindow,
    qtbot: QtBot,
    server: tuple[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, asked = server
    window.background.use(BaseMap(address, "© Prova"))
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    page = window.sheets.page
    export(window, qtbot, tmp_path / "prima.pdf", monkeypatch)
    assert asked == [] and share(page.preview._image, BLUE) == 0
    assert "Prova" not in pdf_text(tmp_path / "prima.pdf")
    window.message.clear()
    keep_consent(window.background.base)
    window.background.show(True)
    qtbot.waitUntil(lambda: share(page.preview._image, BLUE) > 0.1, timeout=20_000)
    assert 0 < len(asked) < 60
    export(window, qtbot, tmp_path / "poi.pdf", monkeypatch)
    assert "Mappa di base © Prova." in " ".join(pdf_text(tmp_path / "poi.pdf").split())


def test_a_server_that_gives_rubbish_does_not_hold_the_page(
    window: MainWindow,
    qtbot: QtBot,
    server: tuple[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.canvas.tiles.decode", lambda _data: None)
    monkeypatch.setattr("app.sheets.tiles._PATIENCE_S", 0.5)
    base = BaseMap(server[0], "© Prova")
    keep_consent(base)
    window.background.use(base)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    export(window, qtbot, tmp_path / "tavola.pdf", monkeypatch)
    assert (tmp_path / "tavola.pdf").stat().st_size > 10_000 and server[1]


def test_the_command_draws_the_base_map_where_it_is_asked(
    town: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    qapp.setApplicationName("Torrazzo")  # type: ignore[attr-defined]
    qapp.setOrganizationName("Torrazzo")  # type: ignore[attr-defined]
    keep_base_map(BaseMap(str(write_mbtiles(tmp_path / "s.mbtiles", GREEN)), ""))
    out = tmp_path / "t.png"
    for option, wanted in ((["--base-map"], True), ([], False)):
        assert main(["sheet", str(town), "-o", str(out), "--dpi", "72", *option]) == 0
        assert (share(QImage(str(out)), GREEN) > 0.1) is wanted
    (tmp_path / "s.mbtiles").write_bytes(b"non sono tessere")
    assert main(["sheet", str(town), "-o", str(out), "--base-map"]) != 0
    assert "s.mbtiles" in capsys.readouterr().err


def test_tiles_of_a_sheet_are_one_picture_of_few_tiles(
    small_town: Path, tmp_path: Path, qapp: object
) -> None:
    from app.canvas.tiles import MbTiles, TileSource

    source = TileSource(mbtiles=MbTiles(write_mbtiles(tmp_path / "s.mbtiles", GREEN)), max_zoom=19)
    base = PaperBase(source, "© Comune", shown=True, names_streets=True)
    with Project.open(small_town, read_only=True) as project:
        scenes = default_scenes(project)[:1]
        (sheet,) = write_sheets(project, tmp_path / "a3.png", scenes, Paper.A3, dpi=72, base=base)
    painter = sheet.stack.painter("tiles")
    assert 12 <= len(painter.lacking(sheet.view)) <= 90
    assert not sheet.stack.painter("labels").with_streets
