"""The dossier of a proposal: judged, drawn and written."""
