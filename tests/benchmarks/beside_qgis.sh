#!/bin/sh
# Seconds from the command to the window, QGIS and Torrazzo in turn, three times, on a screen of their own.
# usage: PYTHONPATH=. tests/benchmarks/beside_qgis.sh DEMO.gpkg   (needs qgis, Xvfb, xdotool, bc)
set -e
Xvfb :77 -screen 0 1920x1080x24 >/dev/null 2>&1 & screen=$!
home=$(mktemp -d)
trap 'kill $screen; rm -r "$home"' EXIT
export DISPLAY=:77 HOME="$home" QT_QPA_PLATFORM=xcb
sleep 1
seconds_to() {
    begun=$(date +%s.%N)
    until xdotool search --onlyvisible --name "$1" >/dev/null 2>&1; do sleep 0.05; done
    echo "$1: $(echo "$(date +%s.%N) - $begun" | bc) s"
}
for _ in 1 2 3; do
    env -u PYTHONPATH qgis --nologo --noversioncheck --noplugins >/dev/null 2>&1 & running=$!
    seconds_to QGIS
    kill $running; wait $running 2>/dev/null || true
    cp "$1" "$home/prova.gpkg"
    "${PYTHON:-python3}" -m app "$home/prova.gpkg" >/dev/null 2>&1 & running=$!
    seconds_to inventati  # the name of the project, in the title once it is open
    kill $running; wait $running 2>/dev/null || true
    rm -f "$home"/prova.gpkg*
done
