"""Small ICC profiles (ICC.1:2001-04): of wide colour spaces, of grey, and of a press with mixed-up inks."""

import struct
from itertools import product

DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
WHITE = (0.9642, 1.0, 0.8249)


def of_rgb(primaries: tuple[tuple[float, ...], ...], gamma: float) -> bytes:
    """Of a screen with these primaries, as XYZ at D50."""
    curve = struct.pack(">4sIIH2x", b"curv", 0, 1, round(gamma * 256))
    tags = {b"wtpt": _xyz(WHITE)}
    for name, color in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags |= {name + b"XYZ": _xyz(color), name + b"TRC": curve}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def of_grey(gamma: float) -> bytes:
    curve = struct.pack(">4sIIH2x", b"curv", 0, 1, round(gamma * 256))
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"wtpt": _xyz(WHITE), b"kTRC": curve})


def of_press_with_red_for_cyan() -> bytes:
    """Of a press that prints red where cyan is asked for, and else nothing."""
    ramp = bytes(range(256))
    white, red = bytes((255, 128, 128)), bytes((136, 208, 195))  # CIELAB in eight bits
    grid = b"".join(red if cyan else white for cyan, *_ in product((0, 1), repeat=4))
    matrix = struct.pack(">9i", *(65536 * (n % 4 == 0) for n in range(9)))
    table = struct.pack(">4sIBBBx", b"mft1", 0, 4, 3, 2) + matrix + ramp * 4 + grid + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(WHITE), b"A2B0": table})


def _xyz(values: tuple[float, ...]) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(round(value * 65536) for value in values))


def _profile(kind: bytes, colors: bytes, space: bytes, tags: dict[bytes, bytes]) -> bytes:
    tags = {b"desc": struct.pack(">4sII1s78x", b"desc", 0, 1, b"\0"), b"cprt": b"text\0\0\0\0-\0\0\0", **tags}
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += struct.pack(">4sII", name, start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = start + len(data)
    header = struct.pack(">I4xI4s4s4s12x4s28x3i48x", size, 0x02400000, kind, colors, space, b"acsp", *_d50())
    return header + table + data


def _d50() -> list[int]:
    return [round(value * 65536) for value in WHITE]
