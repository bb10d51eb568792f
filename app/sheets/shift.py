"""Painters moved near the origin, for a writer that keeps few digits.

Qt's SVG writes six significant digits: a Web Mercator northing of 5.640.123 m becomes 5.64012e+06, ten metres off.
Moved so that the sheet's middle is the origin, six digits are millimetres.
"""

import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from app.canvas.geometry import Shapes
from app.canvas.painters.base import Painter
from app.canvas.painters.labels import Marks
from app.canvas.view import MapView

#: Attributes of painters that are plain coordinates, not geometries.
_X, _Y, _XY = ("x",), ("y",), ("points", "_avoid", "cameras")


def centred(painters: list[Painter], view: MapView) -> tuple[list[Painter], MapView]:
    """Return the painters and the view with the view's centre at the origin; what they draw is the same."""
    offset = np.array([-view.center_x, -view.center_y])
    return [_shifted(painter, offset) for painter in painters], replace(view, center_x=0.0, center_y=0.0)


def _shifted(painter: Painter, offset: np.ndarray) -> Painter:
    moved = copy.copy(painter)
    for name, value in vars(painter).items():
        if isinstance(getattr(type(painter), name, None), cached_property):
            del moved.__dict__[name]
        else:
            moved.__dict__[name] = _moved(name, value, offset)
    return moved


def _moved(name: str, value: Any, offset: np.ndarray) -> Any:
    if isinstance(value, Painter):
        return _shifted(value, offset)
    if isinstance(value, Shapes):
        return Shapes(_translated(value.geometries, offset), value.size)
    if isinstance(value, Marks):
        return replace(value, x=value.x + offset[0], y=value.y + offset[1])
    if isinstance(value, list) and value and all(isinstance(each, Shapes) for each in value):
        return [_moved(name, each, offset) for each in value]
    if isinstance(value, dict):
        return {key: _moved(name, each, offset) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return _moved_array(name, value, offset)
    return value


def _moved_array(name: str, value: np.ndarray, offset: np.ndarray) -> np.ndarray:
    if value.dtype == object:
        return _translated(value, offset) if shapely.is_geometry(value).any() else value
    if name in _X:
        return value + offset[0]
    if name in _Y:
        return value + offset[1]
    return value + offset if name in _XY else value


def _translated(geometries: np.ndarray, offset: np.ndarray) -> np.ndarray:
    return shapely.transform(geometries, lambda xy: xy + offset)
