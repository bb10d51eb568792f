"""Progress and cancellation for long work, without knowing who watches."""

from collections.abc import Callable

from maps.errors import Cancelled

#: Called with the share done (0-1). It may raise `Cancelled`.
Progress = Callable[[float], None]


def no_progress(_share: float) -> None:
    """Watch nothing and never cancel."""


def span(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress that maps 0-1 of a part onto start-end of the whole."""
    return lambda share: progress(start + (end - start) * share)


__all__ = ["Cancelled", "Progress", "no_progress", "span"]
