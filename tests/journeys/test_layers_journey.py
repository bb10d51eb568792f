"""Layers through the real window: filters from the table, styles with their undo, order, scenes, what is kept."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.layers.legend import title_of
from app.panels.layers import Kind as Row
from maps.project import Project
from maps.schema import layer
from maps.views.classes import Method
from maps.views.filters import Comparison, Filter, condition
from maps.views.symbology import SHOWN_SETTING, STYLE_SETTING, Kind, Symbology

CAMERA = layer("camera")
LOW = Filter((condition(CAMERA.field("height_m"), Comparison.BETWEEN, None, "5,2"),))


def settle(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.settled and not window.looks.waiting, timeout=60_000)


def rows(window, kind: Row) -> list:
    return [entry for entry in window.layers.model.entries if entry.kind is kind]


def entry(window, key: str):
    return next(each for each in rows(window, Row.LAYER) if each.key == key)


def test_the_table_shows_its_rows_on_the_map_and_the_card_takes_the_filter_away(window, qtbot) -> None:
    window.tables.open("camera")
    panel = window.tables.panel
    panel.set_conditions(LOW.conditions)
    assert len(window.model.painter("camera").fids) == 8
    qtbot.mouseClick(panel.head.on_map, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert len(window.model.painter("camera").fids) == 6
    assert set(window.model.painter("footprint").fids) <= set(window.model.painter("camera").fids)
    [badge] = rows(window, Row.FILTER)
    assert badge.text == "filtro: 6 di 8" and "Altezza" in badge.tip
    window.layers.filter_cleared.emit("camera")
    settle(window, qtbot)
    assert len(window.model.painter("camera").fids) == 8
    assert not rows(window, Row.FILTER) and not panel.head.on_map.isChecked()
    assert panel.conditions == LOW.conditions  # the table keeps its own


def test_the_broken_ones_are_told_from_the_dismissed_and_shown_alone(window, qtbot) -> None:
    with window.session.edit("Guasti") as edit:
        for fid, state in ((1, "broken"), (2, "broken"), (3, "dismissed"), (4, "planned")):
            edit.update("camera", fid, {"working_state": state})
    settle(window, qtbot)
    told = {each.text: each.count for each in rows(window, Row.SUB) if each.only is not None}
    assert told == {"guasta": 2, "dismessa": 1, "pianificata": 1}
    window.looks.set_visible("camera", False)
    [hit] = window.topbar.search.search("telecamere guaste")
    window.topbar.search.chosen.emit(hit)
    settle(window, qtbot)
    assert set(window.model.painter("camera").fids) == {1, 2} and window.model.painter("camera").visible
    [row] = [each for each in rows(window, Row.SUB) if each.only is not None]
    window.layers.only_wanted.emit("camera", row.only)  # pressed again
    settle(window, qtbot)
    assert len(window.model.painter("camera").fids) == 8


def test_the_table_opens_with_the_filter_of_the_map(window, qtbot) -> None:
    window.looks.set_filter("camera", LOW)
    window.tables.open("camera")
    assert window.tables.panel.head.on_map.isChecked()
    assert window.tables.panel.conditions == LOW.conditions
    window.tables.open("offence")
    assert not window.tables.panel.head.on_map.isEnabled()


def test_a_style_is_seen_undone_and_kept(window, qtbot, town: Path) -> None:
    by_height = Symbology(Kind.CLASSES, "height_m", Method.EQUAL, 2)
    window.styling.open("camera")
    window.styling.card.symbology_changed.emit(by_height)
    settle(window, qtbot)
    assert [each.text for each in rows(window, Row.SUB)][-1] == "senza valore"
    assert rows(window, Row.NOTE)[0].text == "Altezza (m)"
    assert window.session.file.undo_label() == "Stile · Telecamere"
    window.actions_.undo()
    settle(window, qtbot)
    assert window.looks.of("camera").symbology == Symbology() and not rows(window, Row.NOTE)
    window.actions_.redo()
    window.looks.set_visible("camera", False)
    settle(window, qtbot)
    window.session.close()
    with Project.open(town) as project:
        assert project.file.setting(STYLE_SETTING)["layers"]["camera"]["symbology"]["field"] == "height_m"
        assert project.file.setting(SHOWN_SETTING)["layers"]["camera"]["visible"] is False
    window.open_project(town, wait=True)
    assert window.looks.of("camera").symbology == by_height and not window.looks.visible("camera")


def test_a_row_moves_up_and_its_painter_with_it(window, qtbot) -> None:
    names = [painter.name for painter in window.model.stack]
    assert names.index("analysis_zone") < names.index("footprint")
    window.layers.row_moved.emit("analysis_zone", "footprint")
    settle(window, qtbot)
    names = [painter.name for painter in window.canvas._stack]
    assert names.index("analysis_zone") > names.index("footprint")
    assert rows(window, Row.HEAD)[0].text == "Ordine scelto"
    window.layers.select("analysis_zone")
    window.layers.take_focus()
    QTest.keyClick(
        window.layers.findChild(object, "layers"), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier
    )
    settle(window, qtbot)
    assert rows(window, Row.HEAD)[0].text == "Videosorveglianza"  # back to the design
    window.actions_.undo()
    window.actions_.undo()
    assert window.looks.styles.order == ()


def test_zones_are_coloured_by_one_figure_and_the_balance_keeps_its_nine_colours(window, qtbot) -> None:
    from app.panels.topbar import Place

    window.looks.set_visible("choropleth", True)
    window.looks.set_symbology("choropleth", Symbology(Kind.CLASSES, "risk", classes=3), "Zone")
    settle(window, qtbot)
    assert entry(window, "choropleth").text == "Indice di rischio"
    assert window.model.painter("zone_theme").visible and not window.model.painter("choropleth").visible
    window.go_to(Place.BALANCE)
    assert window.model.painter("choropleth").visible and not window.model.painter("zone_theme").visible


def test_the_menu_frames_exports_and_opens_the_style(window, qtbot, tmp_path: Path) -> None:
    window.looks.set_filter("camera", LOW)
    settle(window, qtbot)
    actions = {each.text().split("\t")[0]: each for each in window.layers.menu_for("camera").actions()}
    before = window.canvas.view
    actions["Inquadra il livello"].trigger()
    assert window.canvas.view != before
    actions["Stile…"].trigger()
    assert window.styling.is_open and window.styling.row == "camera"
    QTest.keyClick(window.styling.card.opacity, Qt.Key.Key_Escape)
    assert not window.styling.is_open
    path = tmp_path / "camere.geojson"
    window.layering.export("camera", path)
    qtbot.waitUntil(path.exists, timeout=20_000)
    settle(window, qtbot)
    assert len(json.loads(path.read_text())["features"]) == 6
    assert "Togli il filtro" in actions


def test_a_scene_keeps_the_view_and_gives_it_back(window, qtbot) -> None:
    window.looks.set_filter("camera", LOW)
    window.looks.set_opacity("density", 0.4)
    window.looks.set_symbology("camera", Symbology(Kind.CATEGORIES, "camera_type"), title_of("camera"))
    window.session.set_period("2026-1")
    settle(window, qtbot)
    window.browser.fit(window.model.painter("analysis_zone").geometries[1].bounds, animated=False)
    seen = window.canvas.view
    window.scenes.keep("Telecamere basse")
    window.looks.set_filter("camera", Filter())
    window.looks.set_opacity("density", 1.0)
    window.looks.set_symbology("camera", Symbology(), title_of("camera"))
    window.session.set_period("")
    window.browser.fit_all(animated=False)
    settle(window, qtbot)
    window.scenes.show_scene("Telecamere basse")
    settle(window, qtbot)
    style = window.looks.of("camera")
    assert (style.filter, style.symbology.field) == (LOW, "camera_type")
    assert window.looks.of("density").opacity == 0.4 and window.session.period == "2026-1"
    now = window.canvas.target_view
    assert now.metres_per_px == pytest.approx(seen.metres_per_px, rel=0.05)
    assert now.center_x == pytest.approx(seen.center_x, abs=40 * seen.metres_per_px)
    assert window.session.file.undo_label() == "Stile della scena «Telecamere basse»"


def test_the_panel_of_the_scenes_orders_renames_updates_and_deletes_with_undo(window, qtbot) -> None:
    scenes = window.scenes
    for title in ("Prima", "Seconda", "Terza"):
        scenes.keep(title)
    scenes.open()
    settle(window, qtbot)
    panel = scenes.panel
    assert panel.list.names == ["Prima", "Seconda", "Terza"] and window.inspector_dock.isHidden()
    panel.list.setFocus()
    panel.list.choose("Terza")
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: panel.list.names == ["Prima", "Terza", "Seconda"])
    panel.list.item(1).setText("Terza, corretta")
    assert panel.list.names == ["Prima", "Terza, corretta", "Seconda"]
    window.session.set_period("2026-1")
    scenes.update("Prima")
    assert scenes.scenes()[0].semester == "2026-1"
    panel.list.choose("Seconda")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.list.names == ["Prima", "Terza, corretta"]
    for _step in range(4):
        window.actions_.undo()
    assert panel.list.names == ["Prima", "Seconda", "Terza"] and scenes.scenes()[0].semester == ""
    qtbot.waitUntil(lambda: scenes._pictures.keys() >= {"Prima", "Seconda", "Terza"}, timeout=30_000)
    QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert not scenes.is_open and not window.inspector_dock.isHidden()


def test_the_words_of_a_scene_are_kept_and_two_of_a_name_are_told_apart(window) -> None:
    scenes = window.scenes
    scenes.keep("Prima")
    scenes.keep("Prima")
    scenes.set_texts("Prima", "Due zone.", "Parlare piano.")
    first, second = scenes.scenes()
    assert (first.sentence, first.notes, second.name) == ("Due zone.", "Parlare piano.", "Prima 2")
    scenes.rename("Prima 2", "   ")
    assert scenes.scenes()[1].title == "Prima"


def test_a_style_of_a_field_that_is_gone_is_told(window, qtbot, town: Path) -> None:
    window.session.close()
    with Project.open(town) as project:
        gone = {"layers": {"camera": {"symbology": {"kind": "classes", "field": "vecchio"}}}}
        project.file.set_setting(STYLE_SETTING, gone)
    window.open_project(town, wait=True)
    settle(window, qtbot)
    assert window.looks.of("camera").symbology == Symbology()
    assert "vecchio" in window.message.sentence.text() and "Telecamere" in window.message.sentence.text()


def test_a_field_without_values_leaves_the_sign_of_the_design_and_says_so(window, qtbot) -> None:
    window.styling.open("camera")
    window.styling.card.symbology_changed.emit(Symbology(Kind.CATEGORIES, "make"))
    settle(window, qtbot)
    assert window.model.painter("camera").tones is None
    assert "Nessun elemento ha un valore in «Marca»" in window.styling.card.note.text()
    texts = [window.styling.card.field.itemText(row) for row in range(window.styling.card.field.count())]
    assert "Marca · senza valori" in texts and texts[0] != "Marca · senza valori"
