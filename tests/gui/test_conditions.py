"""Day and night, detail class, all purposes: the real window on a small invented square."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app import commands
from app.canvas.painters.cameras import CameraSymbol
from app.canvas.painters.footprints import FootprintStyle
from app.layers.cameras import symbol_of
from app.layers.legend import camera_swatch
from app.look.appearance import Choice, chosen
from app.look.purposes import LETTERS, colour
from app.look.theme import DARK, LIGHT
from app.look.widgets import Rule
from app.panels.topbar import Place
from app.session import Selection
from maps.coverage.footprints import State

X0, Y0, EPSG = 580_000.0, 4_998_000.0, 7791
OPTICS = {"res_x": 3840, "res_y": 2160, "hfov_deg": 58.0, "height_m": 5.5, "tilt_deg": 12.0}


def _camera(code: str, x: float, **values: object) -> dict:
    return {
        "code": code,
        "camera_type": "fixed",
        "working_state": "working",
        "purposes": ["urban_safety"],
        "geometry": shapely.Point(X0 + x, Y0 + 200.0),
        **values,
    }


CAMERAS = [
    _camera("C-OPTICS", 100.0, azimuth_deg=0.0, ir_range_m=20.0, **OPTICS),
    _camera("C-PIXELS", 200.0, azimuth_deg=0.0, res_x=1920, res_y=1080, hfov_deg=58.0),
    _camera("C-RANGE", 300.0, azimuth_deg=0.0, range_m=40.0, hfov_deg=60.0, purposes=["traffic_plates"]),
    _camera("C-DOME", 400.0, camera_type="dome"),
    _camera("C-ROUND", 500.0, camera_type="panoramic"),
]


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without zones: five cameras and one lamp."""
    from maps.store import ProjectFile

    path = tmp_path_factory.mktemp("square") / "piazza.gpkg"
    area = shapely.box(X0, Y0, X0 + 600, Y0 + 400)
    with ProjectFile.create(path, name="Piazza", epsg=EPSG, area=area) as file, file.edit("Prova") as edit:
        edit.insert("camera", CAMERAS)
        edit.insert("street_light", [{"height_m": 5.0, "geometry": shapely.Point(X0 + 200, Y0 + 210)}])
    return path


@pytest.fixture
def window(qapp: QApplication, qtbot, square: Path, tmp_path: Path) -> Iterator:
    from app.window import MainWindow

    copy = tmp_path / "piazza.gpkg"
    copy.write_bytes(square.read_bytes())
    qapp.setApplicationName("Torrazzo")
    qapp.setOrganizationName("Torrazzo")
    QSettings().clear()
    made = MainWindow()
    made.resize(1600, 900)
    made.canvas.animated = False
    qtbot.addWidget(made)
    made.show()
    made.open_project(copy, wait=True)
    settle(qtbot, made)
    yield made
    made.close()


def settle(qtbot, window) -> None:
    qtbot.wait(20)
    qtbot.waitUntil(lambda: window.settled, timeout=120_000)


def fid_of(window, code: str) -> int:
    frame = window.session.project.frame("camera")
    return int(frame.index[frame["code"] == code][0])


def area_of(window, code: str) -> float:
    return float(window.model.results["footprints"].at[fid_of(window, code), "area_m2"])


def texts(window) -> list[str]:
    return [each.text() for each in window.inspector.widget().findChildren(QLabel)]


def test_night_leaves_what_is_lit(window, qtbot) -> None:
    """Picture 02: dark theme and day at once; the night is chosen apart and leaves less ground."""
    day = area_of(window, "C-OPTICS")
    window.set_dark(True, remember=False)
    assert window.session.when == "day"
    qtbot.mouseClick(window.topbar._night, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.theme.dark and window.session.when == "night"
    assert 0 < area_of(window, "C-OPTICS") < day
    assert 0 < area_of(window, "C-PIXELS") < 400.0
    assert area_of(window, "C-RANGE") == 0.0
    window.session.set_when("day")
    settle(qtbot, window)
    assert area_of(window, "C-OPTICS") == pytest.approx(day)


def test_theme_is_the_systems_until_one_is_chosen(window, qtbot) -> None:
    assert chosen() is Choice.SYSTEM and window.theme is LIGHT
    qtbot.mouseClick(window.topbar.theme, Qt.MouseButton.LeftButton)
    assert window.theme is DARK and chosen() is Choice.DARK
    window.actions_.run("theme/system")
    assert chosen() is Choice.SYSTEM and window.theme is LIGHT


def test_class_recolours_the_areas(window, qtbot) -> None:
    """A coarser class gives larger areas that count less; a finer one smaller areas."""
    asked = area_of(window, "C-OPTICS")
    window.topbar.detail.setCurrentIndex(window.topbar.detail.findData("detect"))
    window.topbar.detail.activated.emit(window.topbar.detail.currentIndex())
    settle(qtbot, window)
    painter = window.model.painter("footprint")
    at = painter.position[fid_of(window, "C-OPTICS")]
    assert area_of(window, "C-OPTICS") > asked and painter.styles[at] is FootprintStyle.THIN
    window.actions_.run("detail/identify")
    settle(qtbot, window)
    assert window.topbar.detail.currentData() == "identify"
    assert area_of(window, "C-OPTICS") < asked
    assert window.model.painter("footprint").styles[at] is FootprintStyle.CHOSEN


def test_all_purposes_have_their_colours_and_letters(window, qtbot) -> None:
    combo = window.topbar.purpose
    assert combo.itemText(0) == "Tutte le finalità"
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    settle(qtbot, window)
    painter = window.model.painter("camera")
    assert painter.purpose_counts() == {"urban_safety": 4, "traffic_plates": 1}
    styles = set(window.model.painter("footprint").styles)
    assert styles == {FootprintStyle.CHOSEN}
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert colour("urban_safety", LIGHT) != colour("traffic_plates", LIGHT)
    labels = [entry.text for entry in window.layers.model.entries]
    assert "Sicurezza urbana" in labels and "Traffico e lettura targhe" in labels


def test_without_a_direction_every_kind_is_unknown(window) -> None:
    frame = window.session.project.frame("camera")
    symbols = {row["code"]: symbol_of(row) for row in frame.to_dict("records")}
    assert symbols["C-DOME"] is CameraSymbol.UNKNOWN
    assert symbols["C-ROUND"] is CameraSymbol.DOME
    states = window.model.results["footprints"]["state"]
    unknown = [state for state in states if state == State.DIRECTION_UNKNOWN.value]
    assert len(unknown) == list(symbols.values()).count(CameraSymbol.UNKNOWN) == 1
    assert not camera_swatch("unknown", LIGHT, 1.0).isNull()


def test_without_zones_the_card_offers_to_make_them(window) -> None:
    assert window.zones.summary.text() == "nessuna zona"
    assert window.zones.make.isVisible() and window.zones.make.text() == "Genera zone…"
    assert not any("torrazzo zones" in text for text in texts(window))
    window.go_to(Place.BALANCE)
    page, rules = window.balance.page, window.balance.page.findChildren(Rule)
    assert "Nessuna zona" in page.headline.text() and page.make_zones.isVisible()
    assert not any(each.isVisible() for each in rules)
    window.go_to(Place.MAP)


def test_nothing_selected_tells_the_project_in_short(window) -> None:
    said = texts(window)
    assert any("Nessuna zona di analisi" in text for text in said)
    assert said[said.index("Telecamere") + 1] == "5"
    assert said[said.index("  direzione ignota") + 1] == "1"
    assert any("Fare clic" in text for text in said)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("C-OPTICS", "ottica completa"),
        ("C-PIXELS", "pixel e angolo di campo"),
        ("C-RANGE", "portata dichiarata"),
        ("C-ROUND", "valori tipici"),
    ],
)
def test_the_inspector_tells_from_which_data_the_area_comes(window, qtbot, code: str, words: str) -> None:
    window.session.select(Selection("camera", fid_of(window, code)))
    settle(qtbot, window)
    assert any(words in text for text in texts(window))


def test_the_selected_camera_has_its_bands(window, qtbot) -> None:
    fid = fid_of(window, "C-OPTICS")
    window.browser.locate("camera", fid)
    settle(qtbot, window)
    bands = window.model.painter("footprint").bands[fid]
    areas = [part.area for part in bands.parts]
    assert len(areas) == 4 and areas == sorted(areas)
    assert bands.whole.area == pytest.approx(sum(areas), rel=1e-6)


def test_hovering_an_area_tells_class_distance_and_density(window, qtbot) -> None:
    """At 20 m on the axis: Z = 20 cos 12 + 3.9 sin 12 = 20.37 m, P = 3840 / (2 Z tan 29) = 170 px/m."""
    fid = fid_of(window, "C-OPTICS")
    window.browser.locate("camera", fid)
    settle(qtbot, window)
    painter = window.model.painter("camera")
    at = painter.position[fid]
    stretch = 1.0 / 0.7069  # Web Mercator metres a metre at 45.13 degrees north
    window.canvas.hovered.emit(QPointF(painter.x[at], painter.y[at] + 20.0 * stretch))
    qtbot.waitUntil(lambda: bool(window.readout.lines), timeout=5_000)
    name, reached, distance, density = window.readout.lines[0].split(" · ")
    assert (name, reached) == ("C-OPTICS", "Riconoscimento")
    assert float(distance.split("\u00a0")[0].replace(",", ".")) == pytest.approx(20.0, abs=0.3)
    assert float(density.split("\u00a0")[0]) == pytest.approx(170, abs=3)
    window.canvas.pointer_left.emit()
    assert window.readout.lines == []


def test_a_doubtful_value_is_kept_told_and_marked(window, qtbot) -> None:
    fid = fid_of(window, "C-OPTICS")
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    editor = window.inspector.editor("height_m")
    editor.selectAll()
    qtbot.keyClicks(editor, "-3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    record = window.session.file.record("camera", fid)
    assert (record["height_m"], record["record_state"]) == (-3.0, "to_check")
    assert "sotto il minimo" in window.inspector.problem("height_m")
    assert "Da verificare" in texts(window)
    commands.undo(window.session)
    settle(qtbot, window)
    assert window.session.file.record("camera", fid)["height_m"] == 5.5
    assert window.inspector.problem("height_m") == ""


def typed_into(window, qtbot, code: str, field: str, text: str) -> int:
    """Type a value in the form; return the key of the camera."""
    fid = fid_of(window, code)
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    editor = window.inspector.editor(field)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    return fid


@pytest.mark.parametrize(
    ("code", "field", "typed", "told"),
    [
        ("C-OPTICS", "height_m", "-3", "sotto il minimo"),
        ("C-OPTICS", "hfov_deg", "0", "sotto il minimo"),
        ("C-OPTICS", "hfov_deg", "400", "sopra il massimo"),
        ("C-OPTICS", "tilt_deg", "-10", "sotto il minimo"),
        ("C-RANGE", "range_m", "0", "sotto il minimo"),
    ],
)
def test_each_doubtful_value_is_told_at_entry(window, qtbot, code, field, typed, told) -> None:
    fid = typed_into(window, qtbot, code, field, typed)
    record = window.session.file.record("camera", fid)
    assert (record[field], record["record_state"]) == (float(typed), "to_check")
    assert told in window.inspector.problem(field)
    assert "Da verificare" in texts(window)


def test_a_focal_length_that_contradicts_the_aperture_is_told_at_entry(window, qtbot) -> None:
    fid = fid_of(window, "C-OPTICS")
    commands.set_value(window.session, "camera", fid, "sensor_w_mm", 4.8)
    commands.set_value(window.session, "camera", fid, "focal_mm", 4.3)  # 58.3 degrees, as declared
    typed_into(window, qtbot, "C-OPTICS", "focal_mm", "12")
    record = window.session.file.record("camera", fid)
    assert (record["focal_mm"], record["hfov_deg"], record["record_state"]) == (12.0, 58.0, "to_check")
    assert "in contrasto" in window.inspector.problem("hfov_deg")


def test_a_direction_of_two_meanings_is_kept_with_its_text_as_at_import(window, qtbot) -> None:
    """North-east, or from north to east: read as at the import, told until another direction is given."""
    fid = typed_into(window, qtbot, "C-OPTICS", "azimuth_deg", "N-E")
    record = window.session.file.record("camera", fid)
    assert (record["azimuth_deg"], record["record_state"]) == (45.0, "to_check")
    assert "Direzione: N-E" in record["remarks"]
    assert "«N-E»" in window.inspector.problem("azimuth_deg")
    assert "Da verificare" in texts(window)
    typed_into(window, qtbot, "C-OPTICS", "azimuth_deg", "90")
    assert window.inspector.problem("azimuth_deg") == ""


def test_a_direction_of_two_meanings_is_confirmed_by_a_press_and_undone(window, qtbot) -> None:
    fid = typed_into(window, qtbot, "C-OPTICS", "azimuth_deg", "N-E")
    before, box = window.session.file.record("camera", fid), window.inspector.editor("azimuth_deg").parent()
    assert box.confirmable
    qtbot.mouseClick(box.confirm, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    record = window.session.file.record("camera", fid)
    assert (record["azimuth_deg"], record["record_state"]) == (45.0, None)
    assert "Direzione verificata: N-E" in record["remarks"]
    assert window.inspector.problem("azimuth_deg") == "" and "Da verificare" not in texts(window)
    assert not window.inspector.editor("azimuth_deg").parent().confirmable
    window.session.file.undo()
    settle(qtbot, window)
    assert window.session.file.record("camera", fid)["remarks"] == before["remarks"]
    assert window.inspector.editor("azimuth_deg").parent().confirmable


def test_what_else_is_doubtful_stays_to_be_checked_when_a_direction_is_confirmed(window, qtbot) -> None:
    fid = typed_into(window, qtbot, "C-OPTICS", "azimuth_deg", "N-E")
    commands.set_value(window.session, "camera", fid, "height_m", -4.0)
    settle(qtbot, window)
    assert not window.inspector.editor("height_m").parent().confirmable, "no word makes it right"
    commands.confirm_direction(window.session, fid)
    assert window.session.file.record("camera", fid)["record_state"] == "to_check"


@pytest.mark.parametrize(
    ("field", "typed", "kept", "told"),
    [
        ("azimuth_deg", "N-E", 45.0, "«N-E» può essere un punto cardinale"),
        ("hfov_deg", "400", 400.0, "sopra il massimo"),
        ("hfov_deg", "0", 0.0, "sotto il minimo"),
        ("tilt_deg", "-10", -10.0, "sotto il minimo"),
        ("height_m", "-4", -4.0, "sotto il minimo"),
        ("range_m", "0", 0.0, "sotto il minimo"),
    ],
)
def test_a_doubtful_value_for_many_rows_is_told_kept_and_marks_them(
    window, qtbot, field, typed, kept, told
) -> None:
    window.tables.open("camera")
    settle(qtbot, window)
    fids = [fid_of(window, code) for code in ("C-OPTICS", "C-RANGE")]
    panel = window.tables.panel
    dialog = panel.bulk_dialog(panel.model.data_, fids, field)
    dialog.give(typed)
    assert told in dialog.problem.text() and "da verificare" in dialog.problem.text()
    panel.values_given.emit("camera", fids, field, dialog.value)
    settle(qtbot, window)
    for fid in fids:
        record = window.session.file.record("camera", fid)
        assert (record[field], record["record_state"]) == (kept, "to_check")


def test_a_resolution_in_words_typed_for_the_pixels_is_kept(window, qtbot) -> None:
    window.session.select(Selection("camera", fid_of(window, "C-RANGE")))
    next(each for each in window.inspector.findChildren(QPushButton) if "campi" in each.text()).click()
    fid = typed_into(window, qtbot, "C-RANGE", "res_x", "4 MP")
    record = window.session.file.record("camera", fid)
    assert (record["resolution_text"], record["record_state"]) == ("4 MP", "to_check")
    assert "4 MP" in window.inspector.problem("resolution_text")


def test_a_focal_length_without_sensor_is_told(window, qtbot) -> None:
    fid = fid_of(window, "C-RANGE")
    commands.set_value(window.session, "camera", fid, "hfov_deg", None)
    commands.set_value(window.session, "camera", fid, "focal_mm", 4.0)
    window.session.select(Selection("camera", fid))
    settle(qtbot, window)
    assert window.session.file.record("camera", fid)["record_state"] == "to_check"
    assert "focale da sola" in window.inspector.problem("sensor_w_mm")


def test_a_resolution_in_words_is_kept_beside_the_pixels(window, qtbot) -> None:
    fid = fid_of(window, "C-RANGE")
    commands.set_value(window.session, "camera", fid, "resolution_text", "4 MP")
    assert window.session.file.record("camera", fid)["record_state"] == "to_check"
    commands.set_value(window.session, "camera", fid, "resolution_text", "1920x1080")
    record = window.session.file.record("camera", fid)
    assert (record["res_x"], record["res_y"]) == (1920, 1080)
