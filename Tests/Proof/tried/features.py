"""What more features than three would add."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler


def more(shop):
    """Fifteen features of each customer, beside recency, frequency and monetary."""
    sales = shop.sales[shop.sales.date <= shop.as_of]
    own, groups = shop.customers, sales.groupby("id")
    days = sales.drop_duplicates(["id", "day"]).sort_values(["id", "day"])
    gaps = days.groupby("id").day.diff().dt.days.groupby(days.id)
    orders = sales.groupby(["id", "invoice"]).agg(
        revenue=("revenue", "sum"), lines=("revenue", "size"), stocks=("stock", "nunique"))  # fmt: skip
    by_customer = orders.groupby("id")
    quarter = sales[sales.date > shop.as_of - pd.Timedelta(days=91)].groupby("id")
    return pd.DataFrame({
        "tenure": own["T"], "order value": by_customer.revenue.mean(), "greatest order": by_customer.revenue.max(),
        "products": groups.stock.nunique(), "products per order": by_customer.stocks.mean(),
        "lines": groups.size(), "lines per order": by_customer.lines.mean(), "units": groups.quantity.sum(),
        "days": own.days, "months": sales.assign(month=sales.day.dt.to_period("M")).groupby("id").month.nunique(),
        "mean gap": gaps.mean(), "variation of the gap": gaps.std() / gaps.mean(),
        "price": groups.revenue.sum() / groups.quantity.sum(), "orders of the last quarter": quarter.invoice.nunique(),
        "revenue of the last quarter": quarter.revenue.sum(),
    }).reindex(own.index).fillna(0)  # fmt: skip


def rows(shops, said):
    if "A" not in shops:
        return
    shop = shops["A"]
    plain = np.log1p(np.maximum(shop.rfm, 0))

    def auc(columns):
        model = make_pipeline(StandardScaler(), SplineTransformer(5), LogisticRegression(max_iter=2000))
        chance = cross_val_predict(model, columns, shop.lapsed, cv=10, method="predict_proba")[:, 1]
        return roc_auc_score(shop.lapsed, chance)

    base = auc(plain)
    said.row("A, AUC of lapse by recency, frequency and monetary", auc=base)
    for name, column in more(shop).items():
        said.row(f"A, and {name}", more=auc(np.column_stack([plain, np.log1p(np.maximum(column, 0))])) - base)
