"""The list of fields of the user guide, written from the declarations of the layers.

`python -m app.guide` writes `docs/guida/campi.md`; a test tells when it is stale.
"""

from pathlib import Path

from maps.schema import LAYERS, Field, FieldKind, Layer, Sensitivity

PAGE = Path(__file__).resolve().parents[1] / "docs" / "guida" / "campi.md"

_KINDS = {
    FieldKind.TEXT: "testo",
    FieldKind.INTEGER: "numero intero",
    FieldKind.REAL: "numero",
    FieldKind.BOOLEAN: "sì o no",
    FieldKind.DATE: "data (gg/mm/aaaa)",
    FieldKind.DATETIME: "data e ora",
    FieldKind.CODE: "una voce",
    FieldKind.CODES: "una o più voci",
    FieldKind.BEARING: "direzione (gradi da nord in senso orario, o NE, sud…)",
    FieldKind.BEARINGS: "una o più direzioni",
}
_LEAVES = {Sensitivity.PUBLIC: "sì", Sensitivity.INTERNAL: "no", Sensitivity.RESTRICTED: "mai"}


def fields_page() -> str:
    """Return the page: one table a layer, with labels, kinds, limits and code lists."""
    parts = [
        "# I campi dei livelli",
        "Questa pagina è scritta dal programma a partire dalle dichiarazioni dei livelli: è sempre quella "
        "della versione in uso. «Esce» dice se il campo è scritto nelle esportazioni.",
    ]
    parts += [_section(layer) for layer in LAYERS.values()]
    return "\n\n".join(parts) + "\n"


def _section(layer: Layer) -> str:
    article = f" Lo chiede il patto: {layer.article}." if layer.article else ""
    head = f"## {layer.plural}\n\nNome sulla riga di comando: `{layer.name}`.{article}"
    rows = ["| Campo | Nome | Valore | Esce |", "|---|---|---|---|"]
    rows += [f"| {f.label} | `{f.name}` | {_value(f)} | {_LEAVES[f.sensitivity]} |" for f in layer.fields]
    return head + "\n\n" + "\n".join(rows)


def _value(field: Field) -> str:
    if field.codes is not None:
        listed = ", ".join(f"{code.label} (`{code.value}`)" for code in field.codes.codes)
        return f"{_KINDS[field.kind]}: {listed}"
    unit = f", {field.unit}" if field.unit else ""
    return f"{_KINDS[field.kind]}{unit}{_limits(field)}"


def _limits(field: Field) -> str:
    low, high = (
        None if limit is None else f"{limit:g}".replace(".", ",") for limit in (field.minimum, field.maximum)
    )
    if low is not None and high is not None:
        return f", da {low} a {high}"
    if low is not None:
        return f", almeno {low}"
    return f", al massimo {high}" if high is not None else ""


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(fields_page(), encoding="utf-8")
