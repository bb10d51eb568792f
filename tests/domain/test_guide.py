"""The guide tells the truth about the fields."""

from app.guide import PAGE, fields_page
from maps.schema import LAYERS


def test_the_page_of_the_fields_is_that_of_this_version() -> None:
    assert PAGE.read_text(encoding="utf-8") == fields_page(), "run: python -m app.guide"


def test_every_field_is_told() -> None:
    page = fields_page()
    for layer in LAYERS.values():
        assert f"## {layer.plural}" in page
        assert all(f"`{name}`" in page for name in layer.field_names)
