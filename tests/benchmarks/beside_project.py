"""Writes the QGIS project of `beside_qgis`: the layers of the demo city with their own styles, as one would keep them.

usage, with the Python of QGIS: python3 beside_project.py FOLDER   (reads FOLDER/prova.gpkg, writes FOLDER/prova.qgz)
"""

import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

#: From the bottom up.
SHOWN = ("land_use", "obstacle", "road", "analysis_zone", "degraded_area", "abandoned_building")
HIDDEN = ("report", "dump_site", "street_light", "sensitive_place", "offence")


def main() -> None:
    """Write the project."""
    folder = Path(sys.argv[1])
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:7791"))
    for name in (*SHOWN, *HIDDEN, "camera"):
        layer = QgsVectorLayer(f"{folder / 'prova.gpkg'}|layername={name}", name, "ogr")
        layer.loadDefaultStyle()
        project.addMapLayer(layer)
        project.layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(name not in HIDDEN)
    extent = project.mapLayersByName("analysis_zone")[0].extent()
    extent.scale(1.1)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
    project.write(str(folder / "prova.qgz"))


main()
