"""What the search finds, in which order, and how fast among the streets of a province."""

import time

from app.browsing.index import Hit, Index, plain


def hit(text: str, kind: str = "via") -> Hit:
    return Hit(text, kind, "road", text)


STREETS = [
    "Via Cavour",
    "Vicolo Cavour",
    "Via Camillo Benso di Cavour",
    "Largo San Nicolò",
    "Via dell'Università",
]


def test_accents_capitals_and_apostrophes_do_not_matter() -> None:
    assert plain("  Nicolò  DELL’Università ") == "nicolo dell'universita"
    found = Index(map(hit, STREETS)).find("san nicolo")
    assert [each.text for each in found] == ["Largo San Nicolò"]


def test_the_best_stands_first() -> None:
    index = Index(map(hit, [*STREETS, "Cavour"]))
    assert [each.text for each in index.find("cavour")] == [
        "Cavour",
        "Via Cavour",
        "Vicolo Cavour",
        "Via Camillo Benso di Cavour",
    ]


def test_words_may_stand_in_any_order() -> None:
    assert Index(map(hit, STREETS)).find("cavour benso")[0].text == "Via Camillo Benso di Cavour"


def test_a_house_number_is_left_out_where_it_finds_nothing() -> None:
    index = Index(map(hit, STREETS))
    assert index.find("via cavour 12")[0].text == "Via Cavour"
    assert index.find("via cavour, civico 12 b")[0].text == "Via Cavour"
    assert Index([hit("TC-014", "telecamera"), hit("TC-015")]).find("tc-014")[0].text == "TC-014"


def test_nothing_written_or_nothing_there_finds_nothing() -> None:
    index = Index(map(hit, STREETS))
    assert index.find("   ") == [] and index.find("zzz") == []


def test_a_key_among_14117_streets_is_answered_at_once() -> None:
    index = Index(
        hit(f"Via {first} {second} {n}")
        for n in range(14117 // 9 + 1)
        for first in ("San", "Dante", "Roma")
        for second in ("Cavour", "Mazzini", "Verdi")
    )
    assert len(index.hits) >= 14_117
    start = time.perf_counter()
    for text in ("v", "via", "via ver", "verdi 7", "mazzini dante"):
        assert index.find(text)
    assert (time.perf_counter() - start) / 5 < 0.1
