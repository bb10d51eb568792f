"""Numbers in the dialogs can be read: their text has a width, and a margin as the other fields have."""

import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from app.look.theme import LIGHT, stylesheet
from app.look.widgets import number_box


@pytest.mark.parametrize("kind", [QSpinBox, QDoubleSpinBox])
def test_the_text_of_a_spin_box_has_room(qtbot: QtBot, kind: type[QSpinBox] | type[QDoubleSpinBox]) -> None:
    box = kind()
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(LIGHT))
    box.resize(160, 30)
    box.show()
    assert box.lineEdit().width() > 120


def test_a_number_does_not_touch_its_frame(qtbot: QtBot) -> None:
    box = number_box(0, 100, 4, decimals=1, unit=" %", name="Soglia")
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(LIGHT))
    box.show()
    field = box.lineEdit()
    assert box.text().endswith(" %") and box.accessibleName() == "Soglia"
    assert field.x() + field.textMargins().left() >= 6
