"""The import preview: mapping, rows accepted and refused with their reasons, position, summary."""

from app.dialogs.importing.dialog import ImportDialog

__all__ = ["ImportDialog"]
