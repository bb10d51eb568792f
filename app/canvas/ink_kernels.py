"""Drawing of many polygons, lines and dots on the pixels of a picture, as numba compiles it to machine code.

Nothing here needs numba or Python when it runs: `app.canvas.ink_build` compiles the functions at the end of the
module once, `app.canvas.ink` loads their machine code. So no calls of the C library (sine, hypotenuse) either.
What a layer, a place and a window are is told in `app.canvas.ink_cover`.
"""

# mypy: disable-error-code="no-untyped-def,no-untyped-call,no-any-return"

import math

import numpy as np
from numba import carray, njit

from app.canvas.ink_cover import FAST, fill, fill_block, seen_in, stroke, stroke_ring

#: Less than this is what is left of a sum that is nothing.
_NO_COVER = np.float32(1e-4)
_LOW = np.uint32(0xFF00FF)
_HIGH = np.uint32(0xFF00FF00)
_ROUND = np.uint32(0x800080)


@njit(**FAST)
def _mix(below, low, high, part):
    """Return an opaque colour, cut in its low and high bytes, laid at ``part`` / 256 over a pixel."""
    rest = np.uint32(256) - part
    odd = ((low * part + (below & _LOW) * rest + _ROUND) >> np.uint32(8)) & _LOW
    even = (high * part + ((below >> np.uint32(8)) & _LOW) * rest + _ROUND) & _HIGH
    return odd | even


@njit(**FAST)
def _steps(line, at):
    """Whether the cover changes in the eight pixels from ``at``."""
    total = np.float32(0.0)
    for column in range(at, at + 8):
        total += abs(line[column])
    return total != np.float32(0.0)


@njit(**FAST)
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


@njit(**FAST)
def _blend(cover, out, low, high, scale):
    """Lay a colour on pixels, each by its cover."""
    for at in range(len(out)):
        part = np.int32(min(abs(cover[at]), np.float32(1.0)) * scale + np.float32(0.5))
        rest, below = np.int32(256) - part, out[at]
        odd = (low * np.uint32(part) + (below & _LOW) * np.uint32(rest) + _ROUND) >> np.uint32(8)
        even = high * np.uint32(part) + ((below >> np.uint32(8)) & _LOW) * np.uint32(rest) + _ROUND
        out[at] = np.uint32(odd & _LOW) | np.uint32(even & _HIGH)


@njit(**FAST)
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


@njit(**FAST)
def _lay_block(sums, pixels, colour, share, box, place, reach):
    """Lay a colour where a block lies, ``reach`` pixels about its bounds."""
    scale, dx, dy = place
    height, width = pixels.shape
    left = max(0, int(box[0] * scale + dx - reach) - 1)
    right = min(width, int(box[2] * scale + dx + reach) + 2)
    top = max(0, int(dy - box[3] * scale - reach) - 1)
    bottom = min(height, int(dy - box[1] * scale + reach) + 2)
    _lay(sums, pixels, colour, share, left, top, right, bottom)


@njit(**FAST)
def fill_each(sums, pixels, colour, share, layer, window, place):
    """Fill polygons block by block, so that a translucent colour is deeper where blocks overlap."""
    box = layer[5]
    for block in range(len(box)):
        if seen_in(box[block], window):
            fill_block(sums, layer, block, window, place)
            _lay_block(sums, pixels, colour, share, box[block], place, 0.0)


@njit(**FAST)
def stroke_each(sums, pixels, colour, share, layer, window, place, half):
    """Draw lines block by block, for blocks that lie apart."""
    xy, ring, _, lows, highs, box = layer
    for block in range(len(box)):
        if seen_in(box[block], window):
            for index in range(lows[block], highs[block]):
                stroke_ring(sums, xy, ring[index], ring[index + 1], place, half, False)
            _lay_block(sums, pixels, colour, share, box[block], place, half)


@njit(**FAST)
def lay(sums, pixels, colour, share):
    """Lay a colour (opaque ARGB) at an opacity through the accumulated cover; the accumulation is empty after."""
    _lay(sums, pixels, colour, share, 0, 0, pixels.shape[1], pixels.shape[0])


@njit(**FAST)
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


@njit(**FAST)
def lay_over(below, above, width):
    """Lay the first ``width`` columns of a premultiplied picture over those of another."""
    for row in range(below.shape[0]):
        for column in range(width):
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


@njit(**FAST)
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
             west, south, east, north, scale, dx, dy, apart, colour, share):  # fmt: skip
    """Fill polygons with a colour at an opacity; blocks that lie ``apart`` cost only the pixels where they lie."""
    total, out = carray(sums, (height, width + 2)), carray(pixels, (height, width))
    layer = _layer(xy, points, ring, rings, reach, low, high, box, blocks)
    window, place = (west, south, east, north), (scale, dx, dy)
    if apart or share < 1.0:
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


def ink_stroke_apart(sums, pixels, height, width, xy, points, ring, rings, reach, low, high, box, blocks,
                     west, south, east, north, scale, dx, dy, half, colour, share):  # fmt: skip
    """Draw lines whose blocks lie apart."""
    total, out = carray(sums, (height, width + 2)), carray(pixels, (height, width))
    layer = _layer(xy, points, ring, rings, reach, low, high, box, blocks)
    stroke_each(total, out, colour, share, layer, (west, south, east, north), (scale, dx, dy), half)
    return 0


def ink_lay(sums, pixels, height, width, colour, share):
    """Lay a colour through what was accumulated."""
    lay(carray(sums, (height, width + 2)), carray(pixels, (height, width)), colour, share)
    return 0


def ink_dots(pixels, height, width, px, py, count, radius, colour, share):
    """Lay discs."""
    out = carray(pixels, (height, width))
    dots(out, carray(px, (count,)), carray(py, (count,)), radius, colour, share)
    return 0


def ink_lay_over(below, above, height, width, below_row, above_row):
    """Lay a picture over another; each has so many pixels in a row."""
    lay_over(carray(below, (height, below_row)), carray(above, (height, above_row)), width)
    return 0
