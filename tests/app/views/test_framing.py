"""New engagement and its framing: everything is explained, nothing typed is lost."""

import re

import pytest

from app.models import Engagement

BASE = {"client_name": "Müller & Söhne", "provider_name": "Norvexia", "contract_form": "private", "language": "fr"}


def post(client, data, address="/engagements/new"):
    page = client.get(address).text
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("csrf_token", "id")}
    return client.post(address, data={**hidden, **BASE, **data})


def stored(store):
    with store() as session:
        found = session.query(Engagement).filter_by(client_name=BASE["client_name"]).all()
        session.expunge_all()
    return found


def test_two_names_open_an_engagement(consultant, store):
    answer = post(consultant, {})
    assert answer.status_code == 303
    (engagement,) = stored(store)
    assert answer.headers["Location"] == f"/engagements/{engagement.id}"


def test_the_same_form_sent_twice_opens_one_engagement(consultant, store):
    page = consultant.get("/engagements/new").text
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("csrf_token", "id")}
    places = {consultant.post("/engagements/new", data={**hidden, **BASE}).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert len(stored(store)) == 1


@pytest.mark.parametrize(
    ("typed", "euros"),
    [("4 200 000", 4_200_000), ("4\u202f200\u00a0000,4", 4_200_000), ("99,95", 100), ("99.95", 100), ("0", 0)],
)
def test_amounts_are_read_as_people_write_them(consultant, store, typed, euros):
    assert post(consultant, {"yearly_value": typed}).status_code == 303
    assert stored(store)[0].yearly_value == euros


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"client_name": " "}, "Donnez un nom au client"),
        ({"provider_name": "Müller & Söhne"}, "le même nom"),
        ({"contract_start": "2027-01-01", "contract_end": "2026-01-01"}, "Le terme précède le début"),
        ({"contract_end": "31/02/2028"}, "n’est pas une date"),
        ({"yearly_value": "-5"}, "zéro ou plus"),
        ({"yearly_value": "1.234"}, "deux façons"),
        ({"yearly_value": "beaucoup"}, "n’est pas un nombre"),
        ({"users": "12,5"}, "nombre entier"),
        ({"notice_months": "99"}, "de 0 à 60"),
        (
            {"contract_start": "2026-01-01", "contract_end": "2026-06-01", "notice_months": "12"},
            "plus long que le contrat",
        ),
        ({"written_refusal-holds": "yes"}, "quelle pièce"),
        ({"lawful_continuation-holds": "no"}, "quelle pièce"),
        ({"id": "not-an-id"}, "abîmée"),
    ],
)
def test_a_mistake_is_named_with_its_cure_and_nothing_typed_is_lost(consultant, store, data, message):
    answer = post(consultant, {"question": "Rester <ou> partir ?", **data})
    assert answer.status_code == 200
    assert message in answer.text
    assert "Rester &lt;ou&gt; partir ?" in answer.text
    assert not stored(store)


def test_control_characters_are_removed_and_the_rest_kept(consultant, store):
    post(consultant, {"question": "abc\x00def\x0b\r\nfin"})
    assert stored(store)[0].question == "abcdef\nfin"


def test_dated_facts_are_kept_and_shown_again(consultant, store):
    fact = {"holds": "no", "on": "2026-10-22", "reference": "Avenant 4, plafond atteint"}
    answer = post(consultant, {f"lawful_continuation-{name}": value for name, value in fact.items()})
    (engagement,) = stored(store)
    assert engagement.lawful_continuation.holds is False
    assert engagement.provisions_refused is None
    text = consultant.get(f"{answer.headers['Location']}/framing").text
    assert "Avenant 4, plafond atteint" in text
    assert 'value="2026-10-22"' in text


def test_saving_the_framing_unchanged_changes_nothing(consultant, store, world):
    address = f"/engagements/{world.engagement_id}/framing"
    before = consultant.get(f"/engagements/{world.engagement_id}/engagement.json").data
    page = consultant.get(address).text
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', page))
    fields.pop("critical_service")  # a box that is not ticked sends nothing
    radios = re.findall(r'<input checked [^>]*name="([^"]+)" type="radio" value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
    selects = re.findall(r'<select[^>]*name="([^"]+)".*?<option selected value="([^"]*)"', page, re.DOTALL)
    answer = consultant.post(address, data=fields | dict(radios) | dict(areas) | dict(selects))
    assert answer.status_code == 303
    assert consultant.get(f"/engagements/{world.engagement_id}/engagement.json").data == before
