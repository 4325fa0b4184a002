#!/usr/bin/env python3
"""Runs `rfm model export` as PMML and ONNX on real runtimes, and compares each customer with `rfm classify`.

    python3 Tests/Proof/answers_of_runtimes.py [--formats onnx,pmml] [--quick] PROGRAM [FILE...]

Without files: the two real years in ../shared/data. Every customer of each, and values on every edge of the model, go
through onnxruntime, jpmml_evaluator and pypmml (PyPI, into .build/engines-venv; Java for PMML). Clusters, scores,
outliers and segments must be the same, distances within 1e-9. onnx.checker takes the graph, and the PMML is valid by the
schema in jpmml's jar. What cannot be had is skipped by name.
"""

import argparse
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import comparison
from comparison import ROOT, YEARS, expect, run, table

PACKAGES = ["numpy", "pandas", "onnx", "onnxruntime", "jpmml_evaluator", "pypmml", "lxml"]


def check(what, answers, classified, model):
    """answers: a dict of columns for each row; classified: the rows of the CSV of `rfm classify`."""
    k, wrong = len(model["centroids"]), 0
    for answer, (customer, row) in zip(answers, classified.items()):
        r, f, m, rs, fs, ms, cluster, segment, outlier, _ = row[:10]
        isSame = [str(answer[name]) for name in ("recency_score", "frequency_score", "monetary_score", "cluster_id")] == [
            rs, fs, ms, cluster]
        isSame = isSame and answer["segment"] == segment and str(answer["outlier"]) == ("1" if outlier == "true" else "0")
        own = comparison.distances(model, [float(r), float(f), float(m)])
        isSame = isSame and all(comparison.near(float(answer[f"distance_{i}"]), own[i]) for i in range(k))
        if not isSame:
            wrong += 1
            if wrong == 1:
                print("   ", customer, row, answer)
    expect(len(answers) == len(classified), f"{what}: {len(answers)} answers to {len(classified)} rows")
    expect(wrong == 0, f"{what}: {wrong} of {len(classified)} differ")


def values_of(classified):
    return [[float(v) for v in row[:3]] for row in classified.values()]


def onnx_answers(path, rows):
    import numpy
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path))
    columns = {name: numpy.array([r[i] for r in rows]) for i, name in enumerate(("recency", "frequency", "monetary"))}
    outputs = [o.name for o in session.get_outputs()]
    results = dict(zip(outputs, session.run(None, columns)))
    answers = []
    for i in range(len(rows)):
        answer = {name: results[name][i] for name in outputs if name != "distances"}
        answer.update({f"distance_{j}": d for j, d in enumerate(results["distances"][i])})
        answers.append(answer)
    return answers


def number(value):
    return int(value) if isinstance(value, float) and value.is_integer() else value


def whole(answer):
    # jpmml gives the target without a name, too.
    named = {key: value for key, value in answer.items() if isinstance(key, str)}
    return {key: value if "distance" in key else number(value) for key, value in named.items()}


class JPMML:
    name = "jpmml_evaluator"

    def __init__(self):
        from jpmml_evaluator import make_evaluator

        self.make = make_evaluator

    def answers(self, path, rows):
        import pandas

        evaluator = self.make(str(path))
        evaluator.verify()
        frame = pandas.DataFrame(rows, columns=["recency", "frequency", "monetary"])
        return [whole(answer) for answer in evaluator.evaluateAll(frame).to_dict("records")]


class PyPMML:
    name = "pypmml"

    def __init__(self):
        from pypmml import Model

        self.model = Model

    def answers(self, path, rows):
        # One by one: a frame goes to Java as JSON of 10 decimals, and edges would not stay edges.
        model = self.model.load(str(path))
        names = ("recency", "frequency", "monetary")
        return [whole(dict(model.predict(dict(zip(names, row))))) for row in rows]


def schema(folder):
    """The XSD of PMML 4.4, out of a jar of jpmml."""
    import jpmml_evaluator

    for jar in Path(jpmml_evaluator.__file__).parent.rglob("*.jar"):
        with zipfile.ZipFile(jar) as content:
            for name in content.namelist():
                if name.endswith("pmml.xsd"):
                    (folder / "pmml.xsd").write_bytes(content.read(name))
                    return folder / "pmml.xsd"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--formats", default="onnx,pmml")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("program", nargs="?", default=str(ROOT / ".build/release/rfm"))
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    comparison.into_venv({package: package for package in PACKAGES})

    program = str(Path(arguments.program).resolve())
    files = comparison.named_or_shared(arguments.files, YEARS)
    runtimes = []
    if "pmml" in arguments.formats:
        for kind in (JPMML, PyPMML):
            try:
                runtimes.append(kind())
            except Exception as absent:
                print(f"skipped: {kind.name}: {absent}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(ROOT / "Segments", folder / "Segments")
        (folder / "edge-sales.csv").write_text(comparison.EDGE_SALES)
        for path in [folder / "edge-sales.csv", *comparison.there(files)]:
            for _, name in comparison.trained(program, path, folder, arguments.quick):
                model = json.loads((folder / f"Models/{name}.json").read_text())
                packs = ["retail"] if len(model["centroids"]) == 4 else []
                for pack in [*packs, "rfm-scores"]:
                    chosen = ["--model", name, "--pack", pack]
                    (folder / "edges.csv").write_text(comparison.edge_values(model))
                    tables = [
                        (what, table(run(program, "classify", f, "--quiet", "--format", "csv", *chosen, folder=folder))[1])
                        for what, f in (("customers", path), ("edges", "edges.csv"))
                    ]
                    if "onnx" in arguments.formats:
                        import onnx

                        run(program, "model", "export", "--format", "onnx", "-o", "m.onnx", *chosen, folder=folder)
                        onnx.checker.check_model(onnx.load(folder / "m.onnx"), full_check=True)
                        for what, rows in tables:
                            check(f"onnxruntime: {what} of {name} by {pack}", onnx_answers(folder / "m.onnx", values_of(rows)), rows, model)
                    if runtimes:
                        run(program, "model", "export", "--format", "pmml", "-o", "m.pmml", *chosen, folder=folder)
                        xsd = schema(folder)
                        if xsd:
                            from lxml import etree

                            validator = etree.XMLSchema(etree.parse(str(xsd)))
                            isValid = validator.validate(etree.parse(str(folder / "m.pmml")))
                            expect(isValid, f"XSD: {name} by {pack}: {str(validator.error_log)[:300]}")
                        for runtime in runtimes:
                            for what, rows in tables:
                                check(f"{runtime.name}: {what} of {name} by {pack}", runtime.answers(folder / "m.pmml", values_of(rows)), rows, model)
            print(f"{path.name}: {comparison.checks} checks, {len(comparison.failures)} failed so far", flush=True)
    comparison.end("distance")


if __name__ == "__main__":
    main()
