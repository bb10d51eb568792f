"""Numbers in the dialogs can be read: the style sheet leaves their text a width."""

import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from app.theme import LIGHT, stylesheet


@pytest.mark.parametrize("kind", [QSpinBox, QDoubleSpinBox])
def test_the_text_of_a_spin_box_has_room(qtbot: QtBot, kind: type[QSpinBox] | type[QDoubleSpinBox]) -> None:
    box = kind()
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(LIGHT))
    box.resize(160, 30)
    box.show()
    assert box.lineEdit().width() > 120
