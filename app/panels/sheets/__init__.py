"""The place where sheets are seen as they will be printed, and chosen."""

from app.panels.sheets.page import SheetsPage

__all__ = ["SheetsPage"]
