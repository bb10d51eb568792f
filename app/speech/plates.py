"""What reading a plate asks, in words: the profile that the criteria hold."""

from typing import Any

from app.speech import numbers

#: Field of the profile -> words and unit.
FIELDS = {
    "plate_px": ("Pixel sulla larghezza della targa", "px"),
    "front_m": ("Larghezza della targa anteriore", "m"),
    "rear_m": ("Larghezza della targa posteriore", "m"),
    "horizontal_deg": ("Angolo orizzontale, al più", "°"),
    "vertical_deg": ("Angolo verticale, al più", "°"),
    "plate_height_m": ("Altezza della targa da terra", "m"),
    "frames": ("Fotogrammi in cui deve comparire", ""),
    "blur_m": ("Spostamento ammesso durante lo scatto", "m"),
    "lane_m": ("Larghezza di una corsia", "m"),
}
#: Speeds for which the shutter is told, km/h.
_SPEEDS = (50.0, 90.0, 130.0)


def criterion(name: str) -> str:
    """Return the name of a field among the criteria."""
    text, unit = FIELDS.get(name, (name, ""))
    return f"Lettura targhe: {text[0].lower()}{text[1:]}{f' ({unit})' if unit else ''}"


def density(profile: Any) -> str:
    """Return how fine a plate must be seen, face on."""
    front, rear = (numbers.measure(each, "px/m") for each in (profile.front_px_per_m, profile.rear_px_per_m))
    return f"Di fronte servono {front} per la targa anteriore e {rear} per la posteriore."


def shutter(profile: Any) -> str:
    """Return the longest shutter that the profile allows at some speeds."""
    told = [
        f"1/{round(1 / profile.shutter_s(speed))} s a {numbers.measure(speed, 'km/h')}" for speed in _SPEEDS
    ]
    return f"Otturatore al più {', '.join(told)}."


def lines(profile: Any) -> list[str]:
    """Return the profile in a few sentences."""
    front, rear, moved = (_millimetres(each) for each in (profile.front_m, profile.rear_m, profile.blur_m))
    high, lane = (
        numbers.with_unit(numbers.compact(each, 2), "m") for each in (profile.plate_height_m, profile.lane_m)
    )
    across, down = (numbers.compact(each, 1) for each in (profile.horizontal_deg, profile.vertical_deg))
    pixels, frames = numbers.measure(profile.plate_px, "px"), numbers.integer(profile.frames)
    return [
        f"{pixels} sulla targa, larga {front} davanti e {rear} dietro. {density(profile)}",
        f"Angoli fino a {across}° in orizzontale e {down}° in verticale, targa a {high} da terra, corsie di {lane}.",
        f"{frames} fotogrammi a passaggio, spostamento nello scatto fino a {moved}. {shutter(profile)}",
    ]


def _millimetres(value_m: float) -> str:
    return numbers.with_unit(numbers.compact(1000.0 * value_m, 1), "mm")
