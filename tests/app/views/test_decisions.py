"""Calibration and files: each decision has its reason, each refusal keeps what was typed."""

import io
import re

import pytest

PRACTICE = "PRC-CHM-C1"


def token(client):
    return re.search(r'name="csrf-token" content="([^"]+)"', client.get("/help").text)[1]


def post(client, address, **data):
    return client.post(address, data={"csrf_token": token(client)} | data)


def test_a_rating_is_decided_with_its_reason_then_given_back(consultant, base):
    address = f"{base}/practices/{PRACTICE}"
    decided = post(
        consultant,
        f"{address}/rating",
        **{"rating-level": "2.5", "rating-reason": "Vu <ensemble>.", "rating-consent": "y"},
    )
    assert decided.status_code == 303
    page = consultant.get(address).text
    assert "Cote décidée\u202f: 2,5" in page
    assert "Vu &lt;ensemble&gt;." in page
    assert post(consultant, f"{address}/release", **{"release-reason": "Nouvelle réponse."}).status_code == 303
    assert "Cote proposée" in consultant.get(address).text


@pytest.mark.parametrize(
    ("act", "data", "message"),
    [
        ("rating", {"rating-level": "2", "rating-reason": " "}, "le rapport le cite"),
        ("rating", {"rating-level": "", "rating-reason": "Parce que."}, "Choisissez la cote"),
        ("rating", {"rating-level": "7", "rating-reason": "Parce que."}, "choix valide"),
        ("release", {"release-reason": ""}, "Donnez le motif"),
        ("scope", {"scope-reason": "", "in_scope": ""}, "ce qui a été écarté"),
    ],
)
def test_a_decision_without_its_reason_is_refused_and_nothing_is_lost(consultant, base, act, data, message):
    # A practice decided in the demonstration, so that it can be given back.
    answer = post(consultant, f"{base}/practices/{PRACTICE}/{act}", **data)
    assert answer.status_code == 200
    assert message in answer.text
    assert all(value in answer.text for value in data.values())


def test_a_practice_leaves_the_scope_and_comes_back(consultant, base):
    address = f"{base}/practices/{PRACTICE}"
    post(consultant, f"{address}/scope", **{"scope-reason": "Pas d’applicatif.", "in_scope": ""})
    page = consultant.get(address).text
    assert "Écartée du périmètre\u202f: Pas d’applicatif." in page
    post(consultant, f"{address}/scope", **{"scope-reason": "Un progiciel est arrivé.", "in_scope": "y"})
    assert "Pas de cote\u202f: hors périmètre" not in consultant.get(address).text


def test_a_practice_that_does_not_exist_is_not_found(consultant, base):
    assert consultant.get(f"{base}/practices/NO-SUCH").status_code == 404


def test_the_same_person_sent_twice_is_added_once(consultant, base):
    page = consultant.get(f"{base}/respondents").text
    sent = {
        "client-role": "cio",
        "client-name": "Ève",
        "client-id": re.search(r'name="client-id"[^>]*value="([^"]+)"', page)[1],
    }
    for _ in range(2):
        assert post(consultant, f"{base}/respondents", **sent).status_code == 303
    assert consultant.get(f"{base}/respondents").text.count(">Ève<") == 1


def test_a_person_without_a_role_is_asked_for_it_and_the_name_kept(consultant, base):
    answer = post(consultant, f"{base}/respondents", **{"provider-role": "", "provider-name": "Zoé"})
    assert "Choisissez un rôle" in answer.text
    assert 'value="Zoé"' in answer.text


def test_what_is_exported_can_be_imported_as_another_engagement(consultant, base):
    content = consultant.get(f"{base}/engagement.json").data
    sent = {"file": (io.BytesIO(content), "mission.json"), "as_new": "y"}
    answer = post(consultant, "/engagements/import", **sent)
    assert answer.status_code == 303
    assert answer.headers["Location"] != base
    assert consultant.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"format": "visavis', "JSON"),
        (b"\x89PNG\r\n\x1a\n\xff", "UTF-8"),
        (b"{}", "format"),
        (b"", ""),
    ],
)
def test_a_file_that_is_not_one_is_refused_with_its_mistakes(consultant, content, message):
    sent = {"file": (io.BytesIO(content), "mission.json")}
    answer = post(consultant, "/engagements/import", **sent)
    assert answer.status_code == 400
    assert "Rien n’a été importé" in answer.text
    assert message in answer.text


def test_every_mistake_of_a_file_is_listed_at_once(consultant, base):
    content = consultant.get(f"{base}/engagement.json").text
    broken = content.replace('"level": 2', '"level": 7').replace('"role": "cio"', '"role": "wizard"')
    answer = post(consultant, "/engagements/import", file=(io.BytesIO(broken.encode()), "mission.json"))
    assert answer.status_code == 400
    assert "answers[" in answer.text
    assert "wizard" in answer.text


def test_no_file_is_asked_for(consultant):
    assert "Choisissez un fichier" in post(consultant, "/engagements/import").text
