"""Code lists of the risk map and of the meetings that decide on it."""

from maps.schema.codes.build import code_list

CHANGE_REASON = code_list(
    "change_reason",
    ("offences", "Delittuosità", "reati", "andamento dei reati"),
    ("complaints", "Esposti e segnalazioni", "esposti", "segnalazioni"),
    ("new_factor", "Nuovo fattore di rischio", "nuovo fattore"),
    ("events", "Manifestazioni e vita notturna", "malamovida", "eventi"),
    ("redevelopment", "Riqualificazione", "riqualificazione urbana"),
    ("measures", "Misure adottate", "presidi", "videosorveglianza"),
    ("data", "Correzione dei dati", "rettifica"),
    ("other", "Altro"),
)
CHANGE_STATE = code_list(
    "change_state",
    ("noted", "Annotata"),
    ("proposed", "Proposta"),
    ("approved", "Approvata"),
    ("rejected", "Respinta"),
)
MEETING_KIND = code_list(
    "meeting_kind",
    ("steering", "Cabina di Regia", "cabina"),
    ("cposp", "C.P.O.S.P.", "comitato provinciale"),
    ("technical", "Tavolo tecnico", "tavolo"),
)
DECISION_STATE = code_list(
    "decision_state",
    ("to_do", "Da avviare"),
    ("in_progress", "In corso"),
    ("done", "Conclusa"),
    ("dropped", "Non più necessaria"),
)
