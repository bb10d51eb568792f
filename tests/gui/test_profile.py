"""The side view of a camera: the worked example of the design, what is never reached, how it is drawn."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from app.look.theme import DARK, DETAIL, LIGHT, Theme
from app.panels.inspector import InspectorPanel, Subject
from app.panels.inspector.classes import never_sentence, reach_text
from app.panels.inspector.profile import SIZE, ProfileView, exaggeration
from app.speech.sentences import explain
from maps.coverage.profile import profile
from maps.schema import layer

WORKED = {"res_x": 3840, "res_y": 2160, "hfov_deg": 58.0, "height_m": 5.5, "tilt_deg": 12.0}
HIGH = WORKED | {"res_x": 1920, "res_y": 1080, "height_m": 9.0}


def test_the_worked_camera_has_the_figures_of_the_design() -> None:
    found = profile(WORKED)
    assert [reach_text(each) for each in found.reaches] == [
        "6,9–13,3\u00a0m",
        "13,3–27,5\u00a0m",
        "27,5–55,8\u00a0m",
        "55,8–140,8\u00a0m",
    ]
    assert (found.level, round(found.near_m, 1), never_sentence(found)) == ("optics", 6.9, "")


def test_a_class_never_reached_is_said_in_words() -> None:
    found = profile(HIGH)
    assert [reach_text(each) for each in found.reaches[:2]] == ["mai", "mai"]
    assert never_sentence(found) == "Con questa altezza e inclinazione non identifica e non riconosce mai."


def test_without_height_or_tilt_there_is_no_side_view_but_the_reaches() -> None:
    found = profile({"res_x": 1920, "res_y": 1080, "hfov_deg": 58.0, "height_m": 5.0})
    assert (found.level, found.height_m, found.near_m, found.never) == ("pixels", None, 0.0, ())
    assert found.end_m == pytest.approx(69.275, abs=1e-3)


@pytest.mark.parametrize("known", [{}, {"azimuth_deg": 90.0}, {"range_m": 40.0, "hfov_deg": 60.0}])
def test_without_optics_there_is_no_profile(known: dict) -> None:
    assert profile(known) is None


def test_what_the_image_does_not_show_has_no_band_of_its_own() -> None:
    """Tilted steeply the image ends before the coarser classes begin."""
    found = profile(WORKED | {"tilt_deg": 60.0})
    assert reach_text(found.reaches[-1]) == "–" and not found.reaches[-1].never


@pytest.mark.parametrize("tilt", [-60.0, -30.0, -10.0, 0.0, 45.0, 85.0])
def test_any_tilt_can_be_drawn(qtbot, tilt: float) -> None:
    found = profile(WORKED | {"tilt_deg": tilt})
    view = ProfileView(found, LIGHT)
    qtbot.addWidget(view)
    assert not view.grab().isNull()
    # above the horizon the tilt is doubtful: told, kept, and not computed with
    assert (found.level == "pixels") is (tilt < 0)


@pytest.mark.parametrize(("height", "scale", "times"), [(5.5, 1.6, 6), (12.0, 4.0, 1), (None, 1.0, 1)])
def test_heights_are_stretched_as_far_as_they_fit(height: float | None, scale: float, times: int) -> None:
    assert exaggeration(height, scale) == times


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("camera", [WORKED, HIGH, WORKED | {"tilt_deg": 60.0}, WORKED | {"tilt_deg": None}])
def test_the_drawing_holds_its_bands(qtbot, theme: Theme, camera: dict) -> None:
    found = profile(camera)
    view = ProfileView(found, theme)
    qtbot.addWidget(view)
    image = view.grab().toImage()
    assert (image.width(), image.height()) == (SIZE.width(), SIZE.height())
    seen = {image.pixelColor(x, 104).name().upper() for x in range(image.width())}
    wide = [i for i, each in enumerate(found.reaches) if each.end_m - each.start_m > 0.05 * found.end_m]
    assert all(QColor(DETAIL[i]).name().upper() in seen for i in wide)


def test_the_inspector_shows_the_profile_and_what_is_never_reached(qtbot) -> None:
    panel = InspectorPanel(explain)
    qtbot.addWidget(panel)
    panel.set_theme(LIGHT)
    panel.show_subject(Subject(layer("camera"), 7, HIGH, "TC-7", profile=profile(HIGH)))
    texts = [each.text() for each in panel.widget().findChildren(QLabel)]
    assert "Identificazione" in texts and "62,5\u00a0px/m" in texts
    assert any("non identifica" in text for text in texts)
    assert panel.widget().findChildren(ProfileView)
