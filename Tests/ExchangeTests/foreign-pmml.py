#!/usr/bin/env python3
"""Makes Tests/ExchangeTests/Foreign/pipeline.pmml anew: the k-means of foreign-models.py as sklearn2pmml writes it. Needs
sklearn2pmml, a scikit-learn that it knows (1.5), and Java.

    python3 Tests/ExchangeTests/foreign-pmml.py
"""

import json
from pathlib import Path

import numpy as np
import pandas
from sklearn.cluster import KMeans
from sklearn.preprocessing import StandardScaler
from sklearn2pmml import sklearn2pmml
from sklearn2pmml.pipeline import PMMLPipeline

FOLDER = Path(__file__).parent / "Foreign"
frame = pandas.read_csv(FOLDER / "customers.csv")[["recency", "frequency", "monetary"]].astype(float)
centroids = np.array(json.loads((FOLDER / "snippet.json").read_text())["centroids"])
pipeline = PMMLPipeline(
    [("scaler", StandardScaler()), ("kmeans", KMeans(n_clusters=3, init=centroids, n_init=1, max_iter=1))])
pipeline.fit(frame)
sklearn2pmml(pipeline, str(FOLDER / "pipeline.pmml"))
