"""The tasks that `beside_qgis` does in QGIS and in this window, each as the sequence of its gestures.

A gesture is a word and its object: `decide`, `click x,y`, `right x,y` (the other button), `double x,y`, `drag x,y x,y`,
`shift+drag` (with the key held), `keys ctrl+k`, `type text`; of `keys`, a semicolon parts several on a line. `still` is
no gesture: the hand waits for what the last one brings. Places are pixels of 1920 x 1080.
"""

from dataclasses import dataclass, field

#: Seconds that pass before each gesture: keystroke-level model, a click with its pointing.
PAUSES = {
    "keys": 0.2,
    "click": 1.3,
    "right": 1.3,
    "double": 1.5,
    "drag": 2.4,
    "shift+drag": 2.6,
    "decide": 1.35,
}


@dataclass(frozen=True)
class Task:
    """A task in both programs.

    Attributes
    ----------
    name : str
        As in the table of docs/design.md.
    qgis, torrazzo : str
        One gesture a line; those above a line "---" set the scene and are not timed.
    opened : bool
        The program starts with the project open.
    still_s : float
        So long without a change, and the task has ended; QGIS opens a project with its window frozen.
    pasted : dict of str to str
        What the clipboard holds, by program.
    """

    name: str
    qgis: str
    torrazzo: str
    opened: bool = True
    still_s: float = 2.5
    pasted: dict[str, str] = field(default_factory=dict)

    def sequence(self, program: str) -> tuple[list[str], list[str]]:
        """Return the gestures that set the scene and those of the task."""
        before, _, timed = ("---\n" + getattr(self, program)).rpartition("---\n")
        return [
            [each.strip() for line in part.splitlines() for each in _parted(line) if each.strip(" -")]
            for part in (before, timed)
        ]


def _parted(line: str) -> list[str]:
    return line.split(";") if line.strip().startswith("keys") else [line.strip()]


def gestures(sequence: list[str]) -> dict[str, int]:
    """Return clicks (c), keys (t), drags (d) and decisions (m) of a sequence."""
    told = {"c": 0, "t": 0, "d": 0, "m": 0}
    for each in sequence:
        kind, _, what = each.partition(" ")
        keys = {"type": len(what), "keys": len(what.split("+")), "shift+drag": 1}
        told["t"] += keys.get(kind, 0)
        told["c"] += kind in ("click", "right", "double")
        told["d"] += kind in ("drag", "shift+drag")
        told["m"] += kind == "decide"
    return told


#: In QGIS: the heat map of the offences, as the task of the density leaves it.
_HEAT = """
    click 92,712
    keys F7
    still
    click 1800,185
    type h
    keys Return
    decide
    click 1903,250
    type me
    keys Return
    click 1815,250
    keys ctrl+a
    type 150
    keys Tab
    click 31,712
"""
#: The cameras within 50 m that look towards @p with no building between: what QGIS can say without a plugin.
_SEES = (
    "distance($geometry,@p)<50 and "
    "abs((degrees(azimuth($geometry,@p))-azimuth_deg+540)%360-180)<degrees(atan(sensor_w_mm/focal_mm/2)) and "
    "aggregate('obstacle','count',fid,intersects($geometry,make_line(geometry(@parent),@p)))=0"
)

TASKS = (
    Task(
        "Aprire il progetto usato ieri",
        """
        click 600,800
        ---
        decide
        double 330,205
        """,
        """
        decide
        click 1316,447
        """,
        opened=False,
        still_s=5.0,
    ),
    Task(
        "Trovare una telecamera dal codice",
        """
        click 92,693
        ---
        decide
        keys ctrl+k
        type f tc-014
        still
        decide
        keys Return
        """,
        """
        decide
        keys ctrl+k
        type tc-014
        keys Return
        """,
    ),
    Task(
        "Andare a una coordinata incollata",
        """
        decide
        keys ctrl+k
        keys ctrl+v
        still
        decide
        keys Return
        """,
        """
        decide
        keys ctrl+k
        keys ctrl+v
        keys Return
        """,
        pasted={"qgis": "10.0300, 45.1400", "torrazzo": "45.1400, 10.0300"},
    ),
    Task(
        "Tornare alla vista di prima",
        """
        click 92,693
        keys ctrl+k
        type f tc-014
        still
        keys Return
        ---
        decide
        click 509,59
        """,
        """
        keys ctrl+k
        type tc-014
        keys Return
        still
        ---
        decide
        keys alt+Left
        """,
    ),
    Task(
        "Ingrandire un riquadro",
        """
        decide
        shift+drag 900,500 1200,650
        """,
        """
        decide
        keys z
        drag 800,400 1000,500
        """,
    ),
    Task(
        "Salvare un segnalibro «Duomo»",
        """
        decide
        keys ctrl+b
        still
        type Duomo
        keys Return
        """,
        """
        decide
        keys ctrl+b
        still
        type Duomo
        keys Return
        """,
    ),
    Task(
        "Mettere e puntare una telecamera nuova",
        f"""
        click 92,693
        ---
        decide
        click 322,99
        keys ctrl+period
        click 1110,600
        still
        decide
        click 1012,654
        type 90
        {"keys Tab; " * 3}
        type 50
        {"keys Tab; " * 13}
        type 60
        keys Return
        decide
        click 355,99
        """,
        """
        decide
        keys c
        drag 910,480 960,480
        """,
    ),
    Task(
        "Chi vede un punto",
        f"""
        decide
        right 1126,580
        click 1200,592
        click 1516,592
        decide
        click 92,693
        keys ctrl+F3
        still
        click 675,469
        decide
        type with_variable('p',make_point(
        keys ctrl+v
        type ),{_SEES})
        click 1206,767
        """,
        """
        decide
        keys w
        click 921,472
        """,
    ),
    Task(
        "Vedere solo le telecamere guaste",
        """
        click 92,693
        ---
        decide
        keys ctrl+f
        still
        decide
        click 926,721
        type working_state='broken'
        click 746,841
        """,
        """
        decide
        click 183,261
        """,
    ),
    Task(
        "Densità degli eventi con raggio di 150 m",
        "decide\n" + _HEAT,
        """
        click 29,662
        ---
        decide
        click 29,662
        """,
    ),
    Task(
        "Confrontare la densità di due semestri",
        _HEAT
        + """
        ---
        decide
        right 92,712
        click 168,339
        decide
        keys ctrl+f
        still
        click 926,721
        type start_at>'2025' and start_at<'2025-07'
        click 746,841
        decide
        click 92,712
        keys ctrl+f
        still
        click 926,721
        type start_at>'2026'
        click 746,841
        decide
        click 31,731
        click 31,712
        """,
        """
        decide
        click 500,40
        """,
    ),
    Task(
        "Comporre una tavola con legenda, scala e nord",
        """
        decide
        keys ctrl+p
        still
        keys Return
        still
        decide
        click 215,417
        drag 362,302 1000,905
        decide
        click 215,546
        drag 1010,300 1225,690
        decide
        click 215,578
        drag 1010,820 1220,880
        click 215,610
        drag 1010,720 1090,800
        decide
        click 569,171
        """,
        """
        decide
        keys ctrl+p
        still
        decide
        click 1737,1050
        """,
    ),
)
