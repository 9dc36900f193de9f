#!/usr/bin/env python3
"""Writes blowfish_pi.h, sha2_constants.h and mandelbrot_ring.h.

The kernels need these as tables; this script computes them from their definitions: digits of pi, fractions of square and
cube roots of primes, and a ring of colours that blends smoothly between a few stops.
"""

from math import isqrt
from pathlib import Path

HERE = Path(__file__).parent


def pi_words(count):
    """The first 32-bit words of pi's fraction, by Machin's formula with guard bits."""
    bits = 32 * count + 64

    def arctan_inverse(divisor):
        term = (1 << bits) // divisor
        total, sign, odd = 0, 1, 1
        while term:
            total += sign * (term // odd)
            term //= divisor * divisor
            sign, odd = -sign, odd + 2
        return total

    pi = 4 * (4 * arctan_inverse(5) - arctan_inverse(239))
    fraction = pi - (3 << bits)
    return [(fraction >> (bits - 32 * (i + 1))) & 0xFFFFFFFF for i in range(count)]


def primes(count):
    found = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


def cube_root(value):
    low, high = 0, 1 << (value.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= value else (low, middle - 1)
    return low


def root_fractions(root, power, count, width):
    """The first bits of the fractions of the roots of the first primes."""
    return [root(prime << (power * width)) & ((1 << width) - 1) for prime in primes(count)]


# Red, green, blue, evenly spaced around the ring.
STOPS = [
    (6, 10, 42),
    (18, 52, 120),
    (45, 120, 190),
    (140, 205, 235),
    (252, 248, 220),
    (250, 190, 75),
    (200, 90, 30),
    (84, 22, 44),
]


def ring(count):
    """Colours with red in the lowest byte; between two stops along 3t^2 - 2t^3, in whole numbers."""
    colours = []
    per_stop = count // len(STOPS)
    for place in range(count):
        stop, step = divmod(place, per_stop)
        start, end = STOPS[stop], STOPS[(stop + 1) % len(STOPS)]
        weight, whole = step * step * (3 * per_stop - 2 * step), per_stop**3
        channels = [(2 * (a * (whole - weight) + b * weight) + whole) // (2 * whole) for a, b in zip(start, end)]
        colours.append(channels[0] | channels[1] << 8 | channels[2] << 16)
    return colours


def table(kind, name, values, width):
    digits, suffix = width // 4, "ull" if width == 64 else ""
    per_line = 4 if width == 64 else 8
    lines = [
        "    " + ", ".join(f"0x{value:0{digits}x}{suffix}" for value in values[i : i + per_line]) + ","
        for i in range(0, len(values), per_line)
    ]
    return f"static const {kind} {name}[{len(values)}] = {{\n" + "\n".join(lines) + "\n};\n"


def write(name, guard, comment, tables):
    text = f"/* {comment} Written by generate_constants.py. */\n#ifndef {guard}\n#define {guard}\n\n#include <stdint.h>\n\n"
    (HERE / name).write_text(text + "\n".join(tables) + "\n#endif\n")


pi = pi_words(18 + 1024)
write(
    "blowfish_pi.h",
    "PROCESSDISTRO_BLOWFISH_PI_H",
    "Blowfish's initial state: the fraction of pi.",
    [table("uint32_t", "PI_SUBKEYS", pi[:18], 32), table("uint32_t", "PI_BOXES", pi[18:], 32)],
)
write(
    "sha2_constants.h",
    "PROCESSDISTRO_SHA2_CONSTANTS_H",
    "SHA-2's constants: fractions of square roots (initial state) and cube roots (rounds) of the first primes.",
    [
        table("uint32_t", "SHA256_INITIAL", root_fractions(isqrt, 2, 8, 32), 32),
        table("uint32_t", "SHA256_ROUND", root_fractions(cube_root, 3, 64, 32), 32),
        table("uint64_t", "SHA512_INITIAL", root_fractions(isqrt, 2, 8, 64), 64),
        table("uint64_t", "SHA512_ROUND", root_fractions(cube_root, 3, 80, 64), 64),
    ],
)
write(
    "mandelbrot_ring.h",
    "PROCESSDISTRO_MANDELBROT_RING_H",
    "Colours around a ring, red in the lowest byte; neighbours differ by 1 at most.",
    [table("uint32_t", "RING", ring(2048), 32)],
)
