"""The style card: what each choice tells, and what it says of bad input."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.look.theme import DARK
from app.panels.style import Histogram, StyleCard, StyleView
from app.panels.style.view import Choice
from maps.views.classes import Method
from maps.views.symbology import Kind, Symbology

KINDS = (Choice("single", "Unico"), Choice("categories", "Categorie"), Choice("classes", "Classi"))
FIELDS = {
    Kind.CATEGORIES: (Choice("camera_type", "Tipo"), Choice("make", "Marca · senza valori")),
    Kind.CLASSES: (Choice("height_m", "Altezza"),),
}
SCALES = (Choice("", "Rossi", ("#FFEDA0", "#800026")), Choice("Blues", "Blu", ("#DEEBF7", "#08306B")))
METHODS = (Choice("jenks", "Naturali"), Choice("quantiles", "Quantili"), Choice("equal", "Uguali"))
LABELS = (Choice("", "Nessuna"), Choice("code", "Codice"))


def view(symbology: Symbology, **more: object) -> StyleView:
    return StyleView(
        "camera", "Telecamere", KINDS, FIELDS, symbology, SCALES, METHODS, LABELS, can_filter=True, **more
    )  # type: ignore[arg-type]


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[StyleCard]:
    made = StyleCard()
    qtbot.addWidget(made)
    made.set_theme(DARK)
    made.show_style(view(Symbology()))
    made.resize(made.natural_size())
    made.show()
    yield made


def pick(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def button(card: StyleCard, kind: Kind) -> object:
    return card._kind_buttons[kind.value]


def test_one_look_asks_for_no_field(card: StyleCard) -> None:
    assert not card.field.isVisible() and not card.histogram.isVisible() and not card.note.isVisible()
    assert card.labels.isVisible() and not card.clear_filter.isVisible()


def test_a_kind_takes_its_first_field(card: StyleCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.symbology_changed) as told:
        qtbot.mouseClick(button(card, Kind.CLASSES), Qt.MouseButton.LeftButton)
    assert told.args == [Symbology(Kind.CLASSES, "height_m")]
    card.show_style(view(told.args[0]))
    with qtbot.waitSignal(card.symbology_changed) as told:
        qtbot.mouseClick(button(card, Kind.SINGLE), Qt.MouseButton.LeftButton)
    assert told.args == [Symbology()]


def test_each_list_tells_its_choice(card: StyleCard, qtbot: QtBot) -> None:
    start = Symbology(Kind.CLASSES, "height_m")
    for box, value, wanted in (
        (card.method, "equal", Symbology(Kind.CLASSES, "height_m", Method.EQUAL)),
        (card.count, 7, Symbology(Kind.CLASSES, "height_m", classes=7)),
        (card.scale, "Blues", Symbology(Kind.CLASSES, "height_m", scale="Blues")),
    ):
        card.show_style(view(start))
        with qtbot.waitSignal(card.symbology_changed) as told:
            pick(box, value)
        assert told.args == [wanted]
    card.show_style(view(start))
    with qtbot.waitSignal(card.symbology_changed) as told:
        qtbot.mouseClick(card.reverse, Qt.MouseButton.LeftButton)
    assert told.args[0].reverse
    with qtbot.waitSignal(card.label_changed) as told:
        pick(card.labels, "code")
    assert told.args == ["code"]
    with qtbot.waitSignal(card.opacity_changed) as told:
        card.opacity.setValue(40)
    assert told.args == [0.4]


def test_what_is_shown_is_not_told_again(card: StyleCard, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(card.symbology_changed), qtbot.assertNotEmitted(card.opacity_changed):
        card.show_style(view(Symbology(Kind.CATEGORIES, "make", scale="Blues"), opacity=0.3, label="code"))


def test_a_sentence_and_a_filter_make_room_for_themselves(card: StyleCard) -> None:
    short = card.natural_size().height()
    told = "«Marca» ha 30 valori diversi e i colori distinguibili sono 9: i 22 più rari stanno insieme."
    filtered = {"filter_text": "Funzionamento: Guasta", "filter_count": "12 di 129"}
    card.show_style(view(Symbology(Kind.CATEGORIES, "make"), note=told, **filtered))
    assert card.note.isVisible() and card.note.text() == told and card.clear_filter.isVisible()
    assert "12 di 129" in card.filter_words.text()
    assert card.natural_size().height() > short + 60


def test_the_histogram_is_drawn_and_said(card: StyleCard) -> None:
    values = np.concatenate([np.full(9, 2.0), np.linspace(3, 8, 20)])
    shown = Histogram(values, (4.0, 8.0), ("#FF0000", "#0000FF"), "2 m", "8 m")
    card.show_style(view(Symbology(Kind.CLASSES, "height_m", classes=2), histogram=shown))
    picture = card.histogram.grab().toImage()
    seen = {picture.pixelColor(x, picture.height() * 2 // 3).name() for x in range(picture.width())}
    seen |= {picture.pixelColor(x, picture.height() - 21).name() for x in range(picture.width())}
    assert {"#ff0000", "#0000ff"} <= seen
    assert "29 valori in 2 classi" in card.histogram.accessibleName()


def test_a_histogram_of_equal_values_is_one_bar(card: StyleCard) -> None:
    shown = Histogram(np.full(5, 4.0), (4.0,), ("#FF0000",), "4 m", "4 m")
    card.show_style(view(Symbology(Kind.CLASSES, "height_m"), histogram=shown))
    assert not card.histogram.grab().isNull()


def test_the_keyboard_enters_and_esc_leaves(card: StyleCard, qtbot: QtBot) -> None:
    card.take_focus()
    assert button(card, Kind.SINGLE).hasFocus() or not card.isActiveWindow()  # type: ignore[attr-defined]
    with qtbot.waitSignal(card.closed):
        QTest.keyClick(card.labels, Qt.Key.Key_Escape)
    assert card.isHidden()


def test_every_control_has_a_name(card: StyleCard) -> None:
    for part in (card.field, card.method, card.count, card.scale, card.reverse, card.labels, card.opacity):
        assert part.accessibleName()
