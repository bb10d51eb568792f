"""The workers let the hand pass first.

PySide6 holds the interpreter lock inside drawing calls (decision 0004), and ink holds it between two calls. While the
GUI thread answers an event, a worker that wants the lock takes it back every switch interval: a frame of 5 ms becomes
one of 20. So the workers wait, without the lock, from the event of the hand until the frame is painted and what came in
with it is done, and draw in between. The lock is one for the whole process; so is this gate.
"""

import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

#: A worker never waits longer than this for a frame, so that pictures still come.
LONGEST_WAIT_S = 0.02

_passage = threading.Event()
_passage.set()


def hand_arrives() -> None:
    """Keep the workers from starting a block: an event of the hand is being answered."""
    _passage.clear()


def hand_is_served() -> None:
    """Let the workers draw: the frame is painted."""
    _passage.set()


def give_way() -> None:
    """Wait until the hand does not need the lock (in the GUI thread, not at all)."""
    if not _passage.is_set() and threading.current_thread() is not threading.main_thread():
        _passage.wait(LONGEST_WAIT_S)


def in_turn(blocks: Iterable[T]) -> Iterator[T]:
    """Yield blocks to draw, each when the hand does not need the lock."""
    for block in blocks:
        give_way()
        yield block
