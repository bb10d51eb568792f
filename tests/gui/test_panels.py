"""Cards and panels by themselves."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from app.browsing.search import Hit, SearchBox
from app.look.theme import DARK, LIGHT
from app.look.widgets import CaptionCombo
from app.messages import Level, MessageBar
from app.panels.inspector import InspectorPanel, Subject
from app.panels.layers import Entry, Kind, LayersCard
from app.panels.zones import ZoneRow, ZonesCard
from app.speech import words
from app.speech.sentences import explain
from maps.schema import layer

ROWS = [
    ZoneRow(1, "Duomo", "centro", 40, 0.7, 0.46, 10, 3.17, "overlap"),
    ZoneRow(2, "Fornaci", "periferia", 81, 0.09, 0.0, 2, 0.32, "shortage"),
    ZoneRow(3, "Lavatoi", "periferia", None, None, None, 0, None, "to_check"),
    ZoneRow(4, "Stazione", "centro", 88, 0.57, 0.24, 8, 1.18, "balanced"),
]


@pytest.fixture
def zones(qtbot) -> ZonesCard:
    card = ZonesCard()
    qtbot.addWidget(card)
    card.set_theme(LIGHT)
    card.set_rows(ROWS, "4 zone", words.verdict)
    card.resize(900, 184)
    card.show()
    return card


def names(card: ZonesCard) -> list[str]:
    return [row.name for row in card.model.rows]


def test_zones_stand_from_what_asks_for_action(zones: ZonesCard) -> None:
    assert names(zones) == ["Fornaci", "Duomo", "Lavatoi", "Stazione"]


def test_zones_sort_by_any_column_the_unknown_last(zones: ZonesCard) -> None:
    zones.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert names(zones) == ["Stazione", "Fornaci", "Duomo", "Lavatoi"]
    zones.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert names(zones) == ["Duomo", "Fornaci", "Stazione", "Lavatoi"]


@pytest.mark.parametrize(("width", "shown"), [(1100, 8), (700, 6), (560, 4), (300, 2)])
def test_zones_in_little_room_keep_name_and_verdict(zones: ZonesCard, width: int, shown: int) -> None:
    zones.resize(width, 184)
    hidden = [zones.table.isColumnHidden(column) for column in range(8)]
    assert hidden.count(False) == shown
    assert not hidden[0] and not hidden[7]


def test_the_zone_selected_on_the_map_stands_first(zones: ZonesCard, qtbot) -> None:
    with qtbot.assertNotEmitted(zones.zone_chosen):
        zones.select(4)
    assert names(zones)[0] == "Stazione"


def test_keys_walk_through_the_zones(zones: ZonesCard, qtbot) -> None:
    zones.table.setFocus()
    zones.table.setCurrentIndex(zones.model.index(0, 0))
    with qtbot.waitSignal(zones.zone_chosen) as told:
        qtbot.keyClick(zones.table, Qt.Key.Key_Down)
    assert told.args == [1]


def test_the_card_folds_to_its_head(zones: ZonesCard, qtbot) -> None:
    qtbot.mouseClick(zones.fold, Qt.MouseButton.LeftButton)
    assert zones.desired_height() == 36 and not zones.table.isVisible()


def test_an_eye_hides_its_layer(qtbot) -> None:
    card = LayersCard()
    qtbot.addWidget(card)
    card.set_theme(DARK)
    card.set_entries([Entry("", Kind.HEAD, "Analisi"), Entry("density", Kind.LAYER, "Densità", 12)])
    card.resize(248, 200)
    card.show()
    view = card.findChild(object, "layers")
    centre = view.visualRect(card.model.index(1)).center()
    with qtbot.waitSignal(card.visibility_changed) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, centre.y()))
    assert told.args == ["density", False]


@pytest.fixture
def inspector(qtbot) -> InspectorPanel:
    panel = InspectorPanel(explain)
    qtbot.addWidget(panel)
    panel.set_theme(LIGHT)
    record = {
        "code": "TC-1",
        "azimuth_deg": 210.0,
        "height_m": 5.5,
        "working_state": "working",
        "purposes": ["urban_safety"],
    }
    panel.show_subject(Subject(layer("camera"), 7, record, "TC-1"))
    panel.show()
    return panel


def test_nothing_selected_is_one_sentence(qtbot) -> None:
    panel = InspectorPanel(explain)
    qtbot.addWidget(panel)
    assert any("Fare clic" in each.text() for each in panel.widget().findChildren(QLabel))


def test_an_edit_is_told_once_with_its_python_value(inspector: InspectorPanel, qtbot) -> None:
    editor = inspector.editor("height_m")
    assert editor.text() == "5,5"
    editor.selectAll()
    with qtbot.waitSignal(inspector.value_edited) as told:
        qtbot.keyClicks(editor, "6,25")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["camera", 7, "height_m", 6.25]


def test_what_is_no_value_is_refused_in_words(inspector: InspectorPanel, qtbot) -> None:
    editor = inspector.editor("height_m")
    editor.selectAll()
    with qtbot.assertNotEmitted(inspector.value_edited):
        qtbot.keyClicks(editor, "alta")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "numero" in inspector.problem("height_m")


def test_search_finds_any_part_of_a_name(qtbot) -> None:
    box = SearchBox()
    qtbot.addWidget(box)
    box.set_hits([Hit("Via Cavour", "via", "road", (0, 0, 1, 1)), Hit("TC-014", "telecamera", "camera", 14)])
    qtbot.keyClicks(box, "014")
    with qtbot.waitSignal(box.chosen) as told:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told.args[0].key == 14
    qtbot.keyClicks(box, "zzz")
    with qtbot.waitSignal(box.missed):
        qtbot.keyClick(box, Qt.Key.Key_Return)


def test_a_message_offers_its_action_and_goes(qtbot) -> None:
    bar, called = MessageBar(), []
    qtbot.addWidget(bar)
    bar.set_theme(LIGHT)
    bar.tell(Level.WARNING, "È già aperto.", "Apri in sola lettura", lambda: called.append(1))
    assert bar.isVisible()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert called == [1] and not bar.isVisible()


def test_a_choice_without_its_caption_says_what_it_is(qtbot) -> None:
    combo = CaptionCombo("Semestre")
    qtbot.addWidget(combo)
    for value in ("", "2026-1"):
        combo.addItem(value or "tutti", value)
    captioned = combo.sizeHint().width()
    combo.alone = {"": "Tutti i semestri"}
    assert combo.written(captioned) == ("Semestre", "tutti")
    assert combo.written(90) == ("", "Tutti i semestri")
    combo.setCurrentIndex(1)
    assert combo.written(90) == ("", "2026-1")
    combo.say("2026-1 con 2025-1")
    assert combo.written(90) == ("", "2026-1 con 2025-1")
    assert combo.minimumSizeHint().width() > 120
