"""The rows of one layer in memory, and in which order a table shows them; knows nothing of Qt."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from maps.schema import Field, FieldKind, Layer
from maps.views.filters import Distinct, Filter, plain

_DIGITS = re.compile(r"\d+")
Read = Callable[..., Any]


def collation_key(text: str) -> tuple[str, str]:
    """Return by what a text is sorted: letters without case or accents, numbers by their size.

    "TC-9" comes before "TC-10" and "Èze" between "Evia" and "Fano"; equal letters are told apart by the text.
    """
    return _DIGITS.sub(lambda found: found.group().zfill(12), plain(text)), text


@dataclass(frozen=True)
class Section:
    """The head of a group of rows."""

    value: Any
    count: int


@dataclass(frozen=True)
class Arrangement:
    """What a table shows from top to bottom.

    Attributes
    ----------
    places : ndarray of int64, shape (rows of the table,)
        Place of each row in the data; -1 - n where the n-th section begins.
    sections : tuple of Section
    count : int
        Rows of data shown.
    """

    places: np.ndarray
    sections: tuple[Section, ...] = ()
    count: int = 0


@dataclass
class TableData:
    """Columns of one layer at one version.

    Attributes
    ----------
    layer : Layer
    read : callable
        ``read(fids=..., fields=...)`` returns `maps.store.Rows` of the layer.
    fids : ndarray of int64, shape (n,), ascending
    columns : dict of str to list
        Those read so far.
    """

    layer: Layer
    read: Read
    fids: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    columns: dict[str, list[Any]] = field(default_factory=dict)
    _ranks: dict[str, np.ndarray] = field(default_factory=dict)
    _known: dict[str, Distinct] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fids)

    def load(self, names: Sequence[str]) -> None:
        """Read every row, with these columns in place of those there were."""
        rows = self.read(fields=names)
        self.fids, self.columns = rows.fids, dict(rows.columns)
        self._ranks, self._known = {}, {}

    def prepare(self, names: Sequence[str]) -> None:
        """Find out now how the rows stand in the order of these columns and what they say: sorting and searching
        then answer at once.
        """
        for name in names:
            self.ranks(name)
            self._known.setdefault(name, Distinct(self.columns[name])).texts(self.layer.field(name))

    def need(self, names: Sequence[str]) -> None:
        """Read the columns that are not there yet."""
        missing = [name for name in names if name not in self.columns]
        if missing:
            self.columns.update(self.read(fields=missing).columns)

    def update(self, fids: Sequence[int]) -> None:
        """Read some rows again: changed, new or deleted."""
        touched = np.unique(np.asarray(fids, dtype=np.int64))
        rows = self.read(fids=touched.tolist(), fields=tuple(self.columns))
        if np.isin(rows.fids, self.fids).all() and len(rows.fids) == np.isin(touched, self.fids).sum():
            places = np.searchsorted(self.fids, rows.fids).tolist()
            for name, values in rows.columns.items():
                column = self.columns[name]
                if any(column[place] != value for place, value in zip(places, values, strict=True)):
                    self._forget(name)
                for place, value in zip(places, values, strict=True):
                    column[place] = value
            return
        self._ranks, self._known = {}, {}
        self._replace(touched, rows)

    def _forget(self, name: str) -> None:
        """A column changed: its order and what it says are to be found out again."""
        self._ranks.pop(name, None)
        self._known.pop(name, None)

    def _replace(self, touched: np.ndarray, rows: Any) -> None:
        kept = np.flatnonzero(~np.isin(self.fids, touched))
        fids = np.concatenate([self.fids[kept], rows.fids])
        order = np.argsort(fids, kind="stable")
        self.fids = fids[order]
        places = order.tolist()
        for name, column in self.columns.items():
            joined = [column[place] for place in kept.tolist()] + list(rows.columns[name])
            self.columns[name] = [joined[place] for place in places]

    def place_of(self, fid: int) -> int | None:
        """Return the place of a row in the data, or None."""
        place = int(np.searchsorted(self.fids, fid))
        return place if place < len(self.fids) and self.fids[place] == fid else None

    def ranks(self, name: str) -> np.ndarray:
        """Return the place of each value in the order of its column, -1 without a value; kept."""
        if name not in self._ranks:
            self._ranks[name] = _ranks(self.layer.field(name), self.columns[name])
        return self._ranks[name]

    def arrange(
        self, wanted: Filter, sort: str = "", *, descending: bool = False, group: str = ""
    ) -> Arrangement:
        """Return the rows that pass a filter, sorted and grouped; rows without a value stand last."""
        passing = np.arange(len(self))
        if wanted:
            self.need(wanted.fields)
            passing = np.flatnonzero(wanted.mask(self.layer, self.columns, len(self), self._known))
        if sort:
            key = _last_without(self.ranks(sort)[passing], descending=descending)
            passing = passing[np.argsort(key, kind="stable")]
        if not group:
            return Arrangement(passing, (), len(passing))
        return self._grouped(passing, group)

    def _grouped(self, passing: np.ndarray, group: str) -> Arrangement:
        key = _last_without(self.ranks(group)[passing])
        order = np.argsort(key, kind="stable")
        passing, key = passing[order], key[order]
        _, starts, counts = np.unique(key, return_index=True, return_counts=True)
        column = self.columns[group]
        sections = tuple(
            Section(column[passing[start]], int(count)) for start, count in zip(starts, counts, strict=True)
        )
        places = np.insert(passing, starts, -1 - np.arange(len(starts)))
        return Arrangement(places, sections, len(passing))


def _last_without(ranks: np.ndarray, *, descending: bool = False) -> np.ndarray:
    return np.where(ranks < 0, np.iinfo(np.int64).max, -ranks if descending else ranks)


def _ranks(declared: Field, values: list[Any]) -> np.ndarray:
    keys = [tuple(value) if isinstance(value, list) else value for value in values]
    distinct = {key for key in keys if key is not None and key not in ((), "")}
    ordered = sorted(distinct, key=_sort_key(declared))
    rank = {key: place for place, key in enumerate(ordered)}
    return np.fromiter((rank.get(key, -1) for key in keys), np.int64, len(keys))


def _sort_key(declared: Field) -> Callable[[Any], Any] | None:
    if declared.kind in (FieldKind.CODE, FieldKind.CODES) and declared.codes is not None:
        place = {code: number for number, code in enumerate(declared.codes.values)}
        last = len(place)
        if declared.kind is FieldKind.CODES:
            return lambda codes: [place.get(code, last) for code in codes]
        return lambda code: (place.get(code, last), code)
    return collation_key if declared.kind is FieldKind.TEXT else None
