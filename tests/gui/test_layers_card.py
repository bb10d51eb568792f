"""The layers card: drag, keys, filter badge, menu, names for screen readers."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.layers.camera_legend import only_state
from app.layers.order import design_order, moved, painters_up, rows_down
from app.layers.parts import ORDER
from app.look.theme import LIGHT
from app.panels.layers import Entry, Kind, LayersCard
from app.panels.layers.view import LayersView

ENTRIES = [
    Entry("", Kind.HEAD, "Videosorveglianza"),
    Entry("camera", Kind.LAYER, "Telecamere", 12, movable=True),
    Entry("camera", Kind.FILTER, "filtro: 12 di 129", tip="Funzionamento: Guasta"),
    Entry("camera", Kind.SUB, "guasta", 12, only=only_state("broken")),
    Entry("footprint", Kind.LAYER, "Aree riprese", 9, movable=True),
    Entry("", Kind.HEAD, "Sfondo"),
    Entry("ground", Kind.LAYER, "Sfondo del progetto"),
]


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[LayersCard]:
    made = LayersCard()
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.set_entries(ENTRIES)
    made.resize(248, 260)
    made.show()
    yield made


def view_of(card: LayersCard) -> LayersView:
    found = card.findChild(LayersView)
    assert found is not None
    return found


def middle(card: LayersCard, row: int) -> QPoint:
    return view_of(card).visualRect(card.model.index(row)).center()


def hold(view: LayersView, kind: QEvent.Type, at: QPoint) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    place = QPointF(at)
    event = QMouseEvent(kind, place, place, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def drag(card: LayersCard, start: QPoint, end: QPoint, drop: bool = True) -> None:
    view = view_of(card)
    hold(view, QEvent.Type.MouseButtonPress, start)
    for share in (0.5, 1.0):
        hold(view, QEvent.Type.MouseMove, start + (end - start) * share)
    if drop:
        hold(view, QEvent.Type.MouseButtonRelease, end)


def test_a_row_is_dragged_above_another(card: LayersCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.row_moved) as told:
        drag(card, middle(card, 4), middle(card, 1) - QPoint(0, 10))
    assert told.args == ["footprint", "camera"]


def test_a_row_is_dragged_below_all_that_move(card: LayersCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.row_moved) as told:
        drag(card, middle(card, 1), middle(card, 6))
    assert told.args == ["camera", ""]


def test_esc_gives_up_a_drag_and_the_ground_is_not_dragged(card: LayersCard, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(card.row_moved):
        drag(card, middle(card, 4), middle(card, 1), drop=False)
        QTest.keyClick(view_of(card), Qt.Key.Key_Escape)
        hold(view_of(card), QEvent.Type.MouseButtonRelease, middle(card, 1))
        drag(card, middle(card, 6), middle(card, 1))
    assert not view_of(card).dragging


def test_the_keyboard_reaches_everything(card: LayersCard, qtbot: QtBot) -> None:
    view = view_of(card)
    card.select("camera")
    view.setFocus()
    for key, modifier, signal, args in (
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, card.visibility_changed, ["camera", False]),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, card.style_wanted, ["camera"]),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, card.step_wanted, ["camera", 1]),
    ):
        with qtbot.waitSignal(signal) as told:
            QTest.keyClick(view, key, modifier)
        assert told.args == args
    view.setCurrentIndex(card.model.index(2))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return):
        with qtbot.waitSignal(card.filter_cleared) as told:
            QTest.keyClick(view, key)
        assert told.args == ["camera"]


def test_a_click_on_the_badge_takes_the_filter_away(card: LayersCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.filter_cleared) as told:
        qtbot.mouseClick(
            view_of(card).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(90, middle(card, 2).y())
        )
    assert told.args == ["camera"]


def test_a_row_of_the_legend_is_asked_for_alone_by_mouse_and_keys(card: LayersCard, qtbot: QtBot) -> None:
    view = view_of(card)
    with qtbot.waitSignal(card.only_wanted) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(card, 3))
    assert told.args == ["camera", only_state("broken")]
    view.setCurrentIndex(card.model.index(3))
    with qtbot.waitSignal(card.only_wanted):
        QTest.keyClick(view, Qt.Key.Key_Return)
    card._hover(3)
    card.set_entries([*ENTRIES, Entry("", Kind.HEAD, "Altro")])
    assert card._delegate.opacity_row == -1  # not the layer that it belongs to
    assert "solo queste" in card.model.index(3).data(Qt.ItemDataRole.ToolTipRole)


def test_a_click_on_the_sample_opens_the_style(card: LayersCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.style_wanted) as told:
        qtbot.mouseClick(
            view_of(card).viewport(), Qt.MouseButton.LeftButton, pos=QPoint(44, middle(card, 1).y())
        )
    assert told.args == ["camera"]


def test_a_screen_reader_hears_state_count_and_filter(card: LayersCard) -> None:
    said = card.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Telecamere, mostrato, opacità 100 %, 12 elementi".replace(" %", "\u00a0%")
    assert "Guasta" in card.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "calcoli" in card.model.index(2).data(Qt.ItemDataRole.ToolTipRole)


def test_the_menu_is_filled_by_who_knows_the_layer(card: LayersCard) -> None:
    card.menu_wanted.connect(lambda key, menu: menu.addAction(f"Prova di {key}"))
    texts = [action.text() for action in card.menu_for("camera").actions()]
    assert texts[0] == "Prova di camera" and any("Alt+↑" in text for text in texts)
    assert not any("Alt" in action.text() for action in card.menu_for("ground").actions())


def test_orders_of_rows_are_orders_of_painters() -> None:
    assert painters_up(()) == list(ORDER)
    order = moved((), "density", "camera")
    assert rows_down(order)[0] == "density"
    up = painters_up(order)
    assert sorted(up) == sorted(ORDER) and up.index("density") > up.index("camera")
    assert up[-1] == "labels" and up[:2] == list(ORDER[:2])
    assert moved(order, "density", "") == ()  # back to the design
    assert rows_down(moved((), "camera", ""))[-1] == "camera"
    assert set(rows_down(())) == set(design_order())
