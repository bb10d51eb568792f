"""Drawing of many polygons, lines and dots on the pixels of a picture, as numba compiles it to machine code.

Cover is exact: each edge adds to a cell of the accumulation the signed area that it leaves to its right, and the
running sum along a row is the share of the pixel inside (the way of font rasterisers, as in R. Levien's font-rs).
Sums beyond one are one, so shapes of one colour laid together unite.

Nothing here needs numba or Python when it runs: `app.canvas.ink_build` compiles the functions at the end of the
module once, `app.canvas.ink` loads their machine code. So no calls of the C library (sine, hypotenuse) either.

A layer is xy (n, 2) vertices in world metres, ring (r + 1,) first vertex of each ring, reach (r, 4) bounds of each,
low and high (b,) first and last + 1 ring of each block, box (b, 4) bounds of each block. place is (scale, dx, dy): a vertex stands at pixel
x * scale + dx, dy - y * scale. window is the bounds in world metres beyond which nothing is drawn.
"""

# mypy: disable-error-code="no-untyped-def,no-untyped-call,no-any-return"

import math
from typing import Any

import numpy as np
from numba import carray, njit

_FAST: dict[str, Any] = {"nogil": True, "fastmath": True, "error_model": "numpy"}
#: Fans of joins and caps turn by this angle at a time: 0.5 and 0.25 radians.
_TURNS = ((0.8775825618903728, 0.479425538604203), (0.9689124217106447, 0.24740395925452294))
#: Vertices nearer than this to the one before, in pixels, are left out.
NEAR_PX = 0.3
#: Below this half width in pixels the wedge of a join is not seen.
_JOIN_PX = 0.4
#: A bend whose half width times one minus its cosine is less is cut straight: a twentieth of a pixel is not seen.
_BEVEL_PX = 0.2
#: Less than this is what is left of a sum that is nothing.
_NO_COVER = np.float32(1e-4)
_LOW = np.uint32(0xFF00FF)
_HIGH = np.uint32(0xFF00FF00)
_ROUND = np.uint32(0x800080)


@njit(**_FAST)
def _up(value):
    """Return the least whole number not below a value >= 0."""
    whole = int(value)
    return whole + 1 if value > whole else whole


@njit(**_FAST)
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


@njit(**_FAST)
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


@njit(**_FAST)
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


@njit(**_FAST)
def _seen(box, window):
    return box[0] <= window[2] and box[2] >= window[0] and box[1] <= window[3] and box[3] >= window[1]


@njit(**_FAST)
def _fill_block(sums, layer, block, window, place):
    xy, ring, reach, lows, highs, _ = layer
    scale, dx, dy = place
    for index in range(lows[block], highs[block]):
        if not _seen(reach[index], window):
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


@njit(**_FAST)
def fill(sums, layer, window, place):
    """Accumulate polygons; return how many blocks were seen."""
    box, count = layer[5], 0
    for block in range(len(box)):
        if _seen(box[block], window):
            _fill_block(sums, layer, block, window, place)
            count += 1
    return count


@njit(**_FAST)
def fill_each(sums, pixels, colour, share, layer, window, place):
    """Fill polygons block by block, so that a translucent colour is deeper where blocks overlap."""
    scale, dx, dy = place
    height, width = pixels.shape
    box = layer[5]
    for block in range(len(box)):
        if _seen(box[block], window):
            _fill_block(sums, layer, block, window, place)
            left = max(0, int(box[block, 0] * scale + dx) - 1)
            right = min(width, int(box[block, 2] * scale + dx) + 2)
            top = max(0, int(dy - box[block, 3] * scale) - 1)
            bottom = min(height, int(dy - box[block, 1] * scale) + 2)
            _lay(sums, pixels, colour, share, left, top, right, bottom)


@njit(**_FAST)
def _quad(sums, x0, y0, x1, y1, nx, ny):
    _line(sums, x0 - nx, y0 - ny, x1 - nx, y1 - ny)
    _line(sums, x1 - nx, y1 - ny, x1 + nx, y1 + ny)
    _line(sums, x1 + nx, y1 + ny, x0 + nx, y0 + ny)
    _line(sums, x0 + nx, y0 + ny, x0 - nx, y0 - ny)


@njit(**_FAST)
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


@njit(**_FAST)
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


@njit(**_FAST)
def _wedge(sums, x, y, ax, ay, bx, by, half):
    """Add the wedge outside a bend, for segments that are quads."""
    cross = ax * by - ay * bx
    if abs(cross) < 0.05 and ax * bx + ay * by > 0.0:
        return
    ux, uy, vx, vy = (ay, -ax, by, -bx) if cross > 0.0 else (-by, bx, -ay, ax)
    _line(sums, x, y, x + half * ux, y + half * uy)
    _arc(sums, x, y, half, ux, uy, vx, vy)
    _line(sums, x + half * vx, y + half * vy, x, y)


@njit(**_FAST)
def _end(sums, x, y, ux, uy, half, rounded):
    """Close a line that ends going in direction u (a unit vector); where one begins, u points backwards."""
    if rounded:
        _arc(sums, x, y, half, uy, -ux, -uy, ux)
    else:
        nx, ny = uy * half, -ux * half
        _line(sums, x + nx, y + ny, x - nx, y - ny)


@njit(**_FAST)
def _near(sums, x0, y0, x1, y1, reach):
    height, width = sums.shape
    across = max(x0, x1) >= -reach and min(x0, x1) <= width + reach
    return across and max(y0, y1) >= -reach and min(y0, y1) <= height + reach


@njit(**_FAST)
def _stroke_ring(sums, xy, start, stop, place, half, round_cap):
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


@njit(**_FAST)
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


@njit(**_FAST)
def stroke(sums, layer, window, place, half, round_cap, dash):
    """Accumulate lines of 2 * ``half`` pixels, with dashes (on, off, ... in pixels) where there are any."""
    xy, ring, reach, lows, highs, box = layer
    count = 0
    for block in range(len(box)):
        if not _seen(box[block], window):
            continue
        count += 1
        for index in range(lows[block], highs[block]):
            if not _seen(reach[index], window):
                continue
            if len(dash):
                _dash_ring(sums, xy, ring[index], ring[index + 1], place, half, dash)
            else:
                _stroke_ring(sums, xy, ring[index], ring[index + 1], place, half, round_cap)
    return count


@njit(**_FAST)
def _mix(below, low, high, part):
    """Return an opaque colour, cut in its low and high bytes, laid at ``part`` / 256 over a pixel."""
    rest = np.uint32(256) - part
    odd = ((low * part + (below & _LOW) * rest + _ROUND) >> np.uint32(8)) & _LOW
    even = (high * part + ((below >> np.uint32(8)) & _LOW) * rest + _ROUND) & _HIGH
    return odd | even


@njit(**_FAST)
def _steps(line, at):
    """Whether the cover changes in the eight pixels from ``at``."""
    total = np.float32(0.0)
    for column in range(at, at + 8):
        total += abs(line[column])
    return total != np.float32(0.0)


@njit(**_FAST)
def _run(line, left, right):
    """Turn steps of cover into cover; return the first column that has any and one past the last."""
    total, first, last = np.float32(0.0), right, left
    for start in range(left, right, 8):
        stop = min(start + 8, right)
        if stop == start + 8 and not _steps(line, start):
            if abs(total) < _NO_COVER:
                continue
            for column in range(start, start + 8):
                line[column] = total
        else:
            for column in range(start, stop):
                total += line[column]
                line[column] = total
        first, last = min(first, start), stop
    return first, last


@njit(**_FAST)
def _blend(cover, out, low, high, scale):
    """Lay a colour on pixels, each by its cover."""
    for at in range(len(out)):
        part = np.int32(min(abs(cover[at]), np.float32(1.0)) * scale + np.float32(0.5))
        rest, below = np.int32(256) - part, out[at]
        odd = (low * np.uint32(part) + (below & _LOW) * np.uint32(rest) + _ROUND) >> np.uint32(8)
        even = high * np.uint32(part) + ((below >> np.uint32(8)) & _LOW) * np.uint32(rest) + _ROUND
        out[at] = np.uint32(odd & _LOW) | np.uint32(even & _HIGH)


@njit(**_FAST)
def _lay(sums, pixels, colour, share, left, top, right, bottom):
    low, high = colour & _LOW, (colour >> np.uint32(8)) & _LOW
    scale = np.float32(share * 256.0)
    for row in range(top, bottom):
        line, out = sums[row], pixels[row]
        first, last = _run(line, left, right)
        if first < last:
            _blend(line[first:last], out[first:last], low, high, scale)
        for column in range(first, min(last + 2, len(line))):
            line[column] = np.float32(0.0)


@njit(**_FAST)
def lay(sums, pixels, colour, share):
    """Lay a colour (opaque ARGB) at an opacity through the accumulated cover; the accumulation is empty after."""
    _lay(sums, pixels, colour, share, 0, 0, pixels.shape[1], pixels.shape[0])


@njit(**_FAST)
def dots(pixels, px, py, radius, colour, share):
    """Lay discs of one radius in pixels at ``px``, ``py``."""
    low, high = colour & _LOW, (colour >> np.uint32(8)) & _LOW
    height, width = pixels.shape
    for index in range(len(px)):
        x, y = px[index] - 0.5, py[index] - 0.5
        for row in range(max(0, int(y - radius)), min(height, int(y + radius) + 2)):
            for column in range(max(0, int(x - radius)), min(width, int(x + radius) + 2)):
                cover = radius + 0.5 - math.sqrt((column - x) ** 2 + (row - y) ** 2)
                part = np.uint32(min(max(cover, 0.0), 1.0) * share * 256.0 + 0.5)
                if part != np.uint32(0):
                    pixels[row, column] = _mix(pixels[row, column], low, high, part)


@njit(**_FAST)
def lay_over(below, above):
    """Lay a premultiplied picture over another of the same size."""
    for row in range(below.shape[0]):
        for column in range(below.shape[1]):
            top = above[row, column]
            cover = top >> np.uint32(24)
            if cover == np.uint32(255):
                below[row, column] = top
            elif top != np.uint32(0):
                rest = np.uint32(256) - (cover + (cover >> np.uint32(7)))
                under = below[row, column]
                odd = (((under & _LOW) * rest + _ROUND) >> np.uint32(8)) & _LOW
                even = (((under >> np.uint32(8)) & _LOW) * rest + _ROUND) & _HIGH
                below[row, column] = top + (odd | even)


@njit(**_FAST)
def _layer(xy, points, ring, rings, reach, low, high, box, blocks):
    return (
        carray(xy, (points, 2)),
        carray(ring, (rings + 1,)),
        carray(reach, (rings, 4)),
        carray(low, (blocks,)),
        carray(high, (blocks,)),
        carray(box, (blocks, 4)),
    )


# What is called from outside: the same with addresses and sizes, in the order of `app.canvas.ink_build.SIGNATURES`.


def ink_fill(sums, pixels, height, width, xy, points, ring, rings, reach, low, high, box, blocks,
             west, south, east, north, scale, dx, dy, colour, share):  # fmt: skip
    """Fill polygons with a colour at an opacity."""
    total, out = carray(sums, (height, width + 2)), carray(pixels, (height, width))
    layer = _layer(xy, points, ring, rings, reach, low, high, box, blocks)
    window, place = (west, south, east, north), (scale, dx, dy)
    if share < 1.0:
        fill_each(total, out, colour, share, layer, window, place)
    elif fill(total, layer, window, place):
        lay(total, out, colour, share)
    return 0


def ink_stroke(sums, height, width, xy, points, ring, rings, reach, low, high, box, blocks,
               west, south, east, north, scale, dx, dy, half, round_cap, dash, dashes):  # fmt: skip
    """Accumulate lines; `ink_lay` shows them."""
    layer = _layer(xy, points, ring, rings, reach, low, high, box, blocks)
    window, place = (west, south, east, north), (scale, dx, dy)
    total = carray(sums, (height, width + 2))
    return stroke(total, layer, window, place, half, round_cap, carray(dash, (dashes,)))


def ink_lay(sums, pixels, height, width, colour, share):
    """Lay a colour through what was accumulated."""
    lay(carray(sums, (height, width + 2)), carray(pixels, (height, width)), colour, share)
    return 0


def ink_dots(pixels, height, width, px, py, count, radius, colour, share):
    """Lay discs."""
    out = carray(pixels, (height, width))
    dots(out, carray(px, (count,)), carray(py, (count,)), radius, colour, share)
    return 0


def ink_lay_over(below, above, height, width):
    """Lay a picture over another."""
    lay_over(carray(below, (height, width)), carray(above, (height, width)))
    return 0
