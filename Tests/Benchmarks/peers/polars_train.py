"""Polars + scikit-learn: sales → RFM → model and table. polars_train.py SALES MODEL TABLE SUMMARY K|sweep"""

import sys

import polars as pl

import polars_sums
import training

path, model, table, summary, how = sys.argv[1:]
rfm = polars_sums.table(path).collect(engine="streaming").sort("customer")
values = rfm.select("recency", "frequency", "monetary").to_numpy().astype(float)
rfm = rfm.with_columns(pl.Series("cluster", training.train(values, how, model, summary)))
rfm.write_csv(table)
