// Draws the layers that the page carries. Every text of the data goes through textContent: nothing of it is parsed.
(function (map) {
  "use strict";
  const page = JSON.parse(document.getElementById("torrazzo-data").textContent);
  const numbers = new Intl.NumberFormat("it-IT", { maximumFractionDigits: 2 });
  const counts = new Intl.NumberFormat("it-IT");
  const SVG = "http://www.w3.org/2000/svg";

  function node(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function shape(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
    return made;
  }

  function hatchId(style) {
    return "tz-hatch-" + style.hatch + "-" + style.color.slice(1);
  }

  // Hatches are SVG patterns: they hold in grey and in print, where a tint would not.
  function defineHatch(style) {
    if (!style.hatch || document.getElementById(hatchId(style))) return;
    const pattern = shape("pattern", {
      id: hatchId(style), width: 7, height: 7, patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(" + (style.hatch === "up" ? 45 : -45) + ")",
    });
    pattern.append(shape("rect", { width: 7, height: 7, fill: style.fill || "#FFFFFF", "fill-opacity": style.ground }));
    pattern.append(shape("line", { x1: 0, y1: 0, x2: 0, y2: 7, stroke: style.color, "stroke-width": 2 }));
    const svg = shape("svg", { width: 0, height: 0, "aria-hidden": "true" });
    svg.style.position = "absolute";
    svg.append(shape("defs", {}));
    svg.firstChild.append(pattern);
    document.body.append(svg);
  }

  function styleOf(layer, feature) {
    if (!layer.by) return layer.style;
    const value = feature.properties[layer.by];
    const found = layer.classes.find((each) => each.value === value);
    return found ? found.style : layer.style;
  }

  function pathOptions(layer, style, pane) {
    return {
      pane: pane, renderer: layer.renderer, interactive: layer.interactive,
      stroke: style.weight > 0, color: style.color, weight: style.weight, opacity: style.opacity, dashArray: style.dash,
      fill: layer.kind !== "line", fillOpacity: style.hatch ? 1 : style.fill_opacity,
      fillColor: style.hatch ? "url(#" + hatchId(style) + ")" : style.fill || style.color,
      radius: style.radius, lineJoin: "round",
    };
  }

  function shown(value, field) {
    if (value === null || value === undefined || value === "") return null;
    if (Array.isArray(value)) return value.map((part) => shown(part, { codes: field.codes, unit: "" })).join(", ") || null;
    if (typeof value === "boolean") return value ? "Sì" : "No";
    if (field.codes && Object.hasOwn(field.codes, value)) return field.codes[value];
    const text = typeof value === "number" ? (field.plain ? String(value) : numbers.format(value)) : String(value);
    return field.unit ? text + (field.unit === "°" ? "" : "\u00a0") + field.unit : text;
  }

  function popup(layer, properties) {
    const box = node("div", "tz-popup");
    const titled = layer.title_field && shown(properties[layer.title_field], {});
    box.append(node("h3", "", titled || layer.singular), node("p", "", titled ? layer.singular : ""));
    const table = node("table");
    for (const field of layer.fields) {
      const text = field.name === layer.title_field ? null : shown(properties[field.name], field);
      if (text === null) continue;
      const row = node("tr");
      row.append(node("th", "", field.label), node("td", "", text));
      table.append(row);
    }
    box.append(table);
    return box;
  }

  function decorate(layer, feature, drawn) {
    if (layer.interactive) drawn.bindPopup(() => popup(layer, feature.properties), { maxWidth: 340 });
    const label = layer.label_field && feature.properties[layer.label_field];
    if (label) {
      drawn.bindTooltip(node("span", "", String(label)), { permanent: true, direction: "center", className: "tz-label" });
    }
  }

  function draw(layer, order) {
    const pane = "tz-" + order;
    map.createPane(pane).style.zIndex = 401 + order;
    map.getPane(pane).style.pointerEvents = "none"; // shapes themselves take the pointer
    layer.renderer = layer.interactive ? L.svg({ pane: pane, padding: 0.3 }) : L.canvas({ pane: pane, padding: 0.3 });
    [layer.style].concat(layer.classes.map((each) => each.style)).forEach(defineHatch);
    layer.drawn = L.geoJSON(layer.features, {
      pane: pane,
      style: (feature) => pathOptions(layer, styleOf(layer, feature), pane),
      pointToLayer: (feature, at) => L.circleMarker(at, pathOptions(layer, styleOf(layer, feature), pane)),
      onEachFeature: (feature, drawn) => decorate(layer, feature, drawn),
    });
    if (layer.shown) layer.drawn.addTo(map);
  }

  function swatch(kind, style) {
    const svg = shape("svg", { width: 20, height: 14, "aria-hidden": "true" });
    const common = { stroke: style.color, "stroke-width": Math.min(style.weight, 2.5), "stroke-opacity": style.opacity };
    if (style.dash) common["stroke-dasharray"] = style.dash;
    if (kind === "line") svg.append(shape("line", Object.assign({ x1: 1, y1: 7, x2: 19, y2: 7 }, common)));
    const paint = { fill: style.hatch ? "url(#" + hatchId(style) + ")" : style.fill || style.color,
      "fill-opacity": style.hatch ? 1 : style.fill_opacity };
    if (kind === "point") {
      svg.append(shape("circle", Object.assign({ cx: 10, cy: 7, r: Math.min(style.radius, 5.5) }, common, paint)));
    }
    if (kind === "area") svg.append(shape("rect", Object.assign({ x: 2, y: 1, width: 16, height: 12 }, common, paint)));
    return svg;
  }

  function classCount(layer, value) {
    return layer.features.features.filter((feature) => feature.properties[layer.by] === value).length;
  }

  function legend(layer, box) {
    if (layer.ramp) {
      const ramp = node("div", "tz-ramp");
      for (const each of layer.classes) {
        const step = node("span", "", each.label);
        const bar = node("i");
        bar.style.background = each.style.fill;
        bar.style.opacity = String(Math.min(1, each.style.fill_opacity + 0.35));
        step.prepend(bar);
        ramp.append(step);
      }
      box.append(ramp);
    } else {
      for (const each of layer.classes) {
        const count = classCount(layer, each.value);
        if (!count) continue;
        const row = node("div", "tz-class");
        row.append(swatch(layer.kind, each.style), node("span", "", each.label), node("span", "", counts.format(count)));
        box.append(row);
      }
    }
    if (layer.unit) box.append(node("div", "tz-unit", layer.unit));
  }

  function row(layer, box) {
    const label = node("label", "tz-row");
    const tick = node("input");
    tick.type = "checkbox";
    tick.checked = layer.shown;
    tick.addEventListener("change", () => (tick.checked ? layer.drawn.addTo(map) : layer.drawn.remove()));
    const sign = layer.classes.length && !layer.ramp ? layer.classes[0].style : layer.style;
    const mark = layer.ramp ? swatch("area", layer.classes[Math.floor(layer.classes.length / 2)].style) : swatch(layer.kind, sign);
    const total = layer.counted ? counts.format(layer.features.features.length) : "";
    label.append(tick, mark, node("span", "", layer.label), node("span", "", total));
    box.append(label);
    legend(layer, box);
  }

  function tilesRow(box) {
    const part = node("div", "tz-remote");
    const label = node("label", "tz-row");
    const tick = node("input");
    tick.type = "checkbox";
    const tiles = L.tileLayer(page.tiles.url, { maxZoom: 19, attribution: page.attribution });
    tick.addEventListener("change", () => (tick.checked ? tiles.addTo(map) : tiles.remove()));
    label.append(tick, node("span"), node("span", "", "Sfondo OpenStreetMap"));
    part.append(label, node("small", "", "Richiede la rete: le immagini arrivano da " + page.tiles.host + "."));
    box.append(part);
  }

  function panel() {
    const box = node("details", "tz-card tz-layers");
    box.open = window.innerWidth > 640;
    box.append(node("summary", "", "Livelli"));
    let group = "";
    for (const layer of page.layers.slice().reverse()) {
      if (layer.group !== group) box.append(node("h2", "", layer.group));
      group = layer.group;
      row(layer, box);
    }
    if (page.tiles) tilesRow(box);
    return box;
  }

  // Streets of the background widen with the scale: 0.8 px at zoom 14, 3 at 16, 12 at 18.
  function zoomed() {
    const zoom = map.getZoom();
    map.getContainer().classList.toggle("tz-far", zoom < 13);
    const weight = Math.min(24, Math.max(0.6, 0.8 * Math.pow(2, zoom - 14)));
    page.layers.filter((layer) => layer.kind === "line" && !layer.interactive).forEach((layer) => layer.drawn.setStyle({ weight }));
  }

  function heading() {
    const box = node("div", "tz-card tz-title");
    box.append(node("h1", "", page.title));
    if (page.subtitle) box.append(node("p", "", page.subtitle));
    if (page.note) box.append(node("span", "tz-note", page.note));
    return box;
  }

  function place(made, position) {
    const control = L.control({ position: position });
    control.onAdd = function () {
      L.DomEvent.disableClickPropagation(made).disableScrollPropagation(made);
      return made;
    };
    control.addTo(map);
  }

  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(page.attribution);
  L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 140 }).addTo(map);
  place(heading(), "topleft");
  page.layers.forEach(draw);
  place(panel(), "topleft");
  L.control.zoom({ position: "topright", zoomInTitle: "Ingrandisci", zoomOutTitle: "Riduci" }).addTo(map);
  map.options.zoomSnap = 0.25;
  const beside = window.innerWidth > 900 ? 284 : 12; // the card of the layers covers the left side
  const fit = { paddingTopLeft: [beside, 12], paddingBottomRight: [12, 28] };
  map.fitBounds([[page.bounds[1], page.bounds[0]], [page.bounds[3], page.bounds[2]]], fit);
  map.on("zoomend", zoomed);
  zoomed();
})
