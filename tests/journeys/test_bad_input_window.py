"""What a window is given wrong: told in one sentence, nothing lost, nothing frozen."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from tile_maker import png

from app.layers.base_map import BaseMap, keep_consent
from app.panels.topbar import Place
from app.settling import settle

pytestmark = pytest.mark.journey
LEFT = Qt.MouseButton.LeftButton
MARKUP = "<b>Via</b> <img src=x onerror=alert(1)> & co"


def tool(window, key: Qt.Key) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key)


def pixel(window, x: float, y: float) -> QPoint:
    """Return the pixel of metres from the corner of the town."""
    return window.toolbox.bench.pixel(580_000.0 + x, 4_998_000.0 + y).toPoint()


def test_an_outline_that_crosses_itself_is_told_and_the_drawing_goes_on(window, qtbot) -> None:
    settle(window)
    tool(window, Qt.Key.Key_A)
    for x, y in ((300, 500), (500, 500), (300, 700), (500, 700)):
        qtbot.mouseClick(window.canvas, LEFT, pos=pixel(window, x, y))
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    assert "incroc" in window.message.sentence.text()
    assert window.session.file.count("degraded_area") == 0
    assert len(window.toolbox.tool.points) >= 3  # nothing of the drawing is lost


def test_a_camera_outside_the_territory_is_refused_in_one_sentence(window, qtbot) -> None:
    settle(window)
    before = window.session.file.count("camera")
    window.canvas.zoom_by(0.4)
    settle(window)
    tool(window, Qt.Key.Key_C)
    start = pixel(window, -300, 500)
    QTest.mousePress(window.canvas, LEFT, pos=start)
    QTest.mouseMove(window.canvas, start + QPoint(20, 0))
    QTest.mouseRelease(window.canvas, LEFT, pos=start + QPoint(20, 0))
    assert "fuori dal territorio" in window.message.sentence.text()
    assert window.session.file.count("camera") == before


def rich(window: QWidget) -> list[str]:
    """Return the texts on the screen that would be read as markup, and the tips."""
    found = [
        each.text()
        for each in window.findChildren(QLabel)
        if "<img" in each.text() and each.textFormat() is not Qt.TextFormat.PlainText
    ]
    return found + [each.toolTip() for each in window.findChildren(QWidget) if "<img" in each.toolTip()]


def test_markup_in_every_name_is_text_in_every_place(window, qtbot) -> None:
    file = window.session.file
    with window.session.edit(MARKUP) as edit:
        for layer in ("analysis_zone", "road", "camera"):
            for fid in file.rows(layer, fields=()).fids.tolist():
                edit.update(layer, fid, {"name": f"{fid} {MARKUP}"})
    settle(window)
    window.scenes.keep(MARKUP)
    for place in Place:
        window.go_to(place)
        settle(window)
        window.grab()
        assert rich(window) == [], place
    window.go_to(Place.MAP)
    window.scenes.open()
    window.history.toggle()
    window.topbar.search.setText("<img")
    window.topbar.search.textEdited.emit("<img")
    assert any("<img" in hit.text for hit in window.topbar.search.found)
    window.actions_.run("project")
    qtbot.waitUntil(lambda: window.projection.presenter is not None, timeout=30_000)
    assert "<img" in window.projection.presenter.deck.slides[0].sentence
    window.projection.presenter.close()
    assert rich(window) == []
    tips = [action.toolTip() for action in window.topbar.menu.actions()]
    assert not [tip for tip in tips if "<img" in tip]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers with the bytes in the list, or never where it is empty."""
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    listener = socket.create_server(("127.0.0.1", 0))
    answer: list[bytes] = []
    held: list[socket.socket] = []
    ended = threading.Event()
    listener.settimeout(0.1)

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            held.append(connection)
            if answer:
                connection.recv(65536)
                head = f"HTTP/1.0 200 OK\r\nContent-Length: {len(answer[0])}\r\n\r\n".encode()
                connection.sendall(head + answer[0])
                connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/{{z}}/{{x}}/{{y}}.png", answer
    ended.set()
    thread.join()
    listener.close()
    for connection in held:
        connection.close()


@pytest.mark.parametrize("answer", [b"", b"<html>non sono una tessera</html>", png("#2266AA")[:60]])
def test_a_tile_server_that_hangs_or_sends_rubbish_leaves_the_map(
    window, qtbot, server, answer: bytes
) -> None:
    address, answers = server
    answers += [answer] if answer else []
    base = BaseMap(address, "© Prova")
    keep_consent(base)
    window.background.use(base)
    window.background.source.timeout_ms = 300
    begun = time.perf_counter()
    window.canvas.zoom_by(1.5)
    settle(window)
    assert time.perf_counter() - begun < 20  # the map does not wait for the server
    qtbot.waitUntil(lambda: "resta lo sfondo del progetto" in window.message.sentence.text(), timeout=20_000)
    assert "127.0.0.1" in window.message.sentence.text()
    image = window.canvas.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 3).name() for x in range(0, image.width(), 5)}
    assert len(colours) > 3  # streets and buildings of the project


def test_a_screen_that_is_unplugged_leaves_the_projection_at_its_scene(
    window, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.actions_.run("project")
    qtbot.waitUntil(lambda: window.projection.presenter is not None, timeout=30_000)
    presenter = window.projection.presenter
    qtbot.waitUntil(lambda: presenter.settled, timeout=30_000)
    screen = presenter.screen()
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [screen])
    QTest.keyClick(presenter, Qt.Key.Key_End)
    last = presenter.number
    presenter._screen_removed(screen)  # no other is left: it stays where it is
    assert presenter.isVisible() and presenter.number == last
    QTest.keyClick(presenter, Qt.Key.Key_Escape)
    assert window.projection.presenter is None and window.projection.number == last
