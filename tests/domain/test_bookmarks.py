"""Bookmarks kept in a project's settings."""

from typing import Any

import pytest

from maps.errors import InvalidValue, ValueProblem
from maps.views.bookmarks import Bookmark, drop_bookmark, keep_bookmark, read_bookmarks, rename_bookmark

BOX, OTHER = (0.0, 0.0, 10.0, 10.0), (5.0, 5.0, 20.0, 20.0)


class Kept(dict[str, Any]):
    def setting(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def set_setting(self, key: str, value: Any) -> None:
        self[key] = value


@pytest.fixture
def file() -> Kept:
    kept = Kept()
    keep_bookmark(kept, Bookmark("Stazione", BOX))
    keep_bookmark(kept, Bookmark("Duomo", OTHER))
    return kept


def test_they_stand_in_the_order_in_which_they_were_made(file: Kept) -> None:
    assert [each.name for each in read_bookmarks(file)] == ["Stazione", "Duomo"]
    keep_bookmark(file, Bookmark("Stazione", OTHER))
    assert read_bookmarks(file)[0] == Bookmark("Stazione", OTHER)


def test_rename_and_drop(file: Kept) -> None:
    rename_bookmark(file, "Duomo", " Piazza ")
    drop_bookmark(file, "Stazione")
    assert read_bookmarks(file) == [Bookmark("Piazza", OTHER)]


def test_a_name_is_there_and_is_one_of_a_kind(file: Kept) -> None:
    with pytest.raises(InvalidValue) as told:
        rename_bookmark(file, "Duomo", "Stazione")
    assert told.value.reason is ValueProblem.DUPLICATE_CODE
    for wrong in ("", "   "):
        with pytest.raises(InvalidValue):
            keep_bookmark(file, Bookmark(wrong, BOX))


def test_spoilt_entries_are_passed_over(file: Kept) -> None:
    file["bookmarks"] += [
        None,
        {"name": "X"},
        {"name": "Y", "extent": [1, 1, 0, 0]},
        {"extent": [0, 0, 1, 1]},
    ]
    assert len(read_bookmarks(file)) == 2
    file["bookmarks"] = "no"
    assert read_bookmarks(file) == []
