"""The place "Revisione" of one window: made at the first visit, it follows the project from then on."""

import copy
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.actions import Command
from app.canvas.painters.base import Painter
from app.guide_pages import mark
from app.messages import Level
from app.panels.topbar import Place
from app.review.freezing import Freezing
from app.review.scene_view import ReviewScenes
from app.review.taking import Minutes
from app.session import Selection
from app.speech import words
from maps.errors import AnalysisError, TorrazzoError
from maps.semester.semesters import MEAN, PREVIOUS, same_semesters

if TYPE_CHECKING:
    from app.panels.review import Empty, ReviewPage
    from app.review.build import Asked, Found
    from app.window import MainWindow

#: Layers whose rows the place shows.
_LAYERS = frozenset({"offence", "analysis_zone", "risk_area", "project_area"})
#: Painters of the main map that lie below the densities, and above them.
_BELOW = ("land", "land_use", "road", "obstacle", "tiles")
_ABOVE = ("obstacle_outline",)


class ReviewView(QObject):
    """Shows the semester of one window against the same semester before."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._page: ReviewPage | None = None
        self._found: Found | None = None
        self._zone: int | None = None
        self._against, self._category, self._fitted = PREVIOUS, "", False
        self.minutes, self.freezing = Minutes(window, self), Freezing(window, self)
        self.scenes = ReviewScenes(window, self)
        #: Painters of the main map by name, each with its copy for these maps.
        self._copied: dict[str, tuple[Painter, Painter]] = {}
        session = window.session
        session.closed.connect(self._closed)
        session.changed.connect(self._changed)
        session.period_changed.connect(lambda _period: self.refresh())
        session.selected.connect(self._selected)
        window.model.stack_changed.connect(self._restack)

    def commands(self) -> list[Command]:
        """Return the commands of this part, for the menu and the search."""
        tr, window = self.tr, self._window
        return [
            Command("review", tr("Vai alla revisione"), "Ctrl+3", lambda: window.go_to(Place.REVIEW)),
            Command("freeze", tr("Congela il semestre"), "", self.freezing.freeze, edits=True),
            Command("minutes", tr("Verbale della riunione…"), "", self.minutes.ask),
            Command("review_scenes", tr("Aggiungi la revisione alle scene"), "", self.scenes.add, edits=True),
        ]

    @property
    def page(self) -> "ReviewPage":
        """The widgets of the place, made when they are first asked for."""
        if self._page is None:
            self._page = self._make()
        return self._page

    def _make(self) -> "ReviewPage":
        from app.panels.review import ReviewPage

        window, page = self._window, ReviewPage()
        mark(page, "revisione.md")
        page.zone_chosen.connect(self.show_zone)
        page.category_chosen.connect(self._choose_category)
        page.against_chosen.connect(self._choose_against)
        page.note_wanted.connect(partial(self._open_form, note_only=True))
        page.propose_wanted.connect(partial(self._open_form, note_only=False))
        page.change_given.connect(self._record)
        page.freeze_wanted.connect(self.freezing.freeze)
        page.minutes_wanted.connect(self.minutes.ask)
        page.scenes_wanted.connect(self.scenes.add)
        page.method_wanted.connect(self._tell_method)
        page.help_wanted.connect(self._help)
        page.form.set_reasons(words.codes_of("risk_area", "change_reason"))
        page.set_theme(window.theme)
        window.background.source.tile_ready.connect(lambda *_tile: self._tiles())
        return page

    @property
    def active(self) -> bool:
        """Whether the place is on show."""
        return self._window.place is Place.REVIEW and self._session.project is not None

    @property
    def settled(self) -> bool:
        """Whether both maps of the place on show are drawn."""
        page = self._page
        return page is None or not self.active or page.is_empty or page.maps.up_to_date

    @property
    def against(self) -> str:
        """What the semester is compared with."""
        return self._against

    @property
    def found(self) -> "Found | None":
        """What is compared, None until it is computed or where it cannot be."""
        return self._found

    @property
    def zone(self) -> int | None:
        """The zone on show."""
        return self._zone

    def set_theme(self, theme: Any) -> None:
        """Take the colours of `theme`."""
        if self._page is not None:
            self._page.set_theme(theme)

    def stop(self) -> None:
        """End the workers of the maps."""
        if self._page is not None:
            self._page.maps.stop()

    # What is compared

    @property
    def semester(self) -> str:
        """The semester under review: the one of the top bar, else the latest that can be compared."""
        known = self._session.project.semesters()
        comparable = [each for each in known if same_semesters(each, known)]
        return self._session.period or next(iter([*comparable, *known]), "")

    def enter(self) -> None:
        """Show the place."""
        self.page.set_editable(self._session.editable)
        self.refresh()

    def refresh(self) -> None:
        """Compare again, where somebody looks."""
        if not self.active:
            self._found = None
            return
        self._window.topbar.period.say(self.semester)
        empty = self._empty()
        if empty is not None:
            self._found = None
            self.page.show_empty(empty)
            return
        from app.review.build import Asked, gather

        asked = Asked(self.semester, self._against, self._category)
        self._offer(asked)
        self._session.jobs.run(
            self.tr("Confronto dei semestri"),
            partial(gather, self._session.project, asked),
            key="review",
            done=partial(self._take, self._session.project),
            failed=self._failed,
        )

    def _empty(self) -> "Empty | None":
        """Return why nothing can be compared, before trying."""
        from app.panels.review import Empty
        from app.review import told as review_told

        project = self._session.project
        if not project.file.count("analysis_zone"):
            return review_told.NO_ZONES
        known = project.semesters()
        if not known:
            return review_told.NO_OFFENCES
        if same_semesters(self.semester, known):
            return None
        sentence = review_told.ONE_SEMESTER.format(self.semester)
        other = next((each for each in known if same_semesters(each, known)), "")
        if other:
            return Empty(sentence, self.tr("Passa al {}").format(other), f"semester/{other}")
        return Empty(sentence, self.tr("Importa un file…"), "import")

    def _offer(self, asked: "Asked") -> None:
        """Fill the filters with what the project holds."""
        from app.speech import review as review_words

        project, page = self._session.project, self.page
        same = same_semesters(asked.semester, project.semesters())
        choices = [(PREVIOUS, review_words.AGAINST[PREVIOUS])]
        if len(same) > 1:
            choices += [(MEAN, review_words.AGAINST[MEAN]), *((each, each) for each in same[1:])]
        if self._against not in dict(choices):
            self._against = PREVIOUS
        page.offer(page.against, choices, self._against, {PREVIOUS: self.tr("un anno prima")})
        present = set(project.file.rows("offence", fields=("category",)).columns["category"])
        kinds = [each for each in words.codes_of("offence", "category") if each[0] in present]
        every = [("", review_words.ALL_OFFENCES), *kinds]
        page.offer(page.category, every, self._category, {"": self.tr("Tutti i reati")})

    def _failed(self, error: Exception) -> None:
        if isinstance(error, AnalysisError):
            from app.panels.review import Empty

            self._found = None
            self.page.show_empty(Empty(words.sentence(error)))
        else:
            self._window.tasks.fail(error)

    def _take(self, project: Any, found: "Found") -> None:
        if self._session.project is not project or self._page is None:
            return
        from app.review import told as review_told
        from app.speech import review as review_words
        from maps.semester.snapshots import snapshots

        self._found = found
        compared = self.tr("{} con {}").format(
            found.review.semester, review_words.before_head(found.review).lower()
        )
        self._window.topbar.period.say(compared)
        zones = found.review.zones
        if self._zone not in zones.index:
            self._zone = int(zones.index[0])
        self.page.show_told(review_told.told(found, snapshots(project)))
        self.page.maps.legend.set_breaks(found.breaks)
        self.page.maps.legend.setVisible(bool(found.breaks))
        self.page.maps.scale.set_credit(self._window.browser.attribution())
        self._restack()
        self.show_zone(self._zone)
        self._fit()

    def compare(self, against: str, category: str) -> None:
        """Show the place with another comparison."""
        self._against, self._category = against, category
        self._window.go_to(Place.REVIEW)

    # The maps

    def _ground(self, names: tuple[str, ...]) -> list[Painter]:
        """Return the background of the main map, shown whatever is switched off there."""
        ground = []
        for name in names:
            painter = self._window.model.painter(name)
            if painter is None or (name == "tiles" and not self._window.background.wanted):
                continue
            if self._copied.get(name, (None, None))[0] is not painter:
                shown = copy.copy(painter)
                shown.visible, shown.opacity = True, 1.0
                self._copied[name] = painter, shown
            ground.append(self._copied[name][1])
        return ground

    def _restack(self) -> None:
        found = self._found
        if found is None or self._page is None or not self.active:
            return
        below, above = self._ground(_BELOW), [*self._ground(_ABOVE), found.zones, found.names]
        sides = [
            [*below, *([each] if each is not None else []), *above] for each in (found.before, found.after)
        ]
        self._page.maps.set_stacks(*sides)
        self._fit()

    def _fit(self) -> None:
        home = self._window.browser.home
        if not self._fitted and home is not None and self._page is not None:
            self._fitted = True
            self._page.maps.fit(home)

    def _tiles(self) -> None:
        if self.active and self._page is not None:
            for canvas in self._page.maps.canvases:
                canvas.invalidate()

    # One zone

    def show_zone(self, fid: int | None) -> None:
        """Show a zone: row, maps, history, class."""
        found = self._found
        if found is None or fid is None or fid not in found.review.zones.index:
            return
        if fid != self._zone:
            self.page.side.setCurrentIndex(0)
        from app.review import told as review_told

        self._zone = fid
        self.page.show_zone(fid, review_told.history(found, fid), review_told.class_line(found, fid))

    def _selected(self, selection: Selection | None) -> None:
        if self.active and selection is not None and selection.layer == "analysis_zone":
            self.show_zone(selection.fid)

    def _choose_category(self, category: str) -> None:
        self._category = category
        self.refresh()

    def _choose_against(self, against: str) -> None:
        self._against = against
        self.refresh()

    def _open_form(self, *, note_only: bool) -> None:
        if self._found is None or self._zone is None:
            return
        from app.review import told as review_told
        from app.sheets.content import OFFICE_SETTING

        office = str(self._session.file.setting(OFFICE_SETTING, "") or "")
        self.page.open_form()
        self.page.form.begin(review_told.draft(self._found, self._zone, note_only=note_only, office=office))

    def cancel(self) -> bool:
        """Put away the form of a change; tell whether there was one."""
        if not self.active or self._page is None or not self._page.form.isVisible():
            return False
        self._page.close_form()
        return True

    def _record(self, asked: dict[str, Any]) -> None:
        """Record a change of the risk map: one step, undone like any other."""
        if self._found is None or self._zone is None:
            return
        from maps.semester.risk_changes import propose

        told = {**asked, "proposed_on": dt.date.today()}
        try:
            propose(self._session.project, self._zone, self._found.review.semester, told)
        except TorrazzoError as error:
            self._window.tasks.fail(error)
            return
        self.page.close_form()
        self._window.tasks.tell(
            Level.DONE,
            self.tr("Registrato. {}.").format(self._session.file.undo_label()),
            self.tr("Annulla"),
            self._session.file.undo,
        )

    # What comes from elsewhere

    def _changed(self, change: Any) -> None:
        if _LAYERS & set(change.layer_ids):
            self.refresh()

    def _closed(self) -> None:
        self._found, self._zone, self._fitted = None, None, False
        self._copied.clear()
        self._against, self._category = PREVIOUS, ""
        if self._page is not None:
            self._page.maps.set_stacks((), ())
            self._page.side.setCurrentIndex(0)

    def _tell_method(self) -> None:
        from app.dialog_manners import open_guide

        open_guide(self.page)

    def _help(self, key: str) -> None:
        kind, _, semester = key.partition("/")
        if kind == "semester":
            session = self._session
            session.set_period(semester)
            self._window.topbar.choose(session.purpose, session.period, session.detail, session.when)
        else:
            self._window.actions_.run(key)
