"""Columns of the camera register as arrays, whatever is missing in them.

Public: `numbers`, `texts`, `lists`, `labelled`, `with_purpose`.
"""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd


def numbers(cameras: pd.DataFrame, column: str, default: float = np.nan) -> np.ndarray:
    """Return a column as float64 (n,), `default` where a value is missing."""
    if column not in cameras:
        return np.full(len(cameras), default)
    given = cameras[column]
    plain = given if given.dtype == np.float64 else pd.to_numeric(given, errors="coerce")
    values = plain.to_numpy(float, na_value=np.nan)
    return np.where(np.isnan(values), default, values)


def positive(cameras: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column as float64 (n,), NaN where it is missing, zero or less."""
    values = numbers(cameras, column)
    return np.where(values > 0.0, values, np.nan)


def texts(cameras: pd.DataFrame, column: str) -> np.ndarray:
    """Return a column as strings, "" where a value is missing."""
    if column not in cameras:
        return np.full(len(cameras), "", object)
    return np.array([v if isinstance(v, str) else "" for v in cameras[column]], object)


def lists(cameras: pd.DataFrame, column: str) -> list[list]:
    """Return a column of lists, [] where a value is missing."""
    if column not in cameras:
        return [[] for _ in range(len(cameras))]
    return [list(v) if isinstance(v, (list, tuple, np.ndarray)) else [] for v in cameras[column]]


def labelled(reasons: Sequence[np.ndarray], labels: Sequence[str], otherwise: str) -> np.ndarray:
    """Return for each camera the label of the first reason that holds; object array of strings (n,)."""
    which = np.select(list(reasons), list(range(len(labels))), len(labels))
    return np.array([*labels, otherwise], object)[which]


def with_purpose(cameras: gpd.GeoDataFrame, purpose: str | None) -> np.ndarray:
    """Return the positions of the cameras that declare a purpose (all of them for None)."""
    if purpose is None:
        return np.arange(len(cameras))
    return np.flatnonzero([purpose in declared for declared in lists(cameras, "purposes")])
