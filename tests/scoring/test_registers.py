import pytest

from scoring.registers import (
    IndicatorBalance,
    ProcedureBalance,
    indicator_balance,
    procedure_balance,
    procedure_states,
)
from scoring.statements import Kind
from tests.scoring.cases import demonstration, subjects
from tests.scoring.engagements import QUESTIONNAIRE

TOTALS = {p.id: (len(p.client_inputs.fr), len(p.provider_parts.fr)) for p in QUESTIONNAIRE.procedures}
CLASSES = {indicator.id: indicator.class_id for indicator in QUESTIONNAIRE.indicators}
PAIRS = {indicator.id: indicator.pairs for indicator in QUESTIONNAIRE.indicators}


def state(exists=None, inputs=(), parts=(), applied=None):
    said = {"PR-01": {"exists": exists, "applied": applied, "inputs": inputs, "parts": parts}}
    return procedure_states({"PR-01": (4, 5)}, said)[0]


def test_a_procedure_that_nobody_asked_about_is_neither_there_nor_missing():
    found = procedure_states({"PR-01": (4, 5)}, {})
    assert (found[0].exists, found[0].inputs, found[0].parts) == (None, (0, 0, 4), (0, 0, 5))
    assert procedure_balance(found) == ProcedureBalance(0, 0, 0, 0)


def test_what_is_supplied_and_what_was_asked_about_are_counted_apart():
    found = state(True, inputs=(True, False, None, None), parts=(True, True, True, False, None))
    assert (found.inputs, found.parts) == ((1, 2, 4), (3, 4, 5))


@pytest.mark.parametrize(
    ("exists", "inputs", "waits"),
    [
        (False, (True, False, None, None), True),
        (False, (True, True, True, True), False),
        (False, (True, True, None, None), False),
        (False, (None, None, None, None), False),
        (True, (False, False, False, False), False),
        (None, (False, False, False, False), False),
    ],
)
def test_a_missing_procedure_waits_for_the_client_only_when_an_input_is_known_to_be_missing(exists, inputs, waits):
    assert state(exists, inputs).waits_for_client is waits


def test_a_procedure_that_exists_and_is_not_applied_is_counted():
    found = [state(True, applied=False), state(True, applied=None), state(False, applied=False)]
    assert procedure_balance(found) == ProcedureBalance(asked=3, missing=1, waiting_for_client=0, not_applied=1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("valmeca", ProcedureBalance(asked=39, missing=22, waiting_for_client=18, not_applied=5)),
        ("val-dore", ProcedureBalance(asked=40, missing=24, waiting_for_client=20, not_applied=3)),
        ("hexalis", ProcedureBalance(asked=39, missing=3, waiting_for_client=1, not_applied=3)),
    ],
)
def test_whom_the_missing_procedures_of_a_demonstration_wait_for(name, expected):
    states = procedure_states(TOTALS, subjects(demonstration(name), Kind.PROCEDURE))
    assert procedure_balance(states) == expected


def balance(said):
    """Indicators of the catalogue, and the client's own as they describe themselves."""
    own = {id_: value for id_, value in said.items() if id_ not in CLASSES}
    classes = CLASSES | {id_: value["class"] for id_, value in own.items()}
    return indicator_balance(classes, PAIRS | {id_: value.get("pairs", ()) for id_, value in own.items()}, said)


def test_only_what_is_produced_counts_and_is_paired_by_what_is_produced():
    said = {
        "SL-02": {"produced": True, "used": True, "late": True},
        "IQ-01": {"produced": False, "used": True, "late": True},
        "ME-01": {"produced": True, "used": False, "late": None},
    }
    assert balance(said) == IndicatorBalance({"ME": 1, "SL": 1}, produced=2, used=1, unpaired=1, late=1)
    said["IQ-01"]["produced"] = True
    assert balance(said).unpaired == 0


def test_an_indicator_of_the_client_is_paired_as_it_says():
    own = {"produced": True, "class": "SL", "pairs": ["IQ-18"]}
    assert balance({"own:1": own}).unpaired == 1
    assert balance({"own:1": own, "IQ-18": {"produced": True}}).unpaired == 0


@pytest.mark.parametrize(
    ("name", "in_contract", "produced", "used", "unpaired", "late"),
    [("valmeca", 46, 31, 4, 13, 31), ("val-dore", 3, 3, 0, 3, 0), ("hexalis", 14, 14, 12, 1, 0)],
)
def test_the_indicators_of_a_demonstration(name, in_contract, produced, used, unpaired, late):
    said = subjects(demonstration(name), Kind.INDICATOR)
    found = balance(said)
    assert len(said) == in_contract
    assert (found.produced, found.used, found.unpaired, found.late) == (produced, used, unpaired, late)


def test_hexalis_balances_its_indicators_as_the_rules_of_use_ask_and_the_others_do_not():
    shares = {}
    for name in ("valmeca", "val-dore", "hexalis"):
        found = balance(subjects(demonstration(name), Kind.INDICATOR))
        shares[name] = {id_: found.by_class.get(id_, 0) * 3 - found.produced for id_ in ("IQ", "SL")}
    assert shares["hexalis"]["IQ"] > 0 > shares["hexalis"]["SL"]
    assert all(shares[name]["IQ"] < 0 < shares[name]["SL"] for name in ("valmeca", "val-dore"))
