#!/bin/sh
# Install the system libraries that Qt needs, where that is allowed; else say what to ask for.
set -u

# library file -> Debian package; the second group serves a real screen only.
needed="libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libfontconfig.so.1:libfontconfig1
libdbus-1.so.3:libdbus-1-3 libxkbcommon.so.0:libxkbcommon0 libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0
libxkbcommon-x11.so.0:libxkbcommon-x11-0"

missing=""
known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
for pair in $needed; do
    printf '%s' "$known" | grep -q "${pair%%:*}" || missing="$missing ${pair##*:}"
done
"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
ls /usr/share/fonts/truetype/inter /usr/share/fonts/opentype/inter >/dev/null 2>&1 || missing="$missing fonts-inter"
ls /usr/share/fonts/truetype/dejavu >/dev/null 2>&1 || missing="$missing fonts-dejavu-core"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Torrazzo: possono mancare librerie di sistema; su Debian si chiamano:$missing." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then as_root=""
elif sudo -n true 2>/dev/null; then as_root="sudo -n"
else
    echo "Torrazzo: mancano librerie di sistema e qui non si possono installare." >&2
    echo "Chiedere all'amministratore: apt-get install$missing" >&2
    exit 0
fi
echo "Torrazzo: installo le librerie di sistema:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >/dev/null 2>&1
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null \
    || echo "Torrazzo: installazione non riuscita; provare a mano: apt-get install$missing" >&2
exit 0
