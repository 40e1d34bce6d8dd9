"""What is made of the texts that Java tells of a fit and its failures."""

import json

import numpy as np

from atlasprox._adata import table
from atlasprox._errors import EMBED_NAMES, with_params
from atlasprox._found import training


def test_what_is_no_number_is_nan():
    clients = [{"client": "NaN", "heldOutLoss": 2.5}, {"client": "q", "heldOutLoss": "NaN"}]
    trace = [{"round": 1, "worstBatch": "NaN", "objective": "Infinity", "clientLoss": ["NaN", 1.0]}]
    told = training(json.dumps({"clients": clients, "trace": trace, "kernel": "loops"}))
    found = table(told["clients"])
    assert found["heldOutLoss"].dtype == float
    np.testing.assert_array_equal(found["heldOutLoss"], [2.5, np.nan])
    assert list(found["client"]) == ["NaN", "q"]
    assert told["trace"][0]["worstBatch"] == "NaN"
    assert table(told["trace"])["objective"] == [np.inf]


def test_errors_of_embed_name_its_arguments():
    message = "choose --batch among b, or leave out --client; lower --learning-rate"
    assert with_params(message, EMBED_NAMES) == "choose batch_key among b, or leave out client_key; lower learningRate"
    assert with_params(message) == "choose batchCol among b, or leave out client; lower learningRate"
