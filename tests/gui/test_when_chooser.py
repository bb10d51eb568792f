"""The chooser of day, night and a moment; the page of the detail classes."""

import pytest

from app.browsing.when_chooser import WhenChooser
from app.dialogs.classes import ClassesPage
from app.speech import when as when_words
from maps.balance.criteria import Criteria
from maps.coverage.moments import parse_when


@pytest.mark.parametrize(
    ("when", "told", "short"),
    [
        ("day", "di giorno", ""),
        ("night", "di notte", ""),
        ("sab 23:00 estate", "sabato alle 23:00, d'estate", "sab 23:00"),
        ("8:30", "ogni giorno alle 8:30", "8:30"),
        ("2026-12-24T18:00", "giovedì alle 18:00, 24 dicembre", "gio 18:00"),
    ],
)
def test_a_time_is_said(when: str, told: str, short: str) -> None:
    assert (when_words.told(when), when_words.short(when)) == (told, short)


def test_what_is_chosen_is_shown_and_told(qtbot) -> None:
    chooser, asked = WhenChooser(), []
    qtbot.addWidget(chooser)
    chooser.chosen.connect(asked.append)
    chooser.night.click()
    chooser.form.show_moment(parse_when("lun 7:15 inverno"))
    chooser.form.chosen.emit(chooser.form.moment)
    assert asked == ["night", "lun 07:15 inverno"]
    assert chooser.at.isChecked() and chooser.at.text() == "lun 7:15"
    chooser.set_compact(True)
    assert chooser.at.text() == "lun 7:15"
    chooser.choose("day")
    assert chooser.day.isChecked() and chooser.at.text() == ""


def test_the_page_of_classes_changes_ladder_densities_and_purposes(qtbot) -> None:
    page = ClassesPage(Criteria())
    qtbot.addWidget(page)
    assert not page.densities["observe"].isEnabled()
    page.purposes["urban_safety"].setCurrentIndex(page.purposes["urban_safety"].findData("identify"))
    assert page.applied().rule("urban_safety").px_per_m == 250.0
    page.ladder.setCurrentIndex(page.ladder.findData("iec_2025"))
    page.ladder.activated.emit(page.ladder.currentIndex())
    assert page.applied().rule("urban_safety").detail_class == "validate"
    page.own.setChecked(True)
    page.densities["validate"].setValue(450.0)
    own = page.applied()
    assert own.class_px == {"validate": 450.0} and own.rule("urban_safety").px_per_m == 450.0
    page.own.setChecked(False)
    assert page.applied().class_px == {}
