"""What the dossier of a proposal says: cover, rule, project, maps, indicators, findings, checks."""

from collections.abc import Mapping
from typing import Any

from app.canvas.furniture import ATTRIBUTION
from app.canvas.painters.base import blend
from app.dossier.annex import data_section, homogeneity_section, method_section, technical_section
from app.dossier.indicators import figures_block, indicators_section
from app.dossier.maps import MARK
from app.dossier.material import Material, Touched
from app.look.theme import LIGHT
from app.sheets.content import INVENTED, NO_OFFICE, OFFICE_SETTING
from app.sheets.stack import RISK_BREAKS, RISK_OPACITY, RISK_TONES
from app.speech import findings, numbers, rule as rule_words, words
from maps.report.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Legend,
    Picture,
    Section,
    Table,
    Text,
)

MAPS = {"before": "prima.png", "after": "dopo.png"}
TONES = {"improves": "good", "neutral": "check", "worsens": "bad"}
OUTCOME_TONES = {"passed": "good", "failed": "bad", "unknown": "check"}
ACTIONS = {
    "new": "nuova installazione",
    "moved": "spostamento",
    "upgraded": "ammodernamento",
    "removed": "rimozione",
}


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
        figures=figures_block(material),
        verdict=_verdict(material),
        tone="bad" if _failed(material) else TONES[judgement.purposes[material.purpose].effect.value],
        notice=INVENTED if project.is_demo else "",
        date=numbers.date(material.day),
        digest=material.digest,
        sections=[
            _summary(material),
            _rule(material),
            _project(material),
            _maps(material),
            indicators_section(material),
            _findings(material),
            _checks(material),
            homogeneity_section(material),
            technical_section(material),
            method_section(material),
            data_section(material),
        ],
        pictures=pictures,
    )


def _verdict(material: Material) -> str:
    """Return the sentence of the cover: the effect, and the checks that fail."""
    told, failed = rule_words.verdict_sentence(material.judgement), _failed(material)
    if not failed:
        return told
    return f"{told} " + (
        "Una verifica di ammissibilità non è soddisfatta."
        if failed == 1
        else f"{failed} verifiche di ammissibilità non sono soddisfatte."
    )


def _failed(material: Material) -> int:
    return sum(each.outcome.value == "failed" for each in material.judgement.checks)


def _cover(material: Material) -> Facts:
    from maps.rule.exports import proposal_json

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
        ("Contributo richiesto", _euro(record.get("grant_requested_eur") or None)),
        ("Finanziamento", record.get("funding_plan")),
        ("Verifiche di ammissibilità", _checks_sentence(material).partition(": ")[2].rstrip(".")),
    ]
    return Facts([(label, str(value)) for label, value in rows if value])


def _label(name: str, record: Mapping[str, Any]) -> str | None:
    return words.code_label("proposal", name, record[name]) if record.get(name) else None


def _euro(value: float | None) -> str | None:
    return None if value is None else numbers.measure(value, "€")


def _summary(material: Material) -> Section:
    """Return what a reader in a hurry takes away."""
    effect = material.judgement.purposes[material.purpose]
    facts = [material.judgement.facts(material.purpose, after=after) for after in (False, True)]
    points = [_zone_point(row) for row in material.changed_zones()]
    if all(fact is not None and fact.to_relocate is not None for fact in facts):
        points.append(
            f"Telecamere da spostare perché la copertura segua il rischio: da {facts[0].to_relocate} su "
            f"{facts[0].cameras} a {facts[1].to_relocate} su {facts[1].cameras}."
        )
    points.append(
        f"{_passage('Zone in carenza', effect.shortages)} {_passage('Zone in sovrapposizione', effect.overlaps)}"
    )
    points.append(_checks_sentence(material))
    return Section(
        "In sintesi",
        [Text(rule_words.verdict_sentence(material.judgement), True), Bullets(points)],
        new_page=True,
    )


def _passage(label: str, counts: tuple[int, int]) -> str:
    return (
        f"{label}: da {counts[0]} a {counts[1]}."
        if counts[0] != counts[1]
        else f"{label}: sempre {counts[0]}."
    )


def _zone_point(row: Mapping[str, Any]) -> str:
    before, after = row["before"] or {}, row["after"] or {}
    told = [
        f"{label} {numbers.after('dal', one)} {numbers.after('al', other)}"
        for label, one, other in (
            (name, *(numbers.percent(side.get(key), digits) for side in (before, after)))
            for key, name, digits in (("coverage", "copertura", 1), ("overlap", "sovrapposizione", 0))
        )
        if one != other
    ]
    risk = f"rischio {numbers.integer(row['risk'])} su 100" if row["risk"] is not None else "rischio ignoto"
    codes = [str(side.get("verdict") or "to_check") for side in (before, after)]
    first, last = (words.verdict(code).lower() for code in codes)
    passes = f"verdetto: da «{first}» a «{last}»" if codes[0] != codes[1] else f"verdetto invariato: «{last}»"
    return f"{row['name'] or row['uid']} ({risk}): {', '.join(told) or 'variazione minima'}; {passes}."


def _checks_sentence(material: Material) -> str:
    outcomes = [each.outcome.value for each in material.judgement.checks]
    passed, failed, unknown = (outcomes.count(each) for each in ("passed", "failed", "unknown"))
    return f"Verifiche di ammissibilità: {passed} soddisfatte, {failed} non soddisfatte, {unknown} da verificare."


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
        told = rule_words.missing(len(material.judgement.missing))
        blocks.append(Text(told[0].upper() + told[1:], True))
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
    ]
    if material.project.frame("camera")["azimuth_deg"].isna().any():
        items.append(("question", LIGHT.map.camera, "direzione ignota"))
    if any(each.kind == "moved" for each in material.touched):
        items.append(("arrow", MARK, "spostamento"))
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
            *_credit(material),
        ],
        new_page=True,
    )


def _credit(material: Material) -> list[Block]:
    """Return whose data the ground of the maps is drawn from; the notice says it of invented ones."""
    told = [f"Sfondo: {ATTRIBUTION} (ODbL)."] if material.project.draws_osm else []
    if material.base is not None and material.base.shown and material.base.credit:
        told.append(f"Mappa di base: {material.base.credit}.")
    return [Text(" ".join(told))] if told else []


def _said(material: Material, side: int) -> str:
    """Return the changed zones in words, for whoever cannot see the map."""
    rows = [(row["name"], row[("before", "after")[side]] or {}) for row in material.changed_zones()]
    told = [
        f"{name}: coperta {numbers.after('al', numbers.percent(each.get('coverage'), 1))}"
        for name, each in rows
    ]
    return "; ".join(told) + "." if told else ""


def _findings(material: Material) -> Section:
    blocks: list[Block] = []
    for title, result in (
        ("Prima del progetto", material.judgement.before),
        ("Dopo il progetto", material.judgement.after),
    ):
        mine = [each for each in result.findings if each.purpose == material.purpose]
        blocks.append(Text(f"{title}.", True))
        if mine:
            told = [f"{findings.sentence(each)} {_spares(material, each)}".strip() for each in mine]
            blocks.append(Bullets(told, numbered=True))
        else:
            blocks.append(Text(_no_finding(result.purposes.get(material.purpose))))
    return Section("Rilievi", blocks)


def _spares(material: Material, finding: Any) -> str:
    """Return which cameras can leave the crowded zone, the least loss first."""
    codes = material.project.frame("camera")["code"]
    told = [
        f"{codes.get(spare.camera) or spare.uid} ({numbers.measure(spare.lost_m2, 'm²')})"
        for spare in finding.spares
    ]
    if not told:
        return ""
    crowded = finding.overlap_name or finding.overlap_uid
    return f"Togliendole in quest'ordine {crowded} perde poco spazio pubblico coperto: {', '.join(told)}."


def _no_finding(facts: Any) -> str:
    if facts is None:
        return "Nessuna telecamera per questa finalità: la regola non si può misurare."
    told = "Nessun rilievo: nessuna zona è in carenza mentre un'altra è in sovrapposizione per la stessa finalità."
    left = []
    for row in facts.zones.to_dict("records"):
        if row["verdict"].value in ("shortage", "overlap"):
            share = row["coverage" if row["verdict"].value == "shortage" else "overlap"]
            what = words.verdict(row["verdict"]).lower()
            left.append(f"{row['name'] or row['uid']} resta in {what} ({numbers.percent(share)})")
    return f"{told} Tuttavia {'; '.join(left)}." if left else told


def _checks(material: Material) -> Section:
    rows = [list(rule_words.check(each)) for each in material.judgement.checks]
    for row in rows:
        row[2] = row[2][0].upper() + row[2][1:] + "."
    tones = {
        (place, 1): OUTCOME_TONES[each.outcome.value] for place, each in enumerate(material.judgement.checks)
    }
    return Section(
        "Ammissibilità",
        [
            Text(_checks_sentence(material), True),
            Table(["Verifica", "Esito", "Su che cosa si fonda"], rows, "lll", (1.1, 0.7, 1.7), tones),
            Text(
                "I limiti sono quelli del bando registrati nel progetto. Una verifica senza dati resta «da "
                "verificare»: non è mai data per soddisfatta."
            ),
        ],
    )
