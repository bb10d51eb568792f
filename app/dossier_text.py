"""What the dossier of a proposal says: cover, rule, project, maps, indicators, findings, checks."""

from collections.abc import Mapping
from typing import Any

from app import findings, numbers, rule_words, words
from app.canvas.painters.base import blend
from app.dossier_annex import data_section, homogeneity_section, method_section, technical_section
from app.dossier_maps import MARK
from app.dossier_material import Material, Touched
from app.sheets.content import INVENTED, NO_OFFICE, OFFICE_SETTING
from app.sheets.stack import RISK_BREAKS, RISK_OPACITY, RISK_TONES
from app.theme import LIGHT
from maps.report.document import (
    Block,
    Bullets,
    Curves,
    Document,
    Facts,
    Figures,
    Legend,
    Picture,
    Section,
    Table,
    Text,
)

MAPS = {"before": "prima.png", "after": "dopo.png"}
TONES = {"improves": "good", "neutral": "check", "worsens": "bad"}
OUTCOME_TONES = {"passed": "good", "failed": "bad", "unknown": "check"}
VERDICT_TONES = {"shortage": "bad", "overlap": "bad", "balanced": "good", "to_check": "check"}
ACTIONS = {
    "new": "nuova installazione",
    "moved": "spostamento",
    "upgraded": "ammodernamento",
    "removed": "rimozione",
}
BEFORE_COLOUR, AFTER_COLOUR = "#9A6A2F", LIGHT.ac


def document(material: Material, pictures: Mapping[str, bytes]) -> Document:
    """Return the dossier as plain data.

    Parameters
    ----------
    material : Material
    pictures : mapping
        The maps, by the names of `MAPS`.
    """
    judgement, project = material.judgement, material.project
    proposal = judgement.proposal
    return Document(
        office=str(project.file.setting(OFFICE_SETTING, "") or NO_OFFICE),
        kind=f"Dossier per il C.P.O.S.P. – progetto {proposal.code}",
        title=proposal.name or proposal.code,
        subtitle="Esame ai sensi del Patto per la sicurezza urbana, art. 2, lettera c)",
        facts=_cover(material),
        verdict=rule_words.verdict_sentence(judgement),
        tone=TONES[judgement.purposes[material.purpose].effect.value],
        notice=INVENTED if project.is_demo else "",
        date=numbers.date(material.day),
        digest=material.digest,
        sections=[
            _rule(material),
            _project(material),
            _maps(material),
            _indicators(material),
            _findings(material),
            _checks(material),
            homogeneity_section(material),
            technical_section(material),
            method_section(material),
            data_section(material),
        ],
        pictures=pictures,
    )


def _cover(material: Material) -> Facts:
    from maps.rule_exports import proposal_json

    record = material.judgement.proposal.record
    purposes = ", ".join(words.purpose(each) for each in record.get("purposes") or [material.purpose])
    rows = [
        ("Territorio", material.project.name),
        ("Proponente", record.get("proponent")),
        ("Tipo di progetto", _label("project_type", record)),
        ("Interventi", rule_words.interventions(proposal_json(material.judgement.proposal))),
        ("Finalità", purposes),
        ("Stato", _label("project_state", record)),
        ("Presentato il", numbers.date(record["presented_on"]) if record.get("presented_on") else None),
        ("Costo", _euro(record.get("cost_eur"))),
        ("Contributo richiesto", _euro(record.get("grant_requested_eur"))),
        ("Finanziamento", record.get("funding_plan")),
    ]
    return Facts([(label, str(value)) for label, value in rows if value])


def _label(name: str, record: Mapping[str, Any]) -> str | None:
    return words.code_label("proposal", name, record[name]) if record.get(name) else None


def _euro(value: float | None) -> str | None:
    return None if value is None else numbers.measure(value, "€")


def _rule(material: Material) -> Section:
    criteria = material.project.criteria
    purpose = words.purpose(material.purpose).lower()
    shortage = (
        f"carenza: rischio di almeno {numbers.integer(criteria.risk_threshold)} su 100 e meno del "
        f"{numbers.percent(criteria.coverage_threshold)} dello spazio pubblico coperto"
    )
    overlap = (
        f"sovrapposizione: almeno {criteria.cameras_threshold} telecamere della stessa finalità, con più del "
        f"{numbers.percent(criteria.overlap_threshold)} delle aree riprese in comune"
    )
    return Section(
        "La regola",
        [
            Text(
                "Il Patto chiede che ogni nuovo impianto, ampliamento o ammodernamento sia esaminato prima in "
                "C.P.O.S.P., perché i sistemi siano tecnicamente omogenei e perché nessuna area a rischio resti "
                "con poche telecamere mentre un'altra ne ha molte che si sovrappongono per la stessa finalità."
            ),
            Text(f"Questo dossier misura la regola per la finalità «{purpose}» con tre indicatori:"),
            Bullets(
                [
                    "Rischio scoperto (U): la parte del rischio della città che cade su spazio pubblico non "
                    "ripreso. Più è basso, meglio è.",
                    "Squilibrio (H): la parte della copertura che andrebbe spostata perché ogni zona ne abbia in "
                    "proporzione al suo rischio. Zero è l'equilibrio.",
                    "Sovrapposizione (O): la parte delle aree riprese che più telecamere della stessa finalità "
                    "riprendono insieme.",
                ]
            ),
            Text(f"Una zona è in {shortage}; è in {overlap}."),
        ],
        new_page=True,
    )


def _project(material: Material) -> Section:
    record = material.judgement.proposal.record
    blocks: list[Block] = [Text(str(record["description"]))] if record.get("description") else []
    rows = [_camera_row(each) for each in material.touched]
    heads = ["Telecamera", "Intervento", "Da", "A", "Direzione", "Area prima", "Area dopo"]
    caption = (
        "Area: terreno ripreso alla classe di dettaglio richiesta dalla finalità, al netto degli edifici."
    )
    blocks.append(Table(heads, rows, "lllllrr", (0, 0, 1, 1, 0, 0, 0), caption=caption))
    if material.judgement.missing:
        count = len(material.judgement.missing)
        blocks.append(
            Text(
                f"{count} telecamere indicate dal progetto non sono più nel censimento e non sono considerate.",
                True,
            )
        )
    if record.get("prescriptions"):
        blocks.append(Facts([("Prescrizioni", str(record["prescriptions"]))]))
    return Section("Il progetto", blocks)


def _camera_row(each: Touched) -> list[str]:
    azimuth = each.row.get("azimuth_deg")
    known = azimuth is not None and azimuth == azimuth
    return [
        each.code,
        ACTIONS[each.kind],
        each.zones[0] or numbers.DASH,
        each.zones[1] or numbers.DASH,
        f"{azimuth:.0f}°" if known else "ignota",
        numbers.measure(each.area_m2[0], "m²") if each.before else numbers.DASH,
        numbers.measure(each.area_m2[1], "m²") if each.after else numbers.DASH,
    ]


def _maps(material: Material) -> Section:
    purpose = words.purpose(material.purpose).lower()
    criteria = material.project.criteria
    low, high = (numbers.integer(each) for each in RISK_BREAKS)
    tones = [LIGHT.map.land if t is None else blend(t, LIGHT.map.land, RISK_OPACITY) for t in RISK_TONES]
    items = [
        ("fill", tones[2], f"rischio alto, da {high}"),
        ("fill", tones[1], f"rischio medio, da {low} a {numbers.integer(RISK_BREAKS[1] - 1)}"),
        ("fill", tones[0], f"rischio basso, sotto {low}"),
        ("outline", LIGHT.wa, f"carenza (copertura < {numbers.percent(criteria.coverage_threshold)})"),
        ("hatch", LIGHT.ov, f"sovrapposizione > {numbers.percent(criteria.overlap_threshold)}"),
        ("fill", blend(LIGHT.map.camera, LIGHT.map.land, 0.3), f"area ripresa, {purpose}"),
        ("dot", LIGHT.map.camera, f"telecamera, {purpose}"),
        ("ring", MARK, "telecamera su cui si interviene"),
        ("arrow", MARK, "spostamento"),
    ]
    return Section(
        "Prima e dopo sulla mappa",
        [
            Picture(
                MAPS["before"],
                "Prima: il censimento com'è oggi.",
                f"Mappa prima del progetto. {_said(material, 0)}",
            ),
            Picture(
                MAPS["after"],
                "Dopo: il censimento con il progetto realizzato.",
                f"Mappa dopo il progetto. {_said(material, 1)}",
            ),
            Legend(items),
        ],
        new_page=True,
    )


def _said(material: Material, side: int) -> str:
    """Return the changed zones in words, for whoever cannot see the map."""
    rows = [(row["name"], row[("before", "after")[side]] or {}) for row in material.changed_zones()]
    told = [f"{name}: coperta al {numbers.percent(each.get('coverage'), 1)}" for name, each in rows]
    return "; ".join(told) + "." if told else ""


def _indicators(material: Material) -> Section:
    effect = material.judgement.purposes[material.purpose]
    items = []
    for name, label in rule_words.INDICATORS.items():
        delta = getattr(effect, name)
        moved = delta.change or 0.0
        tone = "good" if moved < -rule_words.TOLERANCE else "bad" if moved > rule_words.TOLERANCE else "check"
        word = {"good": "migliora", "bad": "peggiora", "check": "neutro"}[tone]
        before, after = (numbers.percent(value, 1) for value in (delta.before, delta.after))
        items.append((label, before, after, f"{rule_words.change(delta)}, {word}", tone))
    return Section(
        "Indicatori prima e dopo",
        [
            Figures(items),
            *_chance(material),
            *_lorenz(material),
            _zone_table(material),
            *_other_purposes(material),
        ],
        new_page=True,
    )


def _chance(material: Material) -> list[Block]:
    """Return the index beside what chance gives, and what it means."""
    sides = material.judgement.uncertainty.get(material.purpose, (None, None))
    facts = [material.judgement.facts(material.purpose, after=after) for after in (False, True)]
    rows = []
    for label, side, fact in zip(("Prima", "Dopo"), sides, facts, strict=True):
        if fact is None or fact.hoover is None:
            why = words.reason((fact.reasons if fact else {}).get("hoover", "no_cameras"))
            rows.append([label, f"non calcolabile: {why}", *[numbers.DASH] * 4])
            continue
        null, interval = (side.null, side.interval) if side else (None, None)
        rows.append(
            [
                label,
                numbers.decimal(fact.hoover, 3),
                f"{fact.to_relocate} su {fact.cameras}",
                numbers.DASH if interval is None else numbers.span(*interval, digits=3),
                numbers.DASH if null is None else numbers.span(null.low, null.high, digits=3),
                numbers.DASH if null is None else _probability(null.p),
            ]
        )
    heads = ["", "H", "Telecamere da spostare", "Intervallo (95 %)", "Atteso per caso (95 %)", "p"]
    blocks: list[Block] = [Table(heads, rows, "lrrrrr", (1, 0, 0, 0, 0, 0))]
    return [*blocks, *([Text(_chance_sentence(sides[1], facts[1]))] if facts[1] and sides[1] else [])]


def _probability(p: float) -> str:
    return "< 0,001" if p < 0.001 else numbers.decimal(p, 3)


def _chance_sentence(side: Any, facts: Any) -> str:
    if side.null is None or facts.hoover is None:
        return ""
    if facts.hoover > side.null.high:
        told = "resta più alto di quanto il caso spieghi: la distribuzione è ancora squilibrata"
    else:
        told = "rientra in ciò che il caso spiega: non c'è più uno squilibrio dimostrabile"
    return (
        f"Dopo il progetto H è {numbers.decimal(facts.hoover, 2)}. Le stesse telecamere messe a caso in proporzione "
        f"al rischio darebbero fra {numbers.decimal(side.null.low, 2)} e {numbers.decimal(side.null.high, 2)}: "
        f"l'indice {told}."
    )


def _lorenz(material: Material) -> list[Block]:
    curves = []
    for label, colour, after in (("Prima", BEFORE_COLOUR, False), ("Dopo", AFTER_COLOUR, True)):
        facts = material.judgement.facts(material.purpose, after=after)
        if facts is not None and facts.lorenz is not None:
            points = [(float(x), float(y)) for x, y in zip(*facts.lorenz, strict=True)]
            curves.append((f"{label} (Gini {numbers.decimal(facts.gini, 2)})", colour, points))
    note = (
        "Le zone sono messe in fila da quella che ha meno copertura rispetto al suo rischio. Più la curva si "
        "avvicina alla diagonale, più la copertura segue il rischio."
    )
    return [Curves(curves, "quota del rischio", "quota della copertura", note)] if curves else []


def _zone_table(material: Material) -> Table:
    rows, tones = [], {}
    for place, row in enumerate(material.zones):
        before, after = row["before"] or {}, row["after"] or {}
        cells = [str(row["name"] or row["uid"]), numbers.measure(row["risk"], "")]
        for name, digits in (("coverage", 1), ("overlap", 0)):
            cells += [numbers.percent(side.get(name), digits) for side in (before, after)]
        cells += [numbers.integer(side.get("cameras") or 0) for side in (before, after)]
        codes = [str(side.get("verdict") or "to_check") for side in (before, after)]
        cells += [words.verdict(code) for code in codes]
        tones.update({(place, 8 + side): VERDICT_TONES[code] for side, code in enumerate(codes)})
        rows.append(cells)
    heads = [
        "Zona", "Rischio", "Copertura prima", "dopo", "Sovrapp. prima", "dopo", "Telec. prima", "dopo",
        "Verdetto prima", "Verdetto dopo",
    ]  # fmt: skip
    return Table(heads, rows, "lrrrrrrrll", (1, 0, 0, 0, 0, 0, 0, 0, 0, 0), tones)


def _other_purposes(material: Material) -> list[Block]:
    others = {p: e for p, e in material.judgement.purposes.items() if p != material.purpose}
    told = [
        f"{words.purpose(purpose)}: {rule_words.effect(effect.effect)}." for purpose, effect in others.items()
    ]
    return [Text("Le telecamere toccate servono anche altre finalità."), Bullets(told)] if told else []


def _findings(material: Material) -> Section:
    blocks: list[Block] = []
    for title, result in (
        ("Prima del progetto", material.judgement.before),
        ("Dopo il progetto", material.judgement.after),
    ):
        mine = [each for each in result.findings if each.purpose == material.purpose]
        blocks.append(Text(f"{title}.", True))
        if mine:
            blocks.append(Bullets([findings.sentence(each) for each in mine], numbered=True))
        else:
            blocks.append(Text(_no_finding(result.purposes.get(material.purpose))))
    return Section("Rilievi", blocks)


def _no_finding(facts: Any) -> str:
    if facts is None:
        return "Nessuna telecamera per questa finalità: la regola non si può misurare."
    counted = {verdict.value: count for verdict, count in facts.counts().items()}
    told = "Nessun rilievo: nessuna zona è in carenza mentre un'altra è in sovrapposizione per la stessa finalità."
    left = [
        f"{counted[key]} {one if counted[key] == 1 else many}"
        for key, one, many in (
            ("shortage", "zona resta in carenza", "zone restano in carenza"),
            ("overlap", "zona resta in sovrapposizione", "zone restano in sovrapposizione"),
        )
        if counted.get(key)
    ]
    return f"{told} Tuttavia {' e '.join(left)}." if left else told


def _checks(material: Material) -> Section:
    rows = [list(rule_words.check(each)) for each in material.judgement.checks]
    for row in rows:
        row[2] = row[2][0].upper() + row[2][1:] + "."
    tones = {
        (place, 1): OUTCOME_TONES[each.outcome.value] for place, each in enumerate(material.judgement.checks)
    }
    failed = sum(each.outcome.value == "failed" for each in material.judgement.checks)
    unknown = sum(each.outcome.value == "unknown" for each in material.judgement.checks)
    told = f"Verifiche: {len(rows) - failed - unknown} soddisfatte, {failed} non soddisfatte, {unknown} da verificare."
    return Section(
        "Ammissibilità",
        [
            Text(told, True),
            Table(["Verifica", "Esito", "Su che cosa si fonda"], rows, "lll", (1.1, 0.7, 1.7), tones),
            Text(
                "I limiti sono quelli del bando registrati nel progetto. Una verifica senza dati resta «da "
                "verificare»: non è mai data per soddisfatta."
            ),
        ],
    )
