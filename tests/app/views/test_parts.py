"""Ranges of judgements and towers apart: typed in points of 100, kept as shares, used by the options."""

import re

import pytest

from app.models import Statement
from questionnaires import load
from scoring.statements import Kind
from tests.app.conftest import token
from tests.app.views.test_statements import post, put

TOWERS = [tower.id for tower in load().towers]


def floats(value):
    return {
        name: float(item) if name in ("low", "high", "share", "need", "ability") and item is not None else item
        for name, item in value.items()
    }


def test_a_range_is_asked_where_there_is_a_judgement_and_says_what_is_used(consultant, base):
    page = consultant.get(f"{base}/judgements").text
    assert page.count('data-kind="range"') == 5
    assert "puisque rien n’a été dit" in page


def test_a_range_is_kept_and_used(consultant, base, latest):
    typed = {"range-ability.low": "60", "range-ability.high": "95,5", "range-ability.reason": "Deux avis."}
    assert post(consultant, f"{base}/judgements", **typed).status_code == 303
    held = latest(Kind.RANGE)
    assert floats(held["ability"].value) == {"low": 0.6, "high": 0.955}
    assert held["ability"].reason == "Deux avis."
    assert "En usage\u202f: 60 à 96." in consultant.get(f"{base}/judgements").text


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        ("60", "", "donnez les deux bornes, ou aucune"),
        ("60", "120", "Écrivez un nombre de 0 à 100."),
        ("60", "20", "remettez les deux dans l’ordre"),
        ("1,234", "20", "peut se lire de deux façons"),
        ("1,2345", "20", "Deux décimales suffisent ici."),
    ],
)
def test_a_range_that_cannot_be_is_refused_in_its_place(consultant, base, latest, low, high, message):
    answer = post(consultant, f"{base}/judgements", **{"range-need.low": low, "range-need.high": high})
    assert answer.status_code == 200
    assert message in answer.text
    assert latest(Kind.RANGE) == {}


def test_saving_either_page_as_it_stands_records_nothing(consultant, base, store):
    with store() as session:
        before = session.query(Statement).count()
    for part in ("judgements", "parts"):
        assert post(consultant, f"{base}/{part}").status_code == 303
    with store() as session:
        assert session.query(Statement).count() == before


def test_what_is_otherwise_for_a_tower_is_kept_and_the_rest_is_as_the_whole(consultant, base, latest):
    typed = {
        f"part-{TOWERS[0]}.share": "20",
        f"part-{TOWERS[0]}.ability": "12,5",
        f"part-{TOWERS[0]}.refused": "yes",
        f"part-{TOWERS[0]}.skills": "enough",
        f"part-{TOWERS[0]}.control_wanted": "no",
        f"part-{TOWERS[0]}.reason": "Autre équipe.",
    }
    assert post(consultant, f"{base}/parts", **typed).status_code == 303
    value = floats(latest(Kind.PART)[TOWERS[0]].value)
    assert value == {
        "share": 0.2,
        "need": None,
        "ability": 0.125,
        "price_gap": None,
        "refused": True,
        "skills": "enough",
        "control_wanted": False,
    }
    page = consultant.get(f"{base}/parts").text
    assert 'value="12,5"' in page
    assert "Autre équipe." in page


def test_a_tower_needs_its_share(consultant, base, latest):
    answer = post(consultant, f"{base}/parts", **{f"part-{TOWERS[0]}.need": "80"})
    assert "donnez la part de ce domaine, ou n’en dites rien d’autre" in answer.text
    assert put(consultant, base, "part", TOWERS[0], {"share": "", "need": "80"}).status_code == 422
    assert latest(Kind.PART) == {}


def test_a_tower_out_of_scope_is_not_asked(consultant, base):
    put(consultant, base, "tower", TOWERS[0], {"in_scope": ""})
    page = consultant.get(f"{base}/parts").text
    assert f'data-subject="{TOWERS[0]}"' not in page
    assert f'data-subject="{TOWERS[1]}"' in page


def test_a_tower_that_calls_for_another_answer_is_told_with_the_options(consultant, base):
    assert "Domaines de service qui appellent" not in consultant.get(f"{base}/options").text
    typed = {"share": "20", "need": "100", "ability": "0", "refused": "yes", "skills": "", "control_wanted": ""}
    assert put(consultant, base, "part", TOWERS[0], typed).status_code == 201
    page = consultant.get(f"{base}/options").text
    assert "Domaines de service qui appellent une autre réponse" in page


@pytest.mark.parametrize(
    ("part", "kind", "subject", "fields"),
    [
        ("judgements", Kind.RANGE, "ability", {"low": "60", "high": "95"}),
        ("parts", Kind.PART, TOWERS[0], {"share": "20", "ability": "12"}),
    ],
)
def test_what_was_said_is_taken_back_by_emptying_it(consultant, base, latest, part, kind, subject, fields):
    before = consultant.get(f"{base}/options").text
    for typed in (fields, dict.fromkeys(fields, "")):
        said = {f"{kind}-{subject}.{name}": text for name, text in typed.items()}
        assert post(consultant, f"{base}/{part}", **said).status_code == 303
    assert latest(kind) == {}
    assert shown(consultant.get(f"{base}/options").text) == shown(before)


def withdraw(client, address, driver):
    """Press the button that takes back the range of a judgement."""
    return client.post(f"{address}/range", data={"csrf_token": token(client), "driver": driver})


def test_a_range_is_withdrawn_with_a_button_that_is_there_only_while_one_is_said(consultant, base, latest, store):
    address = f"{base}/judgements"
    assert "Retirer cette plage" not in consultant.get(address).text
    post(consultant, address, **{"range-ability.low": "60", "range-ability.high": "95"})
    assert consultant.get(address).text.count("Retirer cette plage") == 1
    for _twice in range(2):
        answer = withdraw(consultant, address, "ability")
        assert answer.location.endswith("/judgements#range-ability")
    assert "La plage est retirée." in consultant.get(address).text
    assert latest(Kind.RANGE) == {}
    with store() as session:
        assert session.query(Statement).filter_by(kind=Kind.RANGE).count() == 2


def test_a_range_of_nothing_known_cannot_be_withdrawn(consultant, base):
    assert withdraw(consultant, f"{base}/judgements", "weather").status_code == 400


def test_what_is_withdrawn_is_withdrawn_in_english_too(consultant, base):
    post(consultant, f"{base}/judgements", **{"range-ability.low": "60", "range-ability.high": "95"})
    assert "Withdraw this range" in consultant.get(f"{base}/judgements", headers={"Accept-Language": "en"}).text


def shown(page):
    """Return a page without its token and its notices."""
    return re.sub(r'name="csrf[^>]+>', "", page.partition("<h1>")[2])


@pytest.mark.parametrize(("field", "typed"), [("ability", "12"), ("need", "0"), ("control_wanted", "no")])
def test_a_tower_without_its_share_is_refused_while_anything_else_is_said_of_it(
    consultant,
    base,
    latest,
    field,
    typed,
):
    answer = post(consultant, f"{base}/parts", **{f"part-{TOWERS[0]}.{field}": typed})
    assert "donnez la part de ce domaine, ou n’en dites rien d’autre" in answer.text
    assert latest(Kind.PART) == {}
