"""Ink: the pixels of a picture, on which whole layers are drawn by machine code without the interpreter lock.

The map's worker draws with ink where it is ready (decision 0006); sheets, PDF, SVG and whatever has no ink are drawn
by QPainter, from the same painters (`app.canvas.strokes`). Where the machine code is not there yet, the first start
compiles it in the background, QPainter draws the map meanwhile.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.courtesy import give_way
from app.canvas.ink_code import load_functions
from app.canvas.outlines import Outlines
from app.canvas.view import MapView

_NO_DASH = np.empty(0)
_LOG = logging.getLogger(__name__)
_LOADING = threading.Lock()


class _Kept(threading.local):
    """The accumulations of a thread by size: every drawing leaves them empty for the next."""

    def __init__(self) -> None:
        self.by_size: dict[tuple[int, int], NDArray[np.float32]] = {}


_KEPT = _Kept()


def _sums(height: int, width: int) -> NDArray[np.float32]:
    if (height, width) not in _KEPT.by_size:
        if len(_KEPT.by_size) > 2:
            _KEPT.by_size.clear()
        _KEPT.by_size[height, width] = np.zeros((height, width), dtype=np.float32)
    return _KEPT.by_size[height, width]


@cache
def _functions() -> dict[str, Callable[..., Any]]:
    """Return the machine code's functions, {} where there is none that loads: found once, at the first call."""
    try:
        with _LOADING:
            return load_functions() or {}
    except (ImportError, OSError, RuntimeError) as error:  # QPainter draws the map, slower
        _LOG.warning("ink: %s", error)
        return {}


def ink_is_ready() -> bool:
    """Return whether the ink can be used; the first call takes some hundredths of a second."""
    return bool(_functions())


def compile_ink() -> None:
    """Compile the ink where it never was: seconds, once. Pictures drawn from then on use it.

    Where it cannot be compiled or kept, QPainter goes on drawing.
    """
    if ink_is_ready():
        return
    try:
        from app.canvas.ink_build import build

        build()
    except (ImportError, OSError, RuntimeError) as error:
        _LOG.warning("ink: %s", error)
    _functions.cache_clear()


class Ink:
    """The pixels of a 32-bit picture.

    Parameters
    ----------
    image : QImage
        RGB32 or premultiplied ARGB32; it must live as long as the ink.
    """

    def __init__(self, image: QImage) -> None:
        self._functions = _functions()
        self._height, self._width, self._dpr = image.height(), image.width(), image.devicePixelRatio()
        pixels = np.frombuffer(image.bits(), dtype=np.uint32)
        self._sums = _sums(self._height, self._width + 2)
        self._pixels_at, self._sums_at = pixels.ctypes.data, self._sums.ctypes.data

    def fill(
        self, view: MapView, outlines: Outlines, colour: QColor, opacity: float, apart: bool = False
    ) -> None:
        """Fill polygons; a translucent colour is deeper where neighbours of two blocks overlap.

        Blocks that lie far ``apart`` are quicker one by one: only the pixels about each are looked through.
        """
        give_way()
        self._functions["ink_fill"](
            self._sums_at,
            self._pixels_at,
            self._height,
            self._width,
            *outlines.addresses,
            *view.expanded(1.0).bounds,
            *self._place(view),
            apart,
            *_value(colour, opacity),
        )

    def stroke_apart(
        self, view: MapView, outlines: Outlines, pixels: float, colour: QColor, opacity: float
    ) -> None:
        """Draw lines whose blocks lie far apart, as the names do."""
        give_way()
        self._functions["ink_stroke_apart"](
            self._sums_at,
            self._pixels_at,
            self._height,
            self._width,
            *outlines.addresses,
            *view.expanded(pixels / 2 + 1.0).bounds,
            *self._place(view),
            pixels * self._dpr / 2,
            *_value(colour, opacity),
        )

    def stroke(
        self,
        view: MapView,
        parts: Sequence[tuple[Outlines, float, bool]],
        colour: QColor,
        opacity: float,
        dash: tuple[float, ...] | None = None,
    ) -> None:
        """Draw lines, each group with its width in logical pixels and round ends or flat, united in one colour."""
        dashes = _NO_DASH if dash is None else np.asarray(dash, dtype=float) * self._dpr
        size, place, seen = (self._height, self._width), self._place(view), 0
        for outlines, pixels, rounded in parts:
            give_way()
            seen += self._functions["ink_stroke"](
                self._sums_at,
                *size,
                *outlines.addresses,
                *view.expanded(pixels / 2 + 1.0).bounds,
                *place,
                pixels * self._dpr / 2,
                rounded,
                dashes.ctypes.data,
                len(dashes),
            )
        if seen:
            self._functions["ink_lay"](self._sums_at, self._pixels_at, *size, *_value(colour, opacity))

    def dots(
        self, px: NDArray[np.float64], py: NDArray[np.float64], radius: float, colour: QColor, opacity: float
    ) -> None:
        """Draw discs at logical pixels."""
        x, y = np.ascontiguousarray(px * self._dpr), np.ascontiguousarray(py * self._dpr)
        places = (x.ctypes.data, y.ctypes.data, len(x))
        size, value = (self._height, self._width), _value(colour, opacity)
        give_way()
        self._functions["ink_dots"](self._pixels_at, *size, *places, radius * self._dpr, *value)

    def lay_over(self, above: QImage, left: int = 0, top: int = 0) -> None:
        """Lay a premultiplied picture on this one, its pixel ``left``, ``top`` in the upper left corner."""
        x, y = max(0, -left), max(0, -top)
        wide = min(self._width, above.width() - left) - x
        high = min(self._height, above.height() - top) - y
        if wide <= 0 or high <= 0:
            return
        pixels = np.frombuffer(above.constBits(), dtype=np.uint32)
        give_way()
        self._functions["ink_lay_over"](
            self._pixels_at + 4 * (y * self._width + x),
            pixels.ctypes.data + 4 * ((y + top) * above.width() + x + left),
            high,
            wide,
            self._width,
            above.width(),
        )

    def _place(self, view: MapView) -> tuple[float, float, float]:
        scale = self._dpr / view.metres_per_px
        dx = view.width * self._dpr / 2 - view.center_x * scale
        return scale, dx, view.height * self._dpr / 2 + view.center_y * scale


class InkPainter(QPainter):
    """A painter of a picture that also has ink; `ink_of` finds it."""

    def __init__(self, image: QImage) -> None:
        self.ink = Ink(image)
        super().__init__(image)


def ink_of(painter: QPainter) -> Ink | None:
    """Return the ink of a painter, None where there is none and QPainter must draw."""
    return painter.ink if isinstance(painter, InkPainter) and not painter.hasClipping() else None


def _value(colour: QColor, opacity: float) -> tuple[int, float]:
    """Return the opaque colour and its opacity."""
    return colour.rgb() | 0xFF000000, colour.alphaF() * opacity
