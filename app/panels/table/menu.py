"""Menus of a cell and of a heading."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.panels.table.head import can_group
from app.panels.table.model import VALUE

if TYPE_CHECKING:
    from app.panels.table.panel import TablePanel

_LONGEST = 40


def _add(menu: QMenu, text: str) -> QAction:
    """Add an entry; what comes from the data is text, never a mnemonic."""
    return menu.addAction(text.replace("&", "&&"))


def fill_row_menu(panel: "TablePanel", index: QModelIndex) -> QMenu:
    """Return the menu of a cell: edit, filter by its value, locate, copy."""
    menu, model, tr = QMenu(panel), panel.model, panel.tr
    declared, value = model.fields[index.column()], index.data(VALUE)
    text = index.data() or tr("vuoto")
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    edit = _add(menu, tr("Modifica «{}»\tF2").format(declared.label))
    edit.setEnabled(model.can_edit(index.row(), index.column()))
    edit.triggered.connect(lambda: panel.view.edit(index))
    many = _add(menu, tr("Modifica le righe selezionate…"))
    many.setEnabled(model.editable and len(panel.view.selected_rows()) > 1)
    many.triggered.connect(panel.edit_selected)
    menu.addSeparator()
    only = _add(menu, tr("Mostra solo {}: {}").format(declared.label, shown))
    only.triggered.connect(lambda: panel.only(declared, value))
    without = _add(menu, tr("Escludi {}: {}").format(declared.label, shown))
    without.triggered.connect(lambda: panel.only(declared, value, without=True))
    menu.addSeparator()
    locate = _add(menu, tr("Inquadra sulla mappa\tCtrl+Invio"))
    locate.triggered.connect(panel.view.locate_wanted)
    copy = _add(menu, tr("Copia il valore"))
    copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(index.data()))
    rows = _add(menu, tr("Copia le righe selezionate\tCtrl+C"))
    rows.triggered.connect(panel.copy)
    menu.addSeparator()
    delete = _add(menu, tr("Elimina le righe selezionate\tCanc"))
    delete.setEnabled(model.editable)
    delete.triggered.connect(panel.view.delete_wanted)
    return menu


def fill_head_menu(panel: "TablePanel", column: int) -> QMenu:
    """Return the menu of a heading: order, filter, group, hide."""
    menu, tr = QMenu(panel), panel.tr
    declared, header = panel.model.fields[column], panel.view.horizontalHeader()
    for text, order in (
        (tr("Ordine crescente"), Qt.SortOrder.AscendingOrder),
        (tr("Ordine decrescente"), Qt.SortOrder.DescendingOrder),
    ):
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False, chosen=order: header.setSortIndicator(column, chosen))
    menu.addSeparator()
    menu.addAction(tr("Filtra…")).triggered.connect(lambda: panel.ask_condition(declared.name))
    group = menu.addAction(tr("Raggruppa"))
    group.setEnabled(can_group(declared))
    group.triggered.connect(lambda: panel.group_by(declared.name))
    menu.addSeparator()
    hide = menu.addAction(tr("Nascondi la colonna"))
    hide.setEnabled(len(panel.model.fields) > 1)
    hide.triggered.connect(lambda: panel.hide_field(declared))
    menu.addAction(tr("Scegli le colonne…")).triggered.connect(panel.head.columns.click)
    return menu
