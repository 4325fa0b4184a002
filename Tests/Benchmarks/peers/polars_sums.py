"""Sales to an RFM table with Polars, lazy and streamed."""

import polars as pl

import sales


def table(path):
    names = sales.columns(path)
    types = {
        names["invoice"]: pl.String, names["stock"]: pl.String, names["quantity"]: pl.Int64,
        names["price"]: pl.Float64, names["customer"]: pl.Float64,
    }
    rows = (
        pl.scan_csv(path, schema_overrides=types)
        .select(pl.col(name).alias(role) for role, name in names.items())
        .filter(
            pl.col("customer").is_not_null()
            & pl.col("invoice").str.contains(sales.INVOICE)
            & pl.col("stock").str.contains(sales.STOCK)
        )
        .with_columns(pl.col("date").str.to_datetime("%Y-%m-%d %H:%M:%S"))
    )
    return (
        rows.group_by(pl.col("customer").cast(pl.Int64))
        .agg(
            pl.col("date").max().alias("last_purchase"),
            pl.col("date").min().alias("first_purchase"),
            pl.col("invoice").n_unique().alias("frequency"),
            (pl.col("quantity") * pl.col("price")).sum().alias("monetary"),
        )
        .with_columns(
            (pl.col("last_purchase").max() - pl.col("last_purchase")).dt.total_days().alias("recency"))
    )
