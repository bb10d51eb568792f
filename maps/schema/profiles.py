"""Export profiles: who receives what (art. 3/bis of the pact: data adequate, pertinent and limited).

A profile says which sensitivities leave, of layers and of fields; the whitelist of each layer follows from its
declaration, so that a field added tomorrow leaves only for those who may have its sensitivity.
"""

from dataclasses import dataclass

from maps.schema.fields import Layer, Sensitivity

#: Results that leave in place of the rows behind them, one feature a zone.
ZONE_COVERAGE, ZONE_OFFENCES = "zone_coverage", "zone_offences"
AGGREGATES = (ZONE_COVERAGE, ZONE_OFFENCES)
_OPEN = frozenset({Sensitivity.PUBLIC})
_SHARED = frozenset({Sensitivity.PUBLIC, Sensitivity.INTERNAL})
_EVERY = frozenset(Sensitivity)


@dataclass(frozen=True)
class ExportProfile:
    """What one kind of addressee receives.

    Attributes
    ----------
    name : str
        On the command line and in the log.
    label, note : str
        Italian name, and what it lets out.
    layers : frozenset of Sensitivity
        Layers that leave row by row.
    fields : frozenset of Sensitivity
        Fields that leave with them.
    aggregates : tuple of str
        Results by zone that leave.
    """

    name: str
    label: str
    note: str
    layers: frozenset[Sensitivity]
    fields: frozenset[Sensitivity]
    aggregates: tuple[str, ...]

    def admits(self, what: str, declared: Layer | None = None) -> bool:
        """Tell whether a result by zone, or a layer (`declared`), leaves for this addressee."""
        return what in self.aggregates if declared is None else declared.sensitivity in self.layers

    def whitelist(self, declared: Layer) -> tuple[str, ...]:
        """Return the fields of a layer that leave, in declared order; none where the layer stays."""
        if not self.admits(declared.name, declared):
            return ()
        return tuple(each.name for each in declared.fields if each.sensitivity in self.fields)


PROFILES: dict[str, ExportProfile] = {
    profile.name: profile
    for profile in (
        ExportProfile(
            "public",
            "Pubblico",
            "solo la copertura per zona: nessuna posizione, nessuno stato delle telecamere",
            frozenset(),
            frozenset(),
            (ZONE_COVERAGE,),
        ),
        ExportProfile(
            "parties",
            "Enti del patto",
            "livelli e campi pubblici; gli eventi solo come conteggi per zona",
            _OPEN,
            _OPEN,
            AGGREGATES,
        ),
        ExportProfile(
            "cposp",
            "C.P.O.S.P.",
            "anche progetti, segnalazioni e campi interni; gli eventi solo come conteggi per zona",
            _SHARED,
            _SHARED,
            AGGREGATES,
        ),
        ExportProfile(
            "internal",
            "Interno",
            "ogni livello, campi pubblici e interni; mai i riferimenti riservati",
            _EVERY,
            _SHARED,
            AGGREGATES,
        ),
    )
}
