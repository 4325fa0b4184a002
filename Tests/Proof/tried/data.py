"""Shops as they were known on some day, and what their customers did then."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).resolve().parents[4] / "shared/data"
# So many rows of the second year stand in the first, too.
REPEATED = 22_523


@dataclass
class Shop:
    name: str
    # A row for each purchase: id, day, invoice, revenue.
    sales: pd.DataFrame
    as_of: pd.Timestamp
    horizon: int

    def __post_init__(self):
        self.day = self.as_of.normalize()
        self.first = self.sales.date.min().normalize()
        self.customers = self.known(self.as_of)
        later = self.between(self.day, self.horizon)
        self.later_days = later.groupby("id").day.nunique().reindex(self.customers.index).fillna(0).to_numpy()
        self.later_revenue = later.groupby("id").revenue.sum().reindex(self.customers.index).fillna(0).to_numpy()
        self.lapsed = self.later_days == 0

    def known(self, as_of):
        groups = self.sales[self.sales.date <= as_of].groupby("id")
        table = pd.DataFrame({
            "first": groups.day.min(), "last": groups.day.max(), "days": groups.day.nunique(),
            "frequency": groups.invoice.nunique(), "monetary": groups.revenue.sum(), "latest": groups.date.max(),
        })  # fmt: skip
        table["x"] = table.days - 1
        table["t_x"] = (table["last"] - table["first"]).dt.days
        table["T"] = (as_of.normalize() - table["first"]).dt.days
        table["recency"] = (as_of - table.latest).dt.total_seconds() // 86_400
        return table

    def between(self, day, days):
        return self.sales[(self.sales.day > day) & (self.sales.day <= day + pd.Timedelta(days=days))]

    @property
    def history(self):
        return [self.customers[column].to_numpy(dtype=float) for column in ("x", "t_x", "T")]

    @property
    def rfm(self):
        return self.customers[["recency", "frequency", "monetary"]].to_numpy(dtype=float)


def online_retail():
    """Both years, cleaned as `rfm train` cleans them; None where a file is missing."""
    files = [FOLDER / f"online-retail-{years}.csv" for years in ("2009-2010", "2010-2011")]
    if not all(file.exists() for file in files):
        print(f"the two years of Online Retail II are not in {FOLDER}: what needs them is skipped")
        return None
    parts = []
    for file, skipped in zip(files, (0, REPEATED)):
        rows = pd.read_csv(file, dtype=str).iloc[skipped:]
        rows.columns = ["invoice", "stock", "description", "quantity", "date", "price", "customer", "country"]
        rows = rows[rows.customer.notna() & rows.invoice.str.fullmatch(r"\d{6}")]
        rows = rows[rows.stock.str.fullmatch(r"\d{5}[A-Za-z]*|PADS")]
        parts.append(pd.DataFrame({
            "id": rows.customer.str.replace(".0", "", regex=False), "invoice": rows.invoice, "stock": rows.stock,
            "date": pd.to_datetime(rows.date), "quantity": rows.quantity.astype(float),
            "revenue": rows.quantity.astype(float) * rows.price.astype(float),
        }))  # fmt: skip
    return with_days(pd.concat(parts))


def cdnow():
    import lifetimes

    file = Path(lifetimes.__file__).parent / "datasets/CDNOW_master.txt"
    rows = pd.read_csv(file, sep=r"\s+", skiprows=1, header=None, names=["id", "date", "quantity", "revenue"], dtype=str)
    rows["date"] = pd.to_datetime(rows.date, format="%Y%m%d")
    rows["revenue"] = rows.revenue.astype(float)
    rows["invoice"] = rows.id + rows.date.astype(str)
    return with_days(rows)


def with_days(sales):
    return sales.assign(day=sales.date.dt.normalize())


def shops(has_cdnow):
    """By name: A as of 2010-12-09, B 2010-06-09 and C 2011-06-09 of Online Retail II, and CDNOW's 23,570."""
    found = {}
    sales = online_retail()
    if sales is not None:
        for name, date, horizon in [("A", "2010-12-09", 365), ("B", "2010-06-09", 180), ("C", "2011-06-09", 180)]:
            found[name] = Shop(name, sales, pd.Timestamp(date + " 20:01:00"), horizon)
    if has_cdnow:
        found["CDNOW"] = Shop("CDNOW", cdnow(), pd.Timestamp("1997-09-30 23:59:59"), 270)
    return found


def halves(count, seed=0):
    """Which half each of so many customers is in."""
    return np.random.default_rng(seed).permutation(count) % 2 == 0
