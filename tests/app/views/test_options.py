"""The decision: options with their doubts, the reasons of one, other weights tried, ratings that would flip it."""

import re

import pytest

from app.models import Answer, RatingDecision, Statement
from questionnaires import load
from tests.app.conftest import token

OPTIONS = load().options


def in_english(client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"


@pytest.fixture
def stored(store):
    """How many statements there are."""

    def count():
        with store() as session:
            return session.query(Statement).count()

    return count


def test_every_option_has_its_value_with_its_range_and_leads_to_its_reasons(reader, base):
    page = reader.get(f"{base}/options").text
    for option in OPTIONS:
        assert f'href="{base}/options/{option.id}"' in page
    assert re.search(r'data-label="Plage">\d+ à \d+<', page)
    assert re.search(r'data-label="Première dans">\d+', page)


@pytest.mark.parametrize(
    "title",
    [
        "À quel rang chaque option arrive",
        "Ce que coûte chaque option en tout",
        "La maturité que chaque option peut apporter",
        "Ce qui déplace l’avance",
        "Ce qui ferait changer d’avis",
        "Quand décider à nouveau",
        "Ce que nous ne savons pas",
        "Vos poids",
    ],
)
def test_what_varies_costs_and_would_change_it_is_there(reader, base, title):
    assert title in reader.get(f"{base}/options").text


def test_the_trail_goes_on_for_who_decides_and_stops_at_the_rating_for_a_reader(consultant, reader, base):
    trail, stopped = (client.get(f"{base}/options/O1").text for client in (consultant, reader))
    for page in (f"{base}/practices/", f"{base}/judgements#ability", f"{base}/parameters"):
        assert page in trail
    assert f"{base}/practices/" not in stopped
    assert f"{base}/judgements" not in stopped
    assert f"{base}/parameters" in stopped
    practice = load().practices[0].name["fr"]
    assert practice in trail
    assert practice in stopped


@pytest.mark.parametrize("option", [option.id for option in OPTIONS])
def test_the_reasons_of_every_option_add_up_to_its_value(consultant, base, option):
    in_english(consultant)
    page = consultant.get(f"{base}/options/{option}").text
    brought = [float(found) for found in re.findall(r'data-label="Brings">([\d.]+)<', page)]
    total = float(re.search(r"(\d+) of 100 in all", page)[1])
    assert len(brought) == len(load().criteria)
    assert abs(sum(brought) - total) < 1


def test_an_option_that_does_not_exist_is_not_found(consultant, base):
    assert consultant.get(f"{base}/options/O99").status_code == 404


class TestOtherWeights:
    def test_the_form_starts_with_the_weights_in_use(self, reader, base):
        page = reader.get(f"{base}/options/weights").text
        for criterion in load().criteria:
            assert criterion.worst["fr"] in page
            assert criterion.best["fr"] in page
            assert f'name="{criterion.id}" value="{criterion.weight}"' in page

    def test_they_show_what_leads_and_change_nothing(self, reader, base, stored):
        before, count = reader.get(f"{base}/options").text, stored()
        tried = dict.fromkeys((criterion.id for criterion in load().criteria), 0) | {"need": 100}
        page = reader.get(f"{base}/options/weights", query_string=tried).text
        assert "Les options avec ces poids" in page
        assert stored() == count
        assert headline(reader.get(f"{base}/options").text) == headline(before)

    def test_the_usual_ones_give_the_same_values(self, reader, base):
        usual = {criterion.id: criterion.weight for criterion in load().criteria}
        page = reader.get(f"{base}/options/weights", query_string=usual).text
        rows = re.findall(r'data-label="En usage">(\d+)</td><td [^>]+><strong>(\d+)</strong>', page)
        assert len(rows) == len(OPTIONS)
        assert all(used == tried for used, tried in rows)
        assert "La même option reste en tête." in page

    def test_they_can_make_another_option_lead(self, reader, base):
        tried = dict.fromkeys((criterion.id for criterion in load().criteria), 0) | {"people": 100}
        page = reader.get(f"{base}/options/weights", query_string=tried).text
        assert "Une autre option passe en tête." in page

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"need": "beaucoup"}, "n’est pas un nombre"),
            ({"need": "101"}, "Écrivez un nombre de 0 à 100."),
            ({"need": "1,5"}, "nombre entier"),
            ({"need": "0"}, "Donnez des points à un critère au moins."),
        ],
    )
    def test_what_cannot_be_is_said_and_kept(self, reader, base, typed, message):
        page = reader.get(f"{base}/options/weights", query_string=typed).text
        assert message in page
        assert f'name="need" value="{typed["need"]}"' in page
        assert "Les options avec ces poids" not in page


class TestSensitivity:
    def test_it_is_computed_when_asked_only(self, reader, base):
        page = reader.get(f"{base}/sensitivity").text
        assert "Rester et améliorer" in page
        assert 'id="t-flips"' not in page

    def test_it_says_which_ratings_would_change_the_advice_or_that_none_would(self, consultant, base, stored):
        count = stored()
        answer = consultant.post(f"{base}/sensitivity", data={"csrf_token": token(consultant)})
        assert answer.status_code == 200
        assert 'id="t-flips"' in answer.text
        assert stored() == count


def test_too_little_leans_for_who_may_complete_it_and_advises_nobody(consultant, reader, base, store):
    with store() as session:
        session.query(RatingDecision).delete()
        for answer in session.query(Answer).filter(Answer.practice_id.not_like("CTR%")):
            session.delete(answer)
    pages = [client.get(f"{base}/options").text for client in (consultant, reader)]
    for page in pages:
        assert "Ce qui manque pour donner un avis" in page
    assert ["Pour le consultant seul." in page for page in pages] == [True, False]
    for part in ("options/weights?need=10", "options/O1", "sensitivity"):
        assert consultant.get(f"{base}/{part}").status_code == 200


def headline(page):
    return re.search(r'<h1 id="advice-title">(.+?)</h1>', page)[1]
