"""The worker lets the hand pass first.

PySide6 holds the interpreter lock inside drawing calls (decision 0004). While the GUI
thread answers an event, a worker that wants the lock takes it back every switch interval
and keeps it for a whole block: a frame of 5 ms becomes one of 20. So the worker waits,
without the lock, from the event of the hand to the painted frame, and draws in between.
The lock is one for the whole process; so is this gate.
"""

import threading
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

#: The worker never waits longer than this for a frame, so that pictures still come.
LONGEST_WAIT_S = 0.02

_passage = threading.Event()
_passage.set()


def hand_arrives() -> None:
    """Keep the worker from starting a block: an event of the hand is being answered."""
    _passage.clear()


def hand_is_served() -> None:
    """Let the worker draw: the frame is painted."""
    _passage.set()


def in_turn(blocks: Sequence[T]) -> Iterator[T]:
    """Yield blocks to draw, each when the hand does not need the lock (in the GUI thread, at once)."""
    waits = threading.current_thread() is not threading.main_thread()
    for block in blocks:
        if waits:
            _passage.wait(LONGEST_WAIT_S)
        yield block
