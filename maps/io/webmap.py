"""The web map: one HTML file that opens anywhere without a network.

folium makes the page and the map; Leaflet's own files come from the XStatic-Leaflet package
and go into the page. The data are a JSON block that no browser runs, texts reach the page
as text, and the content security policy admits only the scripts whose hash it names: an
attribute that says "<script>" is shown as it is written. This is the only folium module.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import branca.element
import folium

from maps.io.atomic import write_atomic
from maps.io.webmap_style import WebClass, WebField, WebLayer, WebStyle, layer_fields

__all__ = ["WebClass", "WebField", "WebLayer", "WebStyle", "layer_fields", "write_web_map"]

Bounds = tuple[float, float, float, float]

ATTRIBUTION = "© OpenStreetMap contributors (ODbL, openstreetmap.org/copyright)"
TILE_HOST = "tile.openstreetmap.org"
_TILE_URL = f"https://{TILE_HOST}/{{z}}/{{x}}/{{y}}.png"
_DECIMALS = 6
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_URL = re.compile(r"url\((images/[\w.-]+)\)")
#: Places that folium leaves for what must not pass through its template engine.
_HEAD, _BODY, _SCRIPT = "<!--torrazzo-head-->", "<!--torrazzo-body-->", "/*torrazzo-script*/"


def write_web_map(
    path: str | Path,
    *,
    title: str,
    layers: Sequence[WebLayer],
    bounds: Bounds,
    note: str = "",
    subtitle: str = "",
    attribution: str = ATTRIBUTION,
    tiles: bool = False,
) -> None:
    """Write the map as one self-contained HTML file.

    Parameters
    ----------
    path : str or Path
    title, subtitle : str
        Plain text.
    layers : sequence of WebLayer
        The first is drawn lowest. Only the properties that a layer names are written.
    bounds : (west, south, east, north)
        Degrees, shown at the start.
    note : str
        A warning beside the title ("Dati inventati").
    attribution : str
        Of the data underneath.
    tiles : bool
        Offer OpenStreetMap's tiles in the list, off at the start: only then may the page
        reach another host, and only when the reader ticks it.

    Raises
    ------
    FileError
        DISK_FULL or NOT_WRITABLE.
    """
    page = {
        "title": title,
        "subtitle": subtitle,
        "note": note,
        "attribution": html.escape(attribution),
        "bounds": [float(value) for value in bounds],
        "layers": [_layer_data(layer) for layer in layers],
        "tiles": {"url": _TILE_URL, "host": TILE_HOST} if tiles else None,
    }
    shell, map_name = _shell(bounds)
    # The data go in last: a name that spells one of the places must find none left.
    text = shell.replace(_SCRIPT, f"{_resource('map.js')}({map_name});", 1)
    text = text.replace(_HEAD, _head(title), 1)
    block = f'<script type="application/json" id="torrazzo-data">{_data(page)}</script>'
    text = text.replace(_BODY, block, 1)
    write_atomic(path, _with_policy(text, tiles))


def _shell(bounds: Bounds) -> tuple[str, str]:
    """Return folium's page, with none of its remote files, and the name of its map."""
    west, south, east, north = bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, zoom_control=False, control_scale=False
    )
    drawn.default_js, drawn.default_css = [], []
    figure = drawn.get_root()
    assert isinstance(figure, branca.element.Figure)
    figure.header.add_child(branca.element.Element(_HEAD), name="torrazzo_head")
    figure.html.add_child(branca.element.Element(_BODY), name="torrazzo_body")
    drawn.render()  # puts the map's own script in its place; ours comes after
    figure.script.add_child(branca.element.Element(_SCRIPT), name="torrazzo_script")
    return figure.render().replace("<html>", '<html lang="it">', 1), drawn.get_name()


def _head(title: str) -> str:
    leaflet = _leaflet("leaflet.js").replace('href="https://leafletjs.com"', 'class="leaflet-credit"')
    leaflet = re.sub(r"//# sourceMappingURL=\S+", "", leaflet)
    return (
        f"<title>{html.escape(title)}</title>\n"
        f'<meta name="referrer" content="no-referrer">\n<style>{_leaflet_css()}</style>\n'
        f"<style>{_resource('map.css')}</style>\n<script>{leaflet}</script>"
    )


def _leaflet(name: str) -> str:
    return (resources.files("xstatic.pkg.leaflet") / "data" / name).read_text(encoding="utf-8")


def _leaflet_css() -> str:
    """Return Leaflet's style sheet with its pictures inside."""
    folder = resources.files("xstatic.pkg.leaflet") / "data"

    def inlined(found: re.Match[str]) -> str:
        picture = base64.b64encode((folder / found[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{picture})"

    return _URL.sub(inlined, _leaflet("leaflet.css"))


def _resource(name: str) -> str:
    return (resources.files("resources") / "webmap" / name).read_text(encoding="utf-8").rstrip()


def _layer_data(layer: WebLayer) -> dict[str, Any]:
    """Return what the page needs of a layer, without properties that nobody asked for."""
    kept = {f.name for f in layer.fields} | {layer.by, layer.title_field, layer.label_field} - {""}
    data = {name: value for name, value in vars(layer).items() if name != "features"}
    data["style"] = asdict(layer.style)
    data["classes"] = [asdict(each) for each in layer.classes]
    data["fields"] = [asdict(each) for each in layer.fields]
    features = [_feature_data(feature, kept) for feature in layer.features["features"]]
    data["features"] = {"type": "FeatureCollection", "features": [f for f in features if f]}
    return data


def _feature_data(feature: dict[str, Any], kept: set[str]) -> dict[str, Any] | None:
    if feature["geometry"] is None:
        return None
    own = feature["properties"] or {}
    properties = {name: own[name] for name in kept if own.get(name) is not None and own[name] == own[name]}
    geometry = feature["geometry"]
    placed = {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}
    return {"type": "Feature", "geometry": placed, "properties": properties}


def _rounded(coordinates: Any) -> Any:
    """Round to six decimals, a decimetre: the file is a third smaller."""
    if isinstance(coordinates[0], int | float) if coordinates else False:
        return [round(value, _DECIMALS) for value in coordinates[:2]]
    return [_rounded(part) for part in coordinates]


def _data(page: dict[str, Any]) -> str:
    """Return JSON that cannot end its own script element."""
    text = json.dumps(page, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else str(value)


def _with_policy(text: str, tiles: bool) -> str:
    """Put the content security policy first in the head: only these very scripts run."""
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in _INLINE_SCRIPT.findall(text))
    images = f"data: https://{TILE_HOST}" if tiles else "data:"
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return text.replace("<head>", f"<head>\n    {meta}", 1)


def _sha256(script: str) -> str:
    """Hash as browsers do: of the text with normalised line ends."""
    return base64.b64encode(hashlib.sha256(script.replace("\r\n", "\n").encode()).digest()).decode()
