"""The base map in the real window: nothing is asked of the network before a yes, then tiles lie below the data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tile_maker import tile_server, write_mbtiles

from app.dialogs.base_map import BaseMapDialog
from app.layers.base_map import BaseMap, read_base_map
from app.shot import settle

pytestmark = pytest.mark.journey


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """A tile server on this machine: its address, and what it was asked."""
    with tile_server(monkeypatch, "#2266AA", lambda request: request.headers["User-Agent"]) as served:
        yield served


def land(window) -> str:
    """Return the colour of a street, which the project's own background draws in its own."""
    settle(window)
    view = window.canvas.view
    image = window.canvas.grab().toImage()
    found: dict[str, int] = {}
    for x in range(0, int(view.width), 7):
        name = image.pixelColor(x, int(view.height / 3)).name()
        found[name] = found.get(name, 0) + 1
    return max(found, key=lambda name: found[name])


def test_tiles_come_only_after_a_yes_and_lie_below_the_data(window, qtbot, server) -> None:
    address, asked = server
    before = land(window)
    window.background.use(BaseMap(address, "© Prova"))
    settle(window)
    assert asked == [] and not window.background.wanted and land(window) == before
    assert "127.0.0.1" in window.message.sentence.text() and window.message.action.text() == "Consenti"
    window.message.action.click()
    qtbot.waitUntil(lambda: window.background.source.idle and len(asked) > 0 and land(window) == "#2266aa")
    assert all(agent.startswith("Torrazzo/") for agent in asked)
    assert window.browser.attribution().startswith("© Prova")
    names = [painter.name for painter in window.canvas.stack]
    assert names.index("road") < names.index("tiles") < names.index("camera")
    assert read_base_map().address == address
    window.background.show(False)
    assert land(window) == before and "Prova" not in window.browser.attribution()


def test_another_project_keeps_the_base_map(window, small_town: Path) -> None:
    window.session.close()
    window.open_project(small_town)
    settle(window)
    assert window.canvas.painter("tiles") is not None


def test_a_file_of_tiles_needs_no_network(window, qtbot, tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "sfondo.mbtiles", "#33AA44")
    dialog = BaseMapDialog(window.background.base, window)
    qtbot.addWidget(dialog)
    dialog.buttons[2].click()
    dialog.file.setText(str(path))
    dialog.accept()
    told: list[bool] = []
    window.background.changed.connect(lambda: told.append(window.background.wanted))
    window.background.use(dialog.chosen)
    assert told == [True]
    qtbot.waitUntil(lambda: land(window) == "#33aa44", timeout=20_000)
    assert not window.background.source.network_allowed
    assert window.background.credit == "© Comune"


@pytest.mark.parametrize(
    "wrong", ["tessere.ente.it/{z}/{x}/{y}", "https://ente.it/{z}/{x}", "https:///{z}{x}{y}"]
)
def test_an_address_that_is_none_is_told(window, qtbot, wrong: str) -> None:
    dialog = BaseMapDialog(BaseMap(), window)
    qtbot.addWidget(dialog)
    dialog.buttons[1].click()
    dialog.address.setText(wrong)
    dialog.accept()
    assert dialog.sentence.text().startswith("L'indirizzo") and dialog.chosen == BaseMap()


def test_a_file_that_is_no_map_is_told(window, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "falso.mbtiles"
    path.write_bytes(b"non sono tessere")
    dialog = BaseMapDialog(BaseMap(), window)
    qtbot.addWidget(dialog)
    dialog.buttons[2].click()
    dialog.file.setText(str(path))
    dialog.accept()
    assert "MBTiles" in dialog.sentence.text() and dialog.chosen == BaseMap()
