"""FastAPI + scikit-learn: the study's service, with its own contract. MODEL is the pickle of pandas_train.py.

    MODEL=model.pickle uvicorn study_service:app

POST /classify_customers answers a sales file, GET /score one customer, with the same members.
"""

import os
import pickle

import pandas as pd
from fastapi import FastAPI, File, UploadFile

import sales

with open(os.environ["MODEL"], "rb") as file:
    scaler, means = pickle.load(file)

app = FastAPI()
TEXTS = [(f"Cluster {number}", f"What cluster {number} means.", ["One thing to do.", "Another thing to do."])
         for number in range(means.n_clusters)]


def member(customer, cluster, recency, frequency, monetary):
    name, interpretation, recommendations = TEXTS[cluster]
    return {
        "customer_id": customer, "predicted_cluster_id": cluster, "cluster_name": name,
        "cluster_interpretation": interpretation, "cluster_recommendations": recommendations,
        "rfm_values": {"MonetaryValue": monetary, "Frequency": frequency, "Recency": recency},
    }


@app.get("/healthz")
def health():
    return "ok"


@app.get("/score")
def score(r: int, f: int, m: float):
    return member("", int(means.predict(scaler.transform([[r, f, m]]))[0]), r, f, m)


@app.post("/classify_customers")
def classify_customers(file: UploadFile = File(...)):
    header = file.file.readline().decode().rstrip("\r\n").split(",")
    names = sales.roles(header)
    file.file.seek(0)
    rows = pd.read_csv(
        file.file, usecols=list(names.values()), parse_dates=[names["date"]], date_format="%Y-%m-%d %H:%M:%S",
        dtype={names["invoice"]: "str", names["stock"]: "str"}, engine="c",
    ).rename(columns={name: role for role, name in names.items()})
    rows = rows.dropna(subset=["customer"])
    rows = rows[rows["invoice"].str.fullmatch(r"[0-9]{6}")]
    codes = rows["stock"].astype("category")
    fitting = codes.cat.categories.str.fullmatch(sales.STOCK[1:-1])
    rows = rows[fitting[codes.cat.codes]]
    rows["money"] = rows["quantity"] * rows["price"]
    rfm = rows.groupby("customer", sort=True).agg(
        last=("date", "max"), frequency=("invoice", "nunique"), monetary=("money", "sum"))
    rfm["recency"] = (rfm["last"].max() - rfm["last"]).dt.days
    labels = means.predict(scaler.transform(rfm[["recency", "frequency", "monetary"]].to_numpy(dtype=float)))
    return [
        member(str(int(customer)), int(label), int(recency), int(frequency), round(monetary, 2))
        for customer, label, recency, frequency, monetary in zip(
            rfm.index, labels, rfm["recency"], rfm["frequency"], rfm["monetary"])]
