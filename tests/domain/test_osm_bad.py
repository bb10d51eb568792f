"""Damaged extracts give a FileError or a smaller reading, never another exception."""

import gzip
import random
from pathlib import Path

import pytest

from maps.errors import FileError
from maps.io.osm import read_osm


def _town() -> bytes:
    nodes = "".join(
        f'<node id="{k}" version="1" lat="45.{k:04d}" lon="9.{k:04d}"><tag k="highway" v="street_lamp"/></node>'
        for k in range(1, 60)
    )
    ring = "".join(f'<nd ref="{k}"/>' for k in (1, 2, 13, 1))
    return f'<osm version="0.6">{nodes}<way id="1">{ring}<tag k="building" v="yes"/></way></osm>'.encode()


def _damaged(content: bytes, seed: int) -> bytes:
    dice = random.Random(seed)
    broken = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    return bytes(broken[: dice.randrange(len(broken))] if dice.random() < 0.3 else broken)


def _survives(path: Path) -> None:
    try:
        read_osm(path, epsg=32632)
    except FileError as error:
        assert error.path == path


@pytest.mark.parametrize("packed", [False, True])
def test_damaged_xml(tmp_path: Path, packed: bool) -> None:
    content = gzip.compress(_town()) if packed else _town()
    for seed in range(100):
        path = tmp_path / "a.osm.gz"
        path.write_bytes(_damaged(content, seed))
        _survives(path)


@pytest.mark.realdata
def test_damaged_pbf(realdata: Path, tmp_path: Path) -> None:
    content = (realdata / "osm-other" / "monaco.osm.pbf").read_bytes()
    for seed in range(12):
        path = tmp_path / "a.osm.pbf"
        path.write_bytes(_damaged(content, seed))
        _survives(path)


@pytest.mark.realdata
def test_a_pbf_cut_in_the_middle_is_truncated(realdata: Path, tmp_path: Path) -> None:
    content = (realdata / "osm-other" / "monaco.osm.pbf").read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(FileError) as caught:
        read_osm(path, epsg=32632)
    assert caught.value.problem.value == "truncated"


@pytest.mark.realdata
def test_no_file_of_the_bad_input_is_taken_for_openstreetmap(realdata: Path) -> None:
    files = [path for path in sorted((realdata / "bad-input").rglob("*")) if path.is_file()][::7]
    assert files
    for path in files:
        with pytest.raises(FileError):
            read_osm(path, epsg=32632)
