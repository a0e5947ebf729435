"""Weights of the deciders: points, a ranking or intervals; kept, refused in their place, used by the options."""

import re

import pytest

from app.models import Engagement, Statement
from app.services import statements
from questionnaires import load
from scoring.statements import Kind
from tests.app.conftest import token

CRITERIA = [criterion.id for criterion in load().criteria]


@pytest.fixture
def address(world):
    return f"/engagements/{world.engagement_id}/weights"


@pytest.fixture
def held(world, store):
    """Return what holds, by decider."""

    def found():
        with store() as session:
            engagement = session.get_one(Engagement, world.engagement_id)
            said = statements.latest(session, engagement, Kind.WEIGHTS)
        return {decider: (each.value, each.reason) for decider, each in said.items()}

    return found


def say(client, address, decider, form, **fields):
    data = {"csrf_token": token(client), **fields}
    return client.post(f"{address}/{decider}?form={form}", data=data)


def points(**given):
    return {f"points_{id_}": str(given.get(id_, 10)) for id_ in CRITERIA}


@pytest.mark.parametrize("form", ["points", "ranking", "intervals"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_ends_of_every_criterion_are_printed_beside_its_field(consultant, address, form, language):
    with consultant.session_transaction() as cookie:
        cookie["language"] = language
    page = consultant.get(f"{address}/cio?form={form}").text
    for criterion in load().criteria:
        for text in (criterion.name, criterion.worst, criterion.best):
            assert text[language] in page


def test_no_value_of_an_option_is_shown_where_weights_are_asked(consultant, address):
    for page in (address, f"{address}/cio"):
        text = consultant.get(page).text
        assert not [option.id for option in load().options if option.name["fr"] in text]


def test_points_are_kept_with_their_precision_and_the_reason(consultant, address, held):
    answer = say(
        consultant, address, "cio", "points", **points(cost=100), precision="rough", reason="Le budget d’abord."
    )
    assert answer.status_code == 303
    value, reason = held()["cio"]
    assert (value["form"], value["precision"], value["points"]["cost"]) == ("points", "rough", 100)
    assert reason == "Le budget d’abord."
    page = consultant.get(address).text
    assert "Le budget d’abord." in page
    assert "Coût complet\u00a059" in page
    filled = consultant.get(f"{address}/cio").text
    assert re.search(r'id="points_cost"[^>]+value="100"', filled)


def test_a_ranking_keeps_ties_together(consultant, address, held):
    ranks = {f"rank_{id_}": "3" for id_ in CRITERIA} | {"rank_cost": "1", "rank_need": "2"}
    assert say(consultant, address, "executive", "ranking", **ranks).status_code == 303
    value, _ = held()["executive"]
    assert value["ranking"][:2] == [["cost"], ["need"]]
    assert sorted(value["ranking"][2]) == sorted(set(CRITERIA) - {"cost", "need"})


def test_an_interval_that_is_left_open_spans_all(consultant, address, held):
    assert say(consultant, address, "finance", "intervals", low_cost="20", high_cost="60").status_code == 303
    value, _ = held()["finance"]
    assert (value["low"]["cost"], value["high"]["cost"]) == (20, 60)
    assert (value["low"]["need"], value["high"]["need"]) == (0, 100)


@pytest.mark.parametrize(
    ("form", "fields", "message"),
    [
        ("points", points() | {"points_cost": ""}, "Écrivez des points, 0 s’il ne compte pas."),
        ("points", points() | {"points_cost": "beaucoup"}, "n’est pas un nombre"),
        ("points", dict.fromkeys(points(), "0"), "Les points sont tous à 0"),
        ("ranking", {f"rank_{id_}": "9" for id_ in CRITERIA}, "Écrivez un nombre de 1 à 8."),
        (
            "intervals",
            {"low_cost": "60", "high_cost": "20"},
            "Coût complet\u202f: la borne haute est sous la borne basse",
        ),
        ("intervals", {f"low_{id_}": "20" for id_ in CRITERIA}, "Les bornes basses font plus de 100 au total"),
    ],
)
def test_weights_that_cannot_be_are_refused_and_keep_what_was_typed(consultant, address, held, form, fields, message):
    answer = say(consultant, address, "cio", form, **fields, precision="firm", reason="Tout compte.")
    assert answer.status_code == 200
    assert message in answer.text
    assert 'role="alert"' in answer.text
    assert "Tout compte." in answer.text
    assert held() == {}


def test_what_is_said_again_replaces_and_the_earlier_one_stays_on_file(consultant, address, held, store):
    for given in (100, 5):
        say(consultant, address, "cio", "points", **points(cost=given), precision="firm")
    assert held()["cio"][0]["points"]["cost"] == 5
    with store() as session:
        assert session.query(Statement).filter_by(kind=Kind.WEIGHTS).count() == 2


def test_a_decider_or_a_manner_that_does_not_exist_is_not_found(consultant, address):
    assert consultant.get(f"{address}/king").status_code == 404
    assert consultant.get(f"{address}/cio?form=dice").status_code == 404


def test_options_are_valued_with_the_mean_of_the_deciders_and_each_has_its_lead(consultant, world, address):
    say(consultant, address, "cio", "points", **dict.fromkeys(points(), "0") | {"points_cost": "100"}, precision="firm")
    page = consultant.get(address).text
    assert "Leur moyenne, qui sert pour toutes les options" in page
    assert "<strong>100\u202f%</strong>" in page
    options = consultant.get(f"/engagements/{world.engagement_id}/options").text
    assert options.count("Directeur des systèmes d’information") == 1
    hub = consultant.get(f"/engagements/{world.engagement_id}").text
    assert "un décideur interrogé" in hub


def test_weights_are_taken_back_and_stay_on_file(consultant, address, held, store):
    assert "Retirer ces poids" not in consultant.get(f"{address}/cio").text
    say(consultant, address, "cio", "points", **points(cost=100))
    used = consultant.get(address).text
    assert "Retirer ces poids" in consultant.get(f"{address}/cio").text
    for _twice in range(2):
        answer = consultant.post(f"{address}/cio/withdraw", data={"csrf_token": token(consultant)})
        assert answer.status_code == 303
    assert held() == {}
    page = consultant.get(address).text
    assert "Coût complet\u00a059" in used
    assert "Coût complet\u00a059" not in page
    with store() as session:
        assert session.query(Statement).filter_by(kind=Kind.WEIGHTS).count() == 2
