"""No place cuts what it says: at 1280 x 800, and at the 640 x 400 that the text at 200 % leaves of it."""

import pytest
from wholeness import cut

from app.messages import Level
from app.panels.topbar import Place
from app.settling import settle

pytestmark = pytest.mark.journey


@pytest.fixture
def window(demo_window):
    return demo_window


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 768), (640, 400)])
def test_every_place_says_all_it_says(window, width: int, height: int) -> None:
    window.resize(width, height)
    wrong = {}
    for place in Place:
        window.go_to(place)
        settle(window)
        wrong[place.value] = cut(window)
        assert [each for each, button in window.topbar._places.items() if button.isChecked()] == [place]
    window.go_to(Place.BALANCE)
    for page in ("projects", "sites"):
        window.balance.show_page(page)
        settle(window)
        wrong[page] = cut(window)
    window.go_to(Place.MAP)
    window.scenes.open()
    settle(window)
    wrong["scenes"] = cut(window)
    window.scenes.close()
    window.cordon.open()
    settle(window)
    wrong["cordon"] = cut(window)
    window.cordon.close()
    window.layers.style_wanted.emit("camera")
    settle(window)
    wrong["style"] = cut(window)
    window.styling.card.hide()
    window.tasks.tell(Level.WARNING, "Una frase lunga quanto serve per andare a capo. " * 2, "Annulla")
    settle(window)
    wrong["message"] = cut(window)
    assert not {name: parts for name, parts in wrong.items() if parts}
