"""One answer from a pickled model: score.py MODEL R F M"""

import pickle
import sys

path, *values = sys.argv[1:]
with open(path, "rb") as file:
    scaler, means = pickle.load(file)
scaled = scaler.transform([[float(value) for value in values]])
print(means.predict(scaled)[0], means.transform(scaled)[0])
