#!/usr/bin/env python3
"""Repeats a sales file with shifted customer IDs: a file many times as long, of as many times the customers.

    large_sales.py SALES.csv OUT.csv --times 20

The customer is the last column but one, written as 17850 or 17850.0, and moves on by 10,000 with each copy.
"""

import argparse
import os


def write(source: str, target: str, times: int) -> None:
    with open(source, "rb") as file:
        header, *lines = file.read().splitlines(keepends=True)
    heads, ids, tails = [], [], []
    for line in lines:
        head, customer, tail = line.rsplit(b",", 2)
        digits, point, rest = customer.partition(b".")
        heads.append(head + b",")
        ids.append(int(digits) if digits.isdigit() else None)
        tails.append(point + rest + b"," + tail)
    if any(number is not None and not 10_000 <= number < 20_000 for number in ids):
        raise SystemExit(f"{source}: customer IDs of five digits from 10000 to 19999 are needed")
    partial = f"{target}.part"
    with open(partial, "wb") as file:
        file.write(header)
        for copy in range(times):
            shift = 10_000 * copy
            file.write(
                b"".join(
                    head + (b"" if number is None else b"%d" % (number + shift)) + tail
                    for head, number, tail in zip(heads, ids, tails)
                )
            )
    os.replace(partial, target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sales")
    parser.add_argument("out")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    write(options.sales, options.out, options.times)
