"""Ties the panel of the scenes to the window: the view becomes a scene, a scene becomes the view."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QDockWidget

from app.docked import Docked
from app.messages import Level
from app.panels.topbar import Place
from app.room import add_dock
from app.speech import words
from maps.errors import TorrazzoError
from maps.schema import LAYERS
from maps.views.scenes import (
    SETTING,
    Scene,
    add_scene,
    delete_scene,
    find_scene,
    free_name,
    move_scene,
    read_scenes,
    update_scene,
)

if TYPE_CHECKING:
    from app.panels.scenes import ScenesPanel
    from app.sheets.tiles import PaperBase
    from app.window import MainWindow

WIDTH = 320


class ScenesView(Docked["ScenesPanel"]):
    """The scenes of one window; the panel stands in place of the inspector."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._pictures: dict[str, tuple[str, QImage]] = {}
        window.session.changed.connect(self._changed)
        window.session.closed.connect(self._closed)
        window.layers.installEventFilter(self)

    # The panel

    def _make(self) -> tuple["ScenesPanel", QDockWidget]:
        from app.panels.scenes import ScenesPanel

        window = self._window
        panel = ScenesPanel()
        panel.setFixedWidth(WIDTH)
        panel.shown.connect(self.show_scene)
        panel.updated.connect(self.update)
        panel.deleted.connect(self.delete)
        panel.copied.connect(self.copy)
        panel.renamed.connect(self.rename)
        panel.moved.connect(self.move)
        panel.texts_given.connect(self.set_texts)
        panel.add_wanted.connect(window.projection.save_scene)
        panel.project_wanted.connect(window.projection.project)
        panel.close_wanted.connect(self.close)
        window.background.changed.connect(self.refresh)
        panel.installEventFilter(self)
        return panel, add_dock(window, panel, "scenes", self.tr("Scene"))

    def toggle(self) -> None:
        """Open the panel, or close it."""
        self.close() if self.is_open else self.open()

    def open(self) -> None:
        """Show the scenes in place of the inspector."""
        if self._session.project is None:
            return
        if self._window.place is not Place.MAP:
            self._window.go_to(Place.MAP)
        self._window.inspector_dock.hide()
        self._show_dock()
        self.refresh()
        self.panel.list.setFocus()

    def close(self) -> None:
        """Give the inspector its place again."""
        if self.is_open:
            self._hide_dock()
            on_map = self._session.project is not None and self._window.place is Place.MAP
            self._window.inspector_dock.setVisible(on_map)
            self._window.canvas.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc within the panel closes it; where the map gives way to the balance, so does the panel."""
        if watched is self._window.layers:
            if event.type() == QEvent.Type.Hide:
                self._hide_dock()
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.close()
            return True
        return super().eventFilter(watched, event)

    def _closed(self) -> None:
        self._pictures = {}
        self._hide_dock()

    def _changed(self, change: Any) -> None:
        if SETTING in change.settings:
            self.refresh()

    def refresh(self) -> None:
        """Show the scenes as the project has them."""
        if self._panel is None or self._session.project is None or not self.is_open:
            return
        from app.panels.scenes import SceneRow

        scenes = self.scenes()
        rows = [SceneRow(each.name, each.title or each.name, _about(each)) for each in scenes]
        texts = {each.name: (each.sentence, each.notes) for each in scenes}
        self._panel.set_scenes(rows, texts, editable=self._session.editable)
        self._draw(scenes)

    def scenes(self) -> list[Scene]:
        """Return the scenes kept in the open project."""
        return read_scenes(self._session.file)

    # Thumbnails

    def _draw(self, scenes: list[Scene]) -> None:
        """Show the thumbnails at hand and draw the others in the background."""
        versions = [self._session.file.version(name) for name in LAYERS]
        base = self._window.background.for_paper()
        under = [base.credit, self._window.background.base.address]
        wanted = {
            each.name: json.dumps([each.to_json(), versions, under if base.lies_under(each) else []])
            for each in scenes
        }
        missing = []
        for scene in scenes:
            known = self._pictures.get(scene.name)
            if known is not None and known[0] == wanted[scene.name]:
                self.panel.list.set_picture(scene.name, known[1])
            else:
                missing.append(scene)
        if missing:
            ratio = self._window.devicePixelRatioF()
            self._session.jobs.run(
                self.tr("Disegno delle scene"),
                partial(_thumbnails, self._session.project, missing, ratio, base),
                key="scenes/pictures",
                done=partial(self._drawn, wanted),
                failed=lambda _error: None,  # a scene without its picture still has its title
            )

    def _drawn(self, wanted: dict[str, str], pictures: dict[str, QImage]) -> None:
        for name, picture in pictures.items():
            self._pictures[name] = (wanted[name], picture)
            if self._panel is not None:
                self._panel.list.set_picture(name, picture)

    # A scene becomes the view

    def show_scene(self, name: str) -> None:
        """Show what a scene shows: extent, layers and their looks, purpose, semester."""
        window, session, scene = self._window, self._session, find_scene(self.scenes(), name)
        if scene.review:
            window.review.scenes.show(scene)
            return
        if window.place is not Place.MAP:
            window.go_to(Place.MAP)
        purposes = {window.topbar.purpose.itemData(row) for row in range(window.topbar.purpose.count())}
        session.set_purpose(scene.purpose if scene.purpose in purposes else session.purpose)
        session.set_period(scene.semester)
        session.set_detail(scene.detail)
        session.set_when(scene.when or "day")
        window.topbar.choose(session.purpose, session.period, session.detail, session.when)
        if scene.styles:
            window.looks.apply(scene.styles, scene.title or scene.name)
        elif scene.layers:
            window.looks.show_only(scene.layers)
        self._fly(scene)
        if self._panel is not None:
            self._panel.list.choose(scene.name)

    def _fly(self, scene: Scene) -> None:
        from maps.crs import WEB_MERCATOR, transform_bounds

        west, south, east, north = transform_bounds(scene.extent, self._session.project.epsg, WEB_MERCATOR)
        self._window.browser.fit((west, south, east, north))

    # Edits, each with its undo

    def capture(self, kept: Scene) -> Scene:
        """Return a scene with the view of now in place of its own."""
        from maps.crs import WEB_MERCATOR, transform_bounds

        window, session = self._window, self._session
        seen = window.map_area.free_bounds(window.canvas.target_view)
        west, south, east, north = transform_bounds(seen, WEB_MERCATOR, session.project.epsg)
        shown = tuple(painter.name for painter in window.model.stack if painter.visible)
        return replace(
            kept,
            extent=(west, south, east, north),
            layers=shown,
            purpose=session.purpose,
            semester=session.period,
            detail=session.detail,
            when=session.when,
            styles=window.looks.snapshot(),
        )

    def keep(self, title: str) -> None:
        """Keep the view of now as a new scene, after the current one."""
        scenes = self.scenes()
        name = free_name(scenes, title)
        made = self.capture(Scene(name, title, "", (0.0, 0.0, 1.0, 1.0)))
        if self._try(
            lambda: add_scene(self._session.file, made, None, self._label(self.tr("Nuova scena"), title))
        ):
            if self._panel is not None:
                self._panel.list.choose(name)
            self._window.tasks.tell(
                Level.DONE,
                self.tr("Scena «{}» salvata.").format(title),
                "" if self.is_open else self.tr("Mostra le scene"),
                None if self.is_open else self.open,
            )

    def update(self, name: str) -> None:
        """Take the view of now into a scene; its words stay."""
        scene = find_scene(self.scenes(), name)
        label = self._label(self.tr("Vista della scena"), scene.title)
        if self._try(lambda: update_scene(self._session.file, name, self.capture(scene), label)):
            self._done(self.tr("Scena «{}» aggiornata con la vista.").format(scene.title))

    def rename(self, name: str, title: str) -> None:
        """Give a scene another title, and its name with it."""
        scenes, told = self.scenes(), title.strip()
        scene = find_scene(scenes, name)
        if not told or told == scene.title:
            self.refresh()
            return
        others = [each for each in scenes if each.name != name]
        changed = replace(scene, name=free_name(others, told), title=told)
        self._try(
            lambda: update_scene(
                self._session.file, name, changed, self._label(self.tr("Titolo della scena"), told)
            )
        )

    def set_texts(self, name: str, sentence: str, notes: str) -> None:
        """Write the sentence and the notes of a scene."""
        scene = find_scene(self.scenes(), name)
        changed = replace(scene, sentence=sentence, notes=notes)
        self._try(
            lambda: update_scene(
                self._session.file, name, changed, self._label(self.tr("Testi della scena"), scene.title)
            )
        )

    def move(self, name: str, place: int) -> None:
        """Put a scene at a place in the order."""
        scene = find_scene(self.scenes(), name)
        self._try(
            lambda: move_scene(
                self._session.file, name, place, self._label(self.tr("Ordine delle scene"), scene.title)
            )
        )
        self.panel.list.choose(name)

    def copy(self, name: str) -> None:
        """Add a copy of a scene after it."""
        scenes = self.scenes()
        scene = find_scene(scenes, name)
        place = [each.name for each in scenes].index(scene.name) + 1
        self._try(
            lambda: add_scene(
                self._session.file, scene, place, self._label(self.tr("Copia della scena"), scene.title)
            )
        )

    def delete(self, name: str) -> None:
        """Delete a scene."""
        title = find_scene(self.scenes(), name).title
        if self._try(
            lambda: delete_scene(self._session.file, name, self._label(self.tr("Elimina la scena"), title))
        ):
            self._done(self.tr("Scena «{}» eliminata.").format(title))

    @staticmethod
    def _label(what: str, title: str) -> str:
        return f"{what} · {title}"

    def _done(self, sentence: str) -> None:
        self._window.tasks.tell(Level.DONE, sentence, self.tr("Annulla"), self._session.file.undo)

    def _try(self, change: Callable[[], Any]) -> bool:
        try:
            change()
        except TorrazzoError as error:
            self._window.tasks.fail(error)
            self.refresh()
            return False
        return True


def _about(scene: Scene) -> str:
    """Return in a line what a scene shows."""
    if scene.review:
        return f"revisione · {scene.semester}"
    aim = words.purpose(scene.purpose) if scene.purpose else "tutte le finalità"
    return f"{aim} · {scene.semester}" if scene.semester else aim


def _thumbnails(
    project: Any, scenes: list[Scene], ratio: float, base: "PaperBase", progress: Callable[[float], None]
) -> dict[str, QImage]:
    """Return a small picture of each scene, drawn as it is printed."""
    from app.canvas.renderer import draw_layers
    from app.canvas.view import MapView
    from app.look.theme import LIGHT
    from app.panels.scenes.rows import THUMBNAIL
    from app.sheets.stack import build_stack
    from app.sheets.tiles import fetch, lacking
    from maps.crs import WEB_MERCATOR, transform_bounds

    pictures = {}
    for done, scene in enumerate(scenes):
        stack = build_stack(project, scene, base=base)
        bounds = transform_bounds(scene.extent, project.epsg, WEB_MERCATOR)
        wide, high = THUMBNAIL.width() * 3, THUMBNAIL.height() * 3
        view = MapView(0, 0, 1, wide, high, ratio).fitted(bounds, 4.0)
        fetch(lacking(stack.painters, view))
        image = QImage(round(wide * ratio), round(high * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(LIGHT.map.land)
        painter = QPainter(image)
        layers = [(each, each.opacity) for each in stack.painters if each.name != "labels"]
        draw_layers(painter, view, LIGHT, layers)
        painter.end()
        pictures[scene.name] = image
        progress((done + 1) / len(scenes))
    return pictures
