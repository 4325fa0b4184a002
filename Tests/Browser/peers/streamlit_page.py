"""The same job as the Sales file and Train views, as one writes it with Streamlit, pandas and scikit-learn."""

import pandas as pd
import streamlit as st
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

st.title("Customers")
file = st.file_uploader("Sales file", type="csv")
if file:
    sales = pd.read_csv(file, dtype={"InvoiceNo": str, "StockCode": str, "CustomerID": str}, encoding="utf-8-sig")
    sales.columns = [name.replace(" ", "") for name in sales.columns]
    sales = sales.rename(columns={"Invoice": "InvoiceNo", "Price": "UnitPrice"})
    sales["InvoiceDate"] = pd.to_datetime(sales["InvoiceDate"])
    sales = sales.dropna(subset=["CustomerID"])
    sales = sales[(sales["Quantity"] > 0) & (sales["UnitPrice"] > 0)]
    sales["Amount"] = sales["Quantity"] * sales["UnitPrice"]
    last = sales["InvoiceDate"].max()
    table = sales.groupby("CustomerID").agg(
        recency=("InvoiceDate", lambda dates: (last - dates.max()).days), frequency=("InvoiceNo", "nunique"),
        monetary=("Amount", "sum"))
    k = st.number_input("k", 2, 12, 4)
    scaled = StandardScaler().fit_transform(table)
    model = KMeans(k, n_init=10, random_state=42).fit(scaled)
    table["cluster"] = model.labels_
    st.write("silhouette", silhouette_score(scaled, model.labels_))
    st.dataframe(table.sort_values("monetary", ascending=False))
    st.write(f"done with {k}")
