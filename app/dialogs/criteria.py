"""The criteria profile: thresholds, detail classes, plates, risk and technical requirements, versions."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QFormLayout, QStackedWidget, QVBoxLayout, QWidget

from app.dialogs.classes import ClassesPage
from app.dialogs.criteria_plates import PlatesPage
from app.dialogs.criteria_risk import RiskPage
from app.dialogs.criteria_versions import VersionsPage
from app.dialogs.parts import foot, named_row
from app.look.widgets import Segmented, label, number_box
from app.session import Session
from app.speech import criteria as criteria_words, words
from maps import criteria_versions
from maps.errors import TorrazzoError

#: Field of Criteria, words, limits, decimals, unit, what the spin box shows per unit kept.
_FIELDS = (
    ("risk_threshold", "Zona a rischio da", 0.0, 100.0, 0, "", 1.0),
    ("coverage_threshold", "Carenza sotto la copertura del", 0.0, 100.0, 1, " %", 100.0),
    ("cameras_threshold", "Sovrapposizione da", 1.0, 50.0, 0, " telecamere", 1.0),
    ("overlap_threshold", "e sovrapposizione oltre il", 0.0, 100.0, 1, " %", 100.0),
    ("angle_deg", "Viste opposte, per identificazione e targhe, da", 1.0, 180.0, 0, "°", 1.0),
    ("suppression", "Non si pubblicano conteggi sotto", 0.0, 100.0, 0, "", 1.0),
    ("dark_m", "Strada buia se nessun lampione acceso entro", 1.0, 500.0, 0, " m", 1.0),
    ("bandwidth_m", "Raggio della densità", 20.0, 2000.0, 0, " m", 1.0),
    ("cell_m", "Cella della densità", 5.0, 500.0, 0, " m", 1.0),
    ("risk_cell_m", "Cella della mappa del rischio", 5.0, 500.0, 0, " m", 1.0),
)
_FIELD_WIDTH = 160
_WHOLE = ("cameras_threshold", "suppression")


class CriteriaDialog(QDialog):
    """Edits the version in use; criteria are written when accepted, versions at once.

    Parameters
    ----------
    session : Session
    parent : QWidget, optional
    page : str
        Shown first: "thresholds", "classes", "plates", "risk" or "versions".
    """

    def __init__(self, session: Session, parent: QWidget | None = None, page: str = "thresholds") -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Criteri"))
        self.setMinimumWidth(820)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Criteri dell'equilibrio"), "section"))
        self.note = label("", "label")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self._pages, self.choice = QStackedWidget(), Segmented()
        self.versions = VersionsPage(session)
        self.versions.changed.connect(self._show)
        self._holders = [QWidget() for _ in range(4)]
        tr = self.tr
        named = {
            "thresholds": tr("Soglie"),
            "classes": tr("Classi di dettaglio"),
            "plates": tr("Lettura targhe"),
            "risk": tr("Rischio e requisiti"),
            "versions": tr("Versioni"),
        }
        self.tabs = []
        for name, widget in zip(named, [*self._holders, self.versions], strict=True):
            self._pages.addWidget(widget)
            button = self.choice.add(named[name])
            button.clicked.connect(lambda _checked=False, shown=widget: self._pages.setCurrentWidget(shown))
            self.tabs.append(button)
        first = self.tabs[list(named).index(page)]
        first.click()
        first.setFocus()
        column.addWidget(self.choice)
        column.addWidget(self._pages, 1)
        for holder in self._holders:
            QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
        row, self._sentence, self._do = foot(self, self.tr("Applica"), self.tr("Chiudi"))
        self.versions.failed.connect(self._sentence.setText)
        column.addLayout(row)
        self._show()

    def _show(self) -> None:
        """Fill the pages from the version in use; one that is approved can only be read."""
        version = criteria_versions.in_use(self._session.project)
        self._profile: Any = version.criteria
        self.classes, self.risk = ClassesPage(self._profile), RiskPage(self._profile)
        self.plates = PlatesPage(self._profile)
        pages = self._thresholds(), self.classes, self.plates, self.risk
        for holder, page in zip(self._holders, pages, strict=True):
            layout = holder.layout()
            assert layout is not None
            old = layout.takeAt(0)
            gone = None if old is None else old.widget()
            if gone is not None:
                gone.deleteLater()
            layout.addWidget(page)
        may = self._session.editable and version.approved_on is None
        for holder in self._holders:
            holder.setEnabled(may)
        self._do.setEnabled(may)
        told = criteria_words.version_line(version)
        free = self.tr("Le soglie con cui si giudica ogni zona. Vanno approvate in C.P.O.S.P.")
        fixed = self.tr("Approvata, non si modifica: per cambiarla farne una nuova in Versioni.")
        self.note.setText(f"{told}\n{free if version.approved_on is None else fixed}")

    def _thresholds(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        self._boxes: dict[str, tuple[QDoubleSpinBox, float]] = {}
        for name, text, low, high, digits, unit, factor in _FIELDS:
            value = float(getattr(self._profile, name)) * factor
            box = number_box(low, high, value, decimals=digits, unit=unit, name=text)
            box.setFixedWidth(_FIELD_WIDTH)
            self._boxes[name] = (box, factor)
            named_row(form, text, box)
        return page

    def accept(self) -> None:
        """Keep the criteria in the version in use."""
        values: dict[str, Any] = {name: box.value() / factor for name, (box, factor) in self._boxes.items()}
        values |= {name: round(values[name]) for name in _WHOLE}
        profile = self.plates.applied(self.risk.applied(replace(self.classes.applied(), **values)))
        try:
            self._session.project.criteria = profile
        except TorrazzoError as error:
            self._sentence.setText(words.sentence(error))
            return
        super().accept()
