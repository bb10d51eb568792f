"""The size of the text reaches Qt before the application is made, and never over what others have set."""

import os
from collections.abc import Iterator

import pytest

from app.look.text_size import environment_before, prepare_text, remember_text_size, text_size, use_text


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("QT_SCALE_FACTOR", "TORRAZZO_TEXT_SIZE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    yield
    for name in ("QT_SCALE_FACTOR", "TORRAZZO_TEXT_SIZE"):
        os.environ.pop(name, None)


def test_what_is_chosen_is_the_scale_of_the_next_start() -> None:
    remember_text_size(175)
    prepare_text()
    assert text_size() == 175 and os.environ["QT_SCALE_FACTOR"] == "1.75"
    remember_text_size(100)
    prepare_text()
    assert os.environ["QT_SCALE_FACTOR"] == "1"
    assert set(environment_before()) == {"QT_SCALE_FACTOR", "TORRAZZO_TEXT_SIZE"}


def test_the_scale_of_the_system_administrator_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", "1.3")
    remember_text_size(200)
    prepare_text()
    assert os.environ["QT_SCALE_FACTOR"] == "1.3" and environment_before() == []


@pytest.mark.parametrize("spoilt", [0, 1000, 110])
def test_a_size_that_is_not_offered_is_the_ordinary_one(spoilt: int) -> None:
    remember_text_size(spoilt)
    assert text_size() == 100


def test_a_picture_takes_the_size_that_it_asks_for() -> None:
    use_text(200)
    assert os.environ["QT_SCALE_FACTOR"] == "2"
