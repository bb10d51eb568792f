"""Words of the command line of which another module keeps the list too."""

from app.cli import values
from app.look.contrast import HIGH
from app.look.text_size import TEXT_SIZES
from app.look.theme import DARK, LIGHT
from app.panels.topbar import Place
from app.shot_panels import PANELS


def test_the_words_of_shot_are_those_of_the_window() -> None:
    assert {"", *PANELS} == set(values.PANELS)
    assert [place.value for place in Place] == list(values.PLACES)
    assert [each.name for each in (LIGHT, DARK, *HIGH)] == list(values.THEMES)
    assert values.TEXT_SIZES == TEXT_SIZES
