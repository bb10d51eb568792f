"""`make run`: the main job on the demo project.

With a screen, the window. Without one, the same window drawn offscreen and everything
it would give: the picture, the GeoJSON layers, the web map and the table of gaps.
"""

import sys
from pathlib import Path

from app.screen import has_screen

OUTPUT = Path("out")
PROJECT = OUTPUT / "citta-dimostrativa.gpkg"
LAYERS = ("camera", "analysis_zone", "degraded_area", "abandoned_building", "street_light", "sensitive_place")


def main() -> int:
    """Open the window on the demo project, or write what it shows into `out/`."""
    OUTPUT.mkdir(exist_ok=True)
    if has_screen():
        from app.start import open_demo

        return open_demo(PROJECT)
    return _without_screen()


def _without_screen() -> int:
    from app.cli import run

    project = str(PROJECT)
    PROJECT.unlink(missing_ok=True)
    jobs = [
        ["demo", project],
        ["footprints", project, "-o", str(OUTPUT / "aree-riprese.geojson")],
        ["density", project, "-o", str(OUTPUT / "densita.geojson")],
        ["balance", project, "-o", str(OUTPUT / "carenze.csv")],
        *(["export", project, layer, "-o", str(OUTPUT / f"{layer}.geojson")] for layer in LAYERS),
        ["web", project, "-o", str(OUTPUT / "mappa.html")],
        ["shot", project, "-o", str(OUTPUT / "finestra.png")],
        ["shot", project, "--theme", "dark", "-o", str(OUTPUT / "finestra-scura.png")],
    ]
    for job in jobs:
        print(f"torrazzo {' '.join(job)}", flush=True)  # before what the job says on stderr
        status = run(job)
        if status:
            return status
    print(f"Fatto, senza schermo. I risultati sono in {OUTPUT.resolve()}:")
    for path in sorted(OUTPUT.iterdir()):
        if path.is_file():
            print(f"  {path.name}  ({path.stat().st_size / 1024:.0f} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
