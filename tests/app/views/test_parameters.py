"""Costs and assumptions: every figure with its source, replaced by the engagement's own and given back."""

import pytest

from app.models import Engagement, Statement
from app.services import statements
from questionnaires import load
from scoring.statements import Kind
from tests.app.views.test_statements import post, put

QUESTIONNAIRE = load()


@pytest.fixture
def address(world):
    return f"/engagements/{world.engagement_id}/parameters"


@pytest.fixture
def stored(world, store):
    """Return what holds of a kind, by parameter, and how many statements there are."""

    def found():
        with store() as session:
            engagement = session.get_one(Engagement, world.engagement_id)
            said = statements.latest(session, engagement, Kind.PARAMETER)
            count = session.query(Statement).filter_by(kind=Kind.PARAMETER).count()
        return {id_: plain(held.value) for id_, held in said.items()}, count

    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_figure_is_shown_with_its_mark_and_source_to_who_reads_options(consultant, reader, address, language):
    for client in (consultant, reader):
        with client.session_transaction() as cookie:
            cookie["language"] = language
        page = client.get(address).text
        for parameter in QUESTIONNAIRE.parameters:
            for text in (parameter.name, parameter.source):
                assert text[language] in page
        for mark in {parameter.mark for parameter in QUESTIONNAIRE.parameters}:
            assert next(found for found in QUESTIONNAIRE.marks if found.id == mark).name[language] in page


def test_a_reader_sees_the_figures_and_changes_none(reader, address, stored):
    page = reader.get(address).text
    assert "data-kind" not in page
    assert "<textarea" not in page
    assert ">8,5<" in page
    with reader.session_transaction() as cookie:
        csrf = cookie.get("csrf_token", "")
    for place in (address, f"{address}/default"):
        assert reader.post(place, data={"csrf_token": csrf}).status_code in (400, 403)
    assert stored() == ({}, 0)


def test_saving_the_page_as_it_stands_records_nothing(consultant, address, stored):
    assert post(consultant, address).status_code == 303
    assert stored() == ({}, 0)


def test_own_figures_are_kept_with_their_source_and_used(consultant, reader, address, stored):
    typed = {
        "parameter-tender_cost.low": "1,5",
        "parameter-tender_cost.typical": "2",
        "parameter-tender_cost.high": "4",
        "parameter-tender_cost.source": "Consultation de 2023",
        "parameter-tender_cost.reason": "Deux lots, un conseil.",
    }
    assert post(consultant, address, **typed).status_code == 303
    held, count = stored()
    assert held == {"tender_cost": {"low": 1.5, "typical": 2, "high": 4, "source": "Consultation de 2023"}}
    assert count == 1
    page = consultant.get(address).text
    assert "Les chiffres propres à la mission servent\u202f: 1,5 · 2 · 4." in page
    assert f"Un chiffre sur {len(QUESTIONNAIRE.parameters)} est propre à la mission." in page
    seen = reader.get(address).text
    assert "Consultation de 2023" in seen
    assert "Deux lots" not in seen


def test_a_figure_is_saved_by_itself_as_it_changes(consultant, world, stored):
    base = f"/engagements/{world.engagement_id}"
    typed = {"low": "-5", "typical": "0", "high": "7,25", "source": ""}
    assert put(consultant, base, "parameter", "retender_effect", typed).status_code == 201
    assert stored()[0]["retender_effect"] == {"low": -5, "typical": 0, "high": 7.25, "source": ""}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"low": "3"}, "remettez les trois dans l’ordre"),
        ({"high": ""}, "Écrivez les trois chiffres"),
        ({"typical": "beaucoup"}, "n’est pas un nombre"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_where_it_was_typed(consultant, address, stored, typed, message):
    data = {f"parameter-tender_cost.{name}": text for name, text in typed.items()}
    answer = post(consultant, address, **data, **{"parameter-exit_cost.source": "Annexe 9"})
    assert answer.status_code == 200
    assert message in answer.text
    assert "Annexe 9" in answer.text
    assert stored() == ({}, 0)


def test_the_default_comes_back_and_the_own_figures_stay_on_file(consultant, world, address, stored):
    base = f"/engagements/{world.engagement_id}"
    typed = {"low": "2", "typical": "3", "high": "4", "source": "Devis"}
    put(consultant, base, "parameter", "exit_cost", typed)
    page = consultant.get(address).text
    assert 'value="exit_cost"' in page
    answer = consultant.post(f"{address}/default", data={"csrf_token": token_of(page), "parameter": "exit_cost"})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/parameters#parameter-exit_cost")
    held, count = stored()
    assert held["exit_cost"] == {"low": 0.8, "typical": 1.5, "high": 10, "source": ""}
    assert count == 2
    page = consultant.get(address).text
    assert 'value="exit_cost"' not in page
    assert f"Les {len(QUESTIONNAIRE.parameters)} chiffres sont ceux par défaut" in page


def test_there_is_no_default_of_what_does_not_exist(consultant, address):
    data = {"csrf_token": token_of(consultant.get(address).text), "parameter": "luck"}
    assert consultant.post(f"{address}/default", data=data).status_code == 400


def test_what_the_framing_gives_is_said_and_used(consultant, world, address):
    base = f"/engagements/{world.engagement_id}"
    put(consultant, base, "framing", "hours_lost_per_user", {"value": "3,5"})
    put(consultant, base, "framing", "discount_rate", {"value": "8"})
    put(consultant, base, "framing", "indexation", {"value": "0"})
    page = consultant.get(address).text
    assert "Le cadrage le donne\u202f: 3,5 sert au calcul." in page
    assert "au taux de 8,0\u202f% par an" in page.replace("\u00a0", "\u202f")


@pytest.mark.parametrize("part", ["", "/options"])
def test_the_hub_and_the_options_lead_to_it(consultant, reader, world, address, part):
    for client in (consultant, reader):
        assert f'href="{address}"' in client.get(f"/engagements/{world.engagement_id}{part}").text


def plain(value):
    """The figures of a statement as floats, beside its source."""
    return {name: item if isinstance(item, str) else float(item) for name, item in value.items()}


def token_of(page):
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
