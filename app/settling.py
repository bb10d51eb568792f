"""Waiting until a window has nothing left to compute or to draw."""

from PySide6.QtCore import QEventLoop, QTimer

#: The longest wait for the analyses and the pictures of the map.
PATIENCE_MS = 180_000
_CHECK_MS = 40


def settle(window: object, patience_ms: int = PATIENCE_MS) -> None:
    """Run the event loop until the window says that it is settled."""
    loop, times = QEventLoop(), 0

    def check() -> None:
        nonlocal times
        times = times + 1 if window.settled else 0  # type: ignore[attr-defined]
        if times == 2:  # what came last has been laid out since
            loop.quit()

    timer = QTimer(interval=_CHECK_MS)
    timer.timeout.connect(check)
    timer.start()
    QTimer.singleShot(patience_ms, loop.quit)
    loop.exec()
