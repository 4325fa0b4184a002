"""Polars: sales → RFM table. polars_table.py SALES TABLE"""

import sys

import polars_sums

path, out = sys.argv[1:]
(
    polars_sums.table(path)
    .sort("customer")
    .select("customer", "recency", "frequency", "monetary", "first_purchase", "last_purchase")
    .collect(engine="streaming")
    .write_csv(out)
)
