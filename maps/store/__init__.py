"""The project file: one GeoPackage, one owner, every edit a committed transaction."""

from maps.store.checks import CheckProblem, Finding
from maps.store.export_log import Export, ExportEntry
from maps.store.opening import Upgrade
from maps.store.project_file import ProjectFile
from maps.store.records import Record, Rows
from maps.store.transaction import Transaction
from maps.store.undo import Change, HistoryEntry

__all__ = [
    "Change",
    "CheckProblem",
    "Export",
    "ExportEntry",
    "Finding",
    "HistoryEntry",
    "ProjectFile",
    "Record",
    "Rows",
    "Transaction",
    "Upgrade",
]
