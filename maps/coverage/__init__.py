"""What cameras see: optics, visibility among obstacles, footprints, depth of coverage."""

from maps.compiled import keep_compiled

keep_compiled()
