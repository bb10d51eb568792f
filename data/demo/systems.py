"""The invented video systems to which the cameras belong."""

from datetime import date

from data.demo.records import Record, record

# Code, name, ownership, kind of owner, category of art. 7 c. 1-bis, link to the control room.
SYSTEMS: tuple[tuple[str, str, str, str, str | None, str], ...] = (
    ("IMP-01", "Comune, videosorveglianza urbana", "public", "municipality", None, "main"),
    ("IMP-02", "Comune, varchi di lettura targhe", "public", "municipality", None, "main"),
    ("IMP-03", "Questura, piazze e stazione", "public", "state", None, "main"),
    ("IMP-04", "Gestore della stazione ferroviaria", "private", "company", "3", "mediated"),
    ("IMP-05", "Consorzio dei commercianti del centro", "private", "consortium", "5", "mediated"),
    ("IMP-06", "Condominio Le Torri", "private", "condominium", "2", "none"),
    ("IMP-07", "Edilizia residenziale pubblica", "public", "public_housing", "1", "mediated"),
    ("IMP-08", "Consorzio dell'area produttiva", "private", "consortium", "5", "mediated"),
    ("IMP-09", "Azienda ospedaliera", "public", "other", None, "alarm_only"),
    ("IMP-10", "Provincia, istituti scolastici", "public", "province", None, "mediated"),
    ("IMP-11", "Comune, fototrappole per l'ambiente", "public", "municipality", None, "none"),
    ("IMP-12", "Centro commerciale Levante", "private", "company", "3", "none"),
)

#: When the systems that had a grant were funded.
GRANTED: dict[str, date] = {
    "IMP-01": date(2018, 3, 12),
    "IMP-02": date(2023, 10, 30),
    "IMP-03": date(2017, 6, 5),
    "IMP-07": date(2012, 9, 20),
    "IMP-08": date(2016, 4, 18),
    "IMP-11": date(2019, 11, 25),
}


def system_records(cameras: list[Record]) -> list[Record]:
    """Return the systems, each with the number of its cameras in the notes."""
    return [_system(entry, cameras) for entry in SYSTEMS]


def _system(entry: tuple[str, str, str, str, str | None, str], cameras: list[Record]) -> Record:
    code, name, ownership, kind, category, link = entry
    count = sum(camera.get("system_id") == code for camera in cameras)
    public = ownership == "public"
    return record(
        "system",
        code,
        None,
        name=name,
        ownership=ownership,
        owner_kind=kind,
        private_category=category,
        thousand_eyes=not public and link != "none",
        link_type=link,
        vms="Piattaforma video comunale" if kind == "municipality" else None,
        funding_source="Bilancio comunale" if kind == "municipality" else None,
        grant_date=GRANTED.get(code),
        maintenance_until=date(2028, 12, 31) if public else None,
        remarks=f"{count} punti di ripresa nella città dimostrativa",
    )
