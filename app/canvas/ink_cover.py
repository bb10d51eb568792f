"""The cover of polygons and lines, as numba compiles it to machine code for `app.canvas.ink_kernels`.

Cover is exact: each edge adds to a cell of the accumulation the signed area that it leaves to its right, and the
running sum along a row is the share of the pixel inside (the way of font rasterisers, as in R. Levien's font-rs).
Sums beyond one are one, so shapes of one colour laid together unite.

A layer is xy (n, 2) vertices in world metres, ring (r + 1,) first vertex of each ring, reach (r, 4) bounds of each,
low and high (b,) first and last + 1 ring of each block, box (b, 4) bounds of each block. place is (scale, dx, dy): a
vertex stands at pixel x * scale + dx, dy - y * scale. window is the bounds in world metres beyond which nothing is
drawn.
"""

# mypy: disable-error-code="no-untyped-def,no-untyped-call,no-any-return"

import math
from typing import Any

from numba import njit

#: How the functions are compiled: nothing of them needs Python when it runs.
FAST: dict[str, Any] = {"nogil": True, "fastmath": True, "error_model": "numpy"}
#: Arcs of joins and caps turn by this angle at a time: 0.5 and 0.25 radians.
_TURNS = ((0.8775825618903728, 0.479425538604203), (0.9689124217106447, 0.24740395925452294))
#: Vertices nearer than this to the one before, in pixels, are left out.
NEAR_PX = 0.3
#: Below this half width in pixels the wedge of a join is not seen.
_JOIN_PX = 0.4
#: A bend whose half width times one minus its cosine is less is cut straight: a twentieth of a pixel is not seen.
_BEVEL_PX = 0.2


@njit(**FAST)
def _up(value):
    """Return the least whole number not below a value >= 0."""
    whole = int(value)
    return whole + 1 if value > whole else whole


@njit(**FAST)
def _span(line, a, b, cover):
    """Spread the cover of an edge that crosses one row between columns a <= b."""
    first, last = int(a), _up(b)
    if last <= first + 1:
        share = 0.5 * (a + b) - first
        line[first] += cover * (1.0 - share)
        line[first + 1] += cover * share
        return
    slope = 1.0 / (b - a)
    head = 0.5 * slope * (1.0 - (a - first)) ** 2
    tail = 0.5 * slope * (b - last + 1.0) ** 2
    line[first] += cover * head
    if last == first + 2:
        line[first + 1] += cover * (1.0 - head - tail)
    else:
        second = slope * (1.5 - (a - first))
        line[first + 1] += cover * (second - head)
        for column in range(first + 2, last - 1):
            line[column] += cover * slope
        line[last - 1] += cover * (1.0 - (second + (last - first - 3) * slope) - tail)
    line[last] += cover * tail


@njit(**FAST)
def _edge(sums, x0, y0, x1, y1):
    """Add an edge whose columns lie within the picture."""
    height = sums.shape[0]
    if y0 == y1:
        return
    way = 1.0
    if y0 > y1:
        x0, y0, x1, y1, way = x1, y1, x0, y0, -1.0
    if y1 <= 0.0 or y0 >= height:
        return
    slope = (x1 - x0) / (y1 - y0)
    if y0 < 0.0:
        x0 -= y0 * slope
        y0 = 0.0
    right = sums.shape[1] - 2.0
    y1 = min(y1, float(height))
    x = x0
    for row in range(int(y0), min(height, _up(y1))):
        part = min(row + 1.0, y1) - max(float(row), y0)
        after = min(max(x + slope * part, 0.0), right)
        _span(sums[row], min(x, after), max(x, after), part * way)
        x = after


@njit(**FAST)
def _line(sums, x0, y0, x1, y1):
    """Add an edge cut at the sides: left of the picture it covers all the row, right of it nothing."""
    right = sums.shape[1] - 2.0
    if x0 >= right and x1 >= right:
        return
    if x0 <= 0.0 and x1 <= 0.0:
        _edge(sums, 0.0, y0, 0.0, y1)
        return
    if 0.0 <= x0 <= right and 0.0 <= x1 <= right:
        _edge(sums, x0, y0, x1, y1)
        return
    slope = (y1 - y0) / (x1 - x0)
    at_left, at_right = y0 - x0 * slope, y0 + (right - x0) * slope
    if x0 < 0.0:
        _edge(sums, 0.0, y0, 0.0, at_left)
        x0, y0 = 0.0, at_left
    elif x0 > right:
        x0, y0 = right, at_right
    if x1 < 0.0:
        _edge(sums, 0.0, at_left, 0.0, y1)
        x1, y1 = 0.0, at_left
    elif x1 > right:
        x1, y1 = right, at_right
    _edge(sums, x0, y0, x1, y1)


@njit(**FAST)
def seen_in(box, window):
    return box[0] <= window[2] and box[2] >= window[0] and box[1] <= window[3] and box[3] >= window[1]


@njit(**FAST)
def fill_block(sums, layer, block, window, place):
    xy, ring, reach, lows, highs, _ = layer
    scale, dx, dy = place
    for index in range(lows[block], highs[block]):
        if not seen_in(reach[index], window):
            continue
        start, stop = ring[index], ring[index + 1]
        first_x, first_y = xy[start, 0] * scale + dx, dy - xy[start, 1] * scale
        px, py = first_x, first_y
        for at in range(start + 1, stop - 1):
            x, y = xy[at, 0] * scale + dx, dy - xy[at, 1] * scale
            if abs(x - px) + abs(y - py) >= NEAR_PX:
                _line(sums, px, py, x, y)
                px, py = x, y
        _line(sums, px, py, first_x, first_y)


@njit(**FAST)
def fill(sums, layer, window, place):
    """Accumulate polygons; return how many blocks were seen."""
    box, count = layer[5], 0
    for block in range(len(box)):
        if seen_in(box[block], window):
            fill_block(sums, layer, block, window, place)
            count += 1
    return count


@njit(**FAST)
def _quad(sums, x0, y0, x1, y1, nx, ny):
    _line(sums, x0 - nx, y0 - ny, x1 - nx, y1 - ny)
    _line(sums, x1 - nx, y1 - ny, x1 + nx, y1 + ny)
    _line(sums, x1 + nx, y1 + ny, x0 + nx, y0 + ny)
    _line(sums, x0 + nx, y0 + ny, x0 - nx, y0 - ny)


@njit(**FAST)
def _arc(sums, x, y, half, ux, uy, vx, vy):
    """Add the rim of a disc from direction u to v (unit vectors, at most half a turn), turned as the quads are."""
    cos, sin = _TURNS[1] if half > 4.0 else _TURNS[0]
    px, py = x + half * ux, y + half * uy
    for _ in range(16):
        ux, uy = ux * cos - uy * sin, ux * sin + uy * cos
        if ux * vy - uy * vx <= 0.0 and ux * vx + uy * vy > -0.5:
            break
        _line(sums, px, py, x + half * ux, y + half * uy)
        px, py = x + half * ux, y + half * uy
    _line(sums, px, py, x + half * vx, y + half * vy)


@njit(**FAST)
def _join(sums, x, y, ax, ay, bx, by, half):
    """Add what lies between the sides of two segments that meet, directions a and b (unit vectors).

    The left side goes on by an arc or straight where the bend opens it, through the vertex where it folds;
    the right side the same, backwards. So the sum is that of two quads and a wedge, without the ends they share.
    """
    cross, dot = ax * by - ay * bx, ax * bx + ay * by
    left = ay * half, -ax * half, by * half, -bx * half
    if half <= _JOIN_PX or (abs(cross) * half < 0.1 and dot > 0.0):
        _line(sums, x + left[0], y + left[1], x + left[2], y + left[3])
        _line(sums, x - left[2], y - left[3], x - left[0], y - left[1])
        return
    straight = dot > 0.0 and half * (1.0 - dot) < _BEVEL_PX
    if cross > 0.0:
        if straight:
            _line(sums, x + left[0], y + left[1], x + left[2], y + left[3])
        else:
            _arc(sums, x, y, half, ay, -ax, by, -bx)
        _line(sums, x - left[2], y - left[3], x, y)
        _line(sums, x, y, x - left[0], y - left[1])
    else:
        _line(sums, x + left[0], y + left[1], x, y)
        _line(sums, x, y, x + left[2], y + left[3])
        if straight:
            _line(sums, x - left[2], y - left[3], x - left[0], y - left[1])
        else:
            _arc(sums, x, y, half, -by, bx, -ay, ax)


@njit(**FAST)
def _wedge(sums, x, y, ax, ay, bx, by, half):
    """Add the wedge outside a bend, for segments that are quads."""
    cross = ax * by - ay * bx
    if abs(cross) < 0.05 and ax * bx + ay * by > 0.0:
        return
    ux, uy, vx, vy = (ay, -ax, by, -bx) if cross > 0.0 else (-by, bx, -ay, ax)
    _line(sums, x, y, x + half * ux, y + half * uy)
    _arc(sums, x, y, half, ux, uy, vx, vy)
    _line(sums, x + half * vx, y + half * vy, x, y)


@njit(**FAST)
def _end(sums, x, y, ux, uy, half, rounded):
    """Close a line that ends going in direction u (a unit vector); where one begins, u points backwards."""
    if rounded:
        _arc(sums, x, y, half, uy, -ux, -uy, ux)
    else:
        nx, ny = uy * half, -ux * half
        _line(sums, x + nx, y + ny, x - nx, y - ny)


@njit(**FAST)
def _near(sums, x0, y0, x1, y1, reach):
    height, width = sums.shape
    across = max(x0, x1) >= -reach and min(x0, x1) <= width + reach
    return across and max(y0, y1) >= -reach and min(y0, y1) <= height + reach


@njit(**FAST)
def stroke_ring(sums, xy, start, stop, place, half, round_cap):
    """Go along both sides of a line; where it leaves the picture the sides are closed by an end."""
    scale, dx, dy = place
    px, py = xy[start, 0] * scale + dx, dy - xy[start, 1] * scale
    closed = xy[start, 0] == xy[stop - 1, 0] and xy[start, 1] == xy[stop - 1, 1]
    rounded, near = round_cap and not closed, min(max(NEAR_PX, 0.25 * half), 2 * NEAR_PX)
    begun = drawn = first_drawn = False
    ax = ay = first_x = first_y = 0.0
    for at in range(start + 1, stop):
        x, y = xy[at, 0] * scale + dx, dy - xy[at, 1] * scale
        length = math.sqrt((x - px) ** 2 + (y - py) ** 2)
        if length == 0.0 or (length < near and at + 1 < stop):
            continue
        bx, by = (x - px) / length, (y - py) / length
        seen = _near(sums, px, py, x, y, half)
        if not begun:
            first_x, first_y, first_drawn = bx, by, seen
        elif drawn and seen:
            _join(sums, px, py, ax, ay, bx, by, half)
        elif drawn:
            _end(sums, px, py, ax, ay, half, False)
        elif seen:
            _end(sums, px, py, -bx, -by, half, False)
        if seen:
            nx, ny = -by * half, bx * half
            _line(sums, px - nx, py - ny, x - nx, y - ny)
            _line(sums, x + nx, y + ny, px + nx, py + ny)
        ax, ay, px, py, begun, drawn = bx, by, x, y, True, seen
    if closed and drawn and first_drawn:
        _join(sums, px, py, ax, ay, first_x, first_y, half)
        return
    if drawn:
        _end(sums, px, py, ax, ay, half, rounded)
    if first_drawn:
        x, y = xy[start, 0] * scale + dx, dy - xy[start, 1] * scale
        _end(sums, x, y, -first_x, -first_y, half, rounded)


@njit(**FAST)
def _dash_ring(sums, xy, start, stop, place, half, dash):
    scale, dx, dy = place
    px, py = xy[start, 0] * scale + dx, dy - xy[start, 1] * scale
    index, left, inside = 0, dash[0], False
    ax = ay = 0.0
    for at in range(start + 1, stop):
        x, y = xy[at, 0] * scale + dx, dy - xy[at, 1] * scale
        length = math.sqrt((x - px) ** 2 + (y - py) ** 2)
        if length == 0.0:
            continue
        bx, by, done = (x - px) / length, (y - py) / length, 0.0
        seen = _near(sums, px, py, x, y, half)
        if seen and inside and index % 2 == 0 and half > _JOIN_PX:
            _wedge(sums, px, py, ax, ay, bx, by, half)
        while done < length:
            step = min(left, length - done)
            if seen and index % 2 == 0:
                x0, y0 = px + bx * done, py + by * done
                _quad(sums, x0, y0, x0 + bx * step, y0 + by * step, -by * half, bx * half)
            done += step
            left -= step
            if left <= 1e-9:
                index = (index + 1) % len(dash)
                left = dash[index]
        inside = left < dash[index]
        ax, ay, px, py = bx, by, x, y


@njit(**FAST)
def stroke(sums, layer, window, place, half, round_cap, dash):
    """Accumulate lines of 2 * ``half`` pixels, with dashes (on, off, ... in pixels) where there are any."""
    xy, ring, reach, lows, highs, box = layer
    count = 0
    for block in range(len(box)):
        if not seen_in(box[block], window):
            continue
        count += 1
        for index in range(lows[block], highs[block]):
            if not seen_in(reach[index], window):
                continue
            if len(dash):
                _dash_ring(sums, xy, ring[index], ring[index + 1], place, half, dash)
            else:
                stroke_ring(sums, xy, ring[index], ring[index + 1], place, half, round_cap)
    return count
