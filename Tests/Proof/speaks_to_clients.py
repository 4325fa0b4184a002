"""Real clients of other services speak to rfm-server.

    make proof ROWS=service

A virtual environment with the clients is made in .build-server/proof-venv, from PyPI. tritonclient, KServe's client, MLflow's
scoring client and requests ask the server that was built, and what they get is compared with `rfm --json`. Then
schemathesis asks everything that the OpenAPI document says, and no answer may be an error of the server.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".build-server" / "proof-venv"
CLIENTS = ["tritonclient[http]==2.73.0", "kserve==0.21.0", "mlflow-skinny==3.17.2", "pandas==2.3.3", "scipy",
           "requests", "schemathesis==4.32.5"]
MODEL = "online-retail-2009-2010"
ROWS = [[12, 5, 1840.5], [300, 1, 20.0], [1, 30, 20000.0]]


def into_venv():
    """Runs this again with the clients."""
    python = VENV / "bin" / "python"
    if not python.exists():
        venv.create(VENV, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *CLIENTS], check=True)
    os.execv(python, [str(python), __file__, *sys.argv[1:], "--inside"])


def typed(rfm, row):
    """What the command line answers."""
    words = [f"r={row[0]}", f"f={row[1]}", f"m={row[2]}"]
    return json.loads(subprocess.run([rfm, "score", *words, "--json"], cwd=ROOT, check=True, capture_output=True).stdout)


def triton(port, answers):
    import numpy
    import tritonclient.http as client

    server = client.InferenceServerClient(f"127.0.0.1:{port}")
    assert server.is_server_live() and server.is_server_ready() and server.is_model_ready(MODEL)
    for binary in (True, False):
        inputs = []
        for place, (name, kind, dtype) in enumerate(
            [("recency", "INT64", numpy.int64), ("frequency", "FP32", numpy.float32), ("monetary", "FP64", numpy.float64)]
        ):
            one = client.InferInput(name, [len(ROWS)], kind)
            one.set_data_from_numpy(numpy.array([row[place] for row in ROWS], dtype=dtype), binary_data=binary)
            inputs.append(one)
        outputs = [client.InferRequestedOutput(name, binary_data=binary) for name in ("cluster", "segment", "distances")]
        result = server.infer(MODEL, inputs, outputs=outputs)
        names = [name.decode() if isinstance(name, bytes) else name for name in result.as_numpy("segment")]
        assert names == [answer["segment"] for answer in answers]
        assert result.as_numpy("cluster").tolist() == [answer["cluster"] for answer in answers]
        assert result.as_numpy("distances").tolist() == [answer["distances"] for answer in answers]
    try:
        server.infer("none", inputs)
        raise AssertionError("a model that is not there was asked")
    except client.InferenceServerException as error:
        assert "there is no model" in error.message()


async def kserve(base, answers):
    import numpy
    from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

    client = InferenceRESTClient(RESTConfig(protocol="v2", retries=0))
    assert await client.is_server_live(base) and await client.is_server_ready(base)
    assert await client.is_model_ready(base, MODEL)
    one = InferInput("input-0", [len(ROWS), 3], "FP64")
    one.set_data_from_numpy(numpy.array(ROWS), binary_data=False)
    result = await client.infer(base, InferRequest(model_name=MODEL, infer_inputs=[one]), model_name=MODEL)
    outputs = {output.name: output.data for output in result.outputs}
    assert outputs["segment"] == [answer["segment"] for answer in answers]
    assert outputs["cluster"] == [answer["cluster"] for answer in answers]


def mlflow(port, answers):
    import pandas
    from mlflow.pyfunc.scoring_server.client import ScoringServerClient

    client = ScoringServerClient("127.0.0.1", port)
    client.ping()
    frame = pandas.DataFrame(ROWS, columns=["recency", "frequency", "monetary"])
    predictions = client.invoke(frame).get_predictions()
    assert predictions["segment"].tolist() == [answer["segment"] for answer in answers]
    assert predictions["cluster"].tolist() == [answer["cluster"] for answer in answers]


def study(base, rfm, sales):
    """The file as the study's page posts it."""
    import requests

    with open(sales, "rb") as file:
        answer = requests.post(f"{base}/classify_customers", files={"file": file})
    answer.raise_for_status()
    rows = answer.json()
    asked = json.loads(subprocess.run([rfm, "classify", str(sales), "--format", "json"], cwd=ROOT, check=True,
                                      capture_output=True).stdout)
    for row in asked:
        del row["distances"]
    assert rows == asked
    return len(rows)


def main():
    if "--inside" not in sys.argv:
        into_venv()
    rfm, server = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    cases = sys.argv[3] if len(sys.argv) > 4 else "100"
    folder = Path(tempfile.mkdtemp(prefix="rfm-proof-"))
    for name in ("Models", "Segments", "Layouts"):
        shutil.copytree(ROOT / name, folder / name)
    process = subprocess.Popen([server, "--port", "0", "--log", "error"], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        base = process.stdout.readline().split()[-1]
        port = int(base.rsplit(":", 1)[1])
        answers = [typed(rfm, row) for row in ROWS]
        triton(port, answers)
        print("tritonclient: the same answers, in JSON and as bytes")
        asyncio.run(kserve(base, answers))
        print("kserve: the same answers")
        mlflow(port, answers)
        print("mlflow: the same answers")
        sales = ROOT.parent / "shared" / "data" / "online-retail-2010-2011.csv"
        if sales.exists():
            print(f"requests: {study(base, rfm, sales)} customers of {sales.name}, the same")
        command = [VENV / "bin" / "schemathesis", "run", f"{base}/openapi.json", "--checks", "not_a_server_error",
                   "-n", cases, "--phases", "examples,coverage,fuzzing", "--exclude-path-regex", "events|login",
                   "--request-timeout", "20"]
        subprocess.run([str(word) for word in command], cwd=folder, check=True)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


main()
