"""pandas + scikit-learn: sales → RFM → model and table. pandas_train.py SALES MODEL TABLE SUMMARY K|sweep"""

import sys

import pandas as pd

import sales
import training

path, model, table, summary, how = sys.argv[1:]
names = sales.columns(path)
rows = pd.read_csv(
    path, usecols=list(names.values()), parse_dates=[names["date"]], date_format="%Y-%m-%d %H:%M:%S",
    dtype={names["invoice"]: "str", names["stock"]: "str"}, engine="c",
).rename(columns={name: role for role, name in names.items()})
rows = rows.dropna(subset=["customer"])
rows = rows[rows["invoice"].str.fullmatch(r"[0-9]{6}")]
# Distinct codes are few: each is matched once.
codes = rows["stock"].astype("category")
fitting = codes.cat.categories.str.fullmatch(sales.STOCK[1:-1])
rows = rows[fitting[codes.cat.codes]]
rows["money"] = rows["quantity"] * rows["price"]
rfm = rows.groupby("customer", sort=True).agg(
    last=("date", "max"), first=("date", "min"), frequency=("invoice", "nunique"), monetary=("money", "sum"))
rfm["recency"] = (rfm["last"].max() - rfm["last"]).dt.days
values = rfm[["recency", "frequency", "monetary"]].to_numpy(dtype=float)
rfm["cluster"] = training.train(values, how, model, summary)
rfm.to_csv(table)
