"""The web map: one file, no request, texts that stay texts."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import shapely

from maps.errors import FileError, FileProblem
from maps.io.geojson import feature_collection
from maps.io.webmap import WebField, WebLayer, layer_fields, write_web_map
from maps.io.webmap_style import CAMERA_CLASSES, STYLES, VERDICT_CLASSES, density_classes, purpose_classes
from maps.schema import layer

_HOSTILE = [
    "</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "<!--torrazzo-body-->/*torrazzo-script*/",
    "' onclick='alert(1)' \u2028 &amp; ]]>",
    "<svg/onload=document.title='bucato'>",
]
_BOUNDS = (10.0, 45.1, 10.1, 45.2)


def _cameras(names: list[str]) -> WebLayer:
    points = [shapely.Point(10.01 + 0.005 * index, 45.15) for index in range(len(names))]
    columns = {"code": names, "state": ["computed"] * len(names), "remarks": ["riservata"] * len(names)}
    return WebLayer(
        "camera",
        "Telecamere",
        feature_collection(points, columns),
        STYLES["camera"],
        kind="point",
        singular="Telecamera",
        by="state",
        classes=CAMERA_CLASSES,
        fields=(WebField("code", "Codice"),),
        title_field="code",
    )


def _written(path: Path, layers: list[WebLayer], **options: Any) -> str:
    write_web_map(path, **({"title": "Prova", "bounds": _BOUNDS} | options), layers=layers)
    return path.read_text(encoding="utf-8")


def _data(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="torrazzo-data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_nothing_is_asked_of_the_network(tmp_path: Path) -> None:
    text = _written(tmp_path / "map.html", [_cameras(["TC-1"])])
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", text, re.IGNORECASE)
    assert not re.findall(r"url\(\s*['\"]?(?!data:|#)(?:https?:)?//", text, re.IGNORECASE)
    assert "@import" not in text and "jsdelivr" not in text and "jquery" not in text
    assert "tile.openstreetmap.org" not in text
    assert "sourceMappingURL" not in text


def test_the_policy_admits_only_the_scripts_of_the_page(tmp_path: Path) -> None:
    text = _written(tmp_path / "map.html", [_cameras(["TC-1"])])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy and "default-src 'none'" in policy[1] and "img-src data:;" in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert "unsafe-eval" not in policy[1] and "script-src 'unsafe-inline'" not in policy[1]
    assert text.index("Content-Security-Policy") < text.index("<script")


def test_hostile_names_stay_data(tmp_path: Path) -> None:
    layers = [_cameras(_HOSTILE)]
    text = _written(tmp_path / "map.html", layers, title=_HOSTILE[0], note=_HOSTILE[2], subtitle=_HOSTILE[1])
    data = _data(text)
    assert [f["properties"]["code"] for f in data["layers"][0]["features"]["features"]] == _HOSTILE
    assert (data["title"], data["note"], data["subtitle"]) == (_HOSTILE[0], _HOSTILE[2], _HOSTILE[1])
    assert "<img src=x" not in text and "<svg/onload" not in text
    calm = _written(tmp_path / "calm.html", [_cameras(["a"] * len(_HOSTILE))])
    assert text.count("<script") == calm.count("<script") and text.count("</script") == calm.count("</script")


def test_only_the_named_properties_are_written(tmp_path: Path) -> None:
    text = _written(tmp_path / "map.html", [_cameras(["TC-1"])])
    assert "riservata" not in text
    (feature,) = _data(text)["layers"][0]["features"]["features"]
    assert feature["properties"] == {"code": "TC-1", "state": "computed"}


def test_tiles_are_offered_only_where_asked_and_start_off(tmp_path: Path) -> None:
    text = _written(tmp_path / "map.html", [], tiles=True)
    assert "img-src data: https://tile.openstreetmap.org" in text
    assert _data(text)["tiles"]["host"] == "tile.openstreetmap.org"
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", text)


def test_null_geometries_and_missing_numbers_are_left_out(tmp_path: Path) -> None:
    features = feature_collection(
        [None, shapely.Point(10, 45)], {"code": ["a", "b"], "area_m2": [1.0, float("nan")]}
    )
    features["features"][1]["properties"]["area_m2"] = float("nan")
    fields = (WebField("code", "Codice"), WebField("area_m2", "Superficie", "m²"))
    text = _written(tmp_path / "map.html", [WebLayer("x", "X", features, kind="point", fields=fields)])
    (feature,) = _data(text)["layers"][0]["features"]["features"]
    assert feature["properties"] == {"code": "b"}


def test_popup_lines_come_from_the_declaration() -> None:
    lines = layer_fields(layer("camera"), ("camera_type", "azimuth_deg", "controller", "remarks"))
    assert [line.name for line in lines] == ["camera_type", "azimuth_deg"]
    assert lines[0].codes["dome"] == "Dome" and lines[1].unit == "°"


def test_legends() -> None:
    assert [each.label for each in density_classes((0.5, 200, 400))] == ["0,5", "200", "400"]
    assert [each.value for each in VERDICT_CLASSES] == ["shortage", "overlap", "balanced", "to_check"]
    colours = [each.style.color for each in purpose_classes({str(key): "x" for key in range(7)})]
    assert len(set(colours[:6])) == 6 and colours[6] == colours[0]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        _written(tmp_path / "none" / "map.html", [])
    assert caught.value.problem is FileProblem.NOT_WRITABLE


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium")
def test_in_a_browser_it_draws_and_runs_nothing_foreign(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    _written(path, [_cameras(_HOSTILE)], title=_HOSTILE[0])
    command = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    page = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout
    assert len(re.findall(r'<path class="leaflet-interactive"', page)) == len(_HOSTILE)
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</h1>" in page
    assert "Telecamere" in page and "area calcolata" in page
    assert "<img" not in page
