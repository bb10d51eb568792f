"""A file is written whole or not at all."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from maps.errors import FileError, FileProblem
from maps.io.atomic import atomic_file, write_atomic

_WRITER = """
import sys
from maps.io.atomic import atomic_file
print("ready", flush=True)
while True:
    with atomic_file(sys.argv[1]) as stream:
        for _ in range(400):
            stream.write(b"x" * 1000)
"""


def test_text_bytes_and_replacing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, "però")
    assert path.read_bytes() == "però".encode()
    write_atomic(path, b"2")
    assert path.read_bytes() == b"2"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, "vecchio")
    with pytest.raises(ZeroDivisionError), atomic_file(path) as stream:
        stream.write(b"nuovo")
        raise ZeroDivisionError
    assert path.read_text() == "vecchio"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_full_disk_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError) as caught:
        write_atomic(tmp_path / "a.txt", "x")
    assert caught.value.problem is FileProblem.DISK_FULL
    assert list(tmp_path.iterdir()) == []


def test_permissions_are_those_of_a_file_written_by_hand(tmp_path: Path) -> None:
    path, by_hand = tmp_path / "a.txt", tmp_path / "b.txt"
    write_atomic(path, "x")
    by_hand.write_text("x")
    assert path.stat().st_mode == by_hand.stat().st_mode
    path.chmod(0o640)
    write_atomic(path, "y")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "a.txt", tmp_path / "link.txt"
    target.write_text("x")
    link.symlink_to(target)
    write_atomic(link, "y")
    assert link.is_symlink() and target.read_text() == "y"


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX matter")
def test_a_kill_never_leaves_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    for attempt in range(6):
        with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.02 + 0.01 * attempt)
            writer.send_signal(signal.SIGKILL)
        if path.exists():
            assert path.stat().st_size == 400_000
