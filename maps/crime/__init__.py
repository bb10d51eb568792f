"""Where and when offences happen."""

from maps.compiled import keep_compiled

keep_compiled()
