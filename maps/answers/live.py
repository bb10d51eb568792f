"""The open project's coverage under the hand: see `maps.coverage.live`.

Public: `live_coverage`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.progress import Progress, no_progress, span

if TYPE_CHECKING:
    from maps.coverage.live import LiveCoverage
    from maps.project import Project


def live_coverage(
    project: Project, purpose: str | None = None, when: str = "day", progress: Progress = no_progress
) -> LiveCoverage:
    """Return the footprints of a purpose on the public space of the zones, ready for `LiveCoverage.move`.

    Its zones are in the order of `project.frame("analysis_zone")`. It holds a moment of the project: make it anew
    when another drag begins after the project has changed.

    Parameters
    ----------
    project : Project
    purpose : str, optional
        Only the cameras that declare it, at the density that the criteria ask for it.
    when : {"day", "night"}
    progress : Progress
    """
    import numpy as np
    import shapely

    from maps.coverage.live import LiveCoverage
    from maps.coverage.register import with_purpose

    space = project.public_space(span(progress, 0.0, 0.6))
    zones = np.array(
        [
            shapely.multipolygons(shapely.get_parts(space.pieces[space.zone == i]))
            for i in range(len(space.area_m2))
        ],
        object,
    )
    live = LiveCoverage(project.scene(), project.file.extent(), zones)
    progress(0.8)
    found = project.footprints(purpose, when=when)
    rows = with_purpose(project.frame("camera"), purpose)
    live.put_all(found.index[rows], found.geometry.to_numpy()[rows])
    return live
