"""Pages of questions: what is typed is read, kept or refused in its place, with a script and without."""

import re
import uuid
from html.parser import HTMLParser

import pytest

from app.models import Engagement, Statement
from scoring.statements import Kind
from tests.app.conftest import token


class Filled(HTMLParser):
    """The fields of the page's form, as a browser without a script would send them."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.action, self.inside, self.writing = {}, "", False, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.inside = found.get("id") == "statements"
            self.action = found.get("action", "") if self.inside else self.action
        ticks = found.get("type") in ("radio", "checkbox")
        if self.inside and tag == "input" and (not ticks or "checked" in found):
            self.sent.setdefault(found["name"], []).append(found.get("value", ""))
        if self.inside and tag == "textarea":
            self.writing = found["name"]
            self.sent[self.writing] = ""

    def handle_data(self, data):
        if self.writing:
            self.sent[self.writing] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.writing = None


@pytest.fixture
def empty(world, store):
    """The same engagement, of which nothing was said yet beside answers."""
    with store() as session:
        session.query(Statement).delete()


def put(client, base, kind, subject, value, reason="", id=None):
    body = {"kind": kind, "subject": subject, "value": value, "reason": reason}
    address = f"{base}/statements/{id or uuid.uuid4()}"
    return client.put(address, json=body, headers={"X-CSRFToken": token(client)})


def post(client, address, **data):
    """Send a page as it stands, with some fields changed."""
    filled = Filled(client.get(address).text)
    return client.post(filled.action or address, data=filled.sent | data)


@pytest.mark.parametrize(
    ("kind", "subject", "typed", "kept"),
    [
        ("framing", "nis2_entity", {"value": "yes"}, {"value": True}),
        ("framing", "nis2_entity", {"value": ""}, {"value": None}),
        ("framing", "user_hour_cost", {"value": "42,5"}, {"value": 42.5}),
        ("framing", "price_comparison_date", {"value": "30/06/2026"}, {"value": "2026-06-30"}),
        ("framing", "mechanisms", {"value": ["penalties", "benchmark"]}, {"value": ["penalties", "benchmark"]}),
        ("framing", "mechanisms", {"value": ["none"]}, {"value": []}),
        ("framing", "mechanisms", {"value": []}, {"value": None}),
        ("tower", "network", {"in_scope": ""}, {"in_scope": False}),
        ("seed", "1", {"said": "2"}, {"choice": 2, "skipped": False}),
        ("readiness", "RDY-01", {"status": "0.5"}, {"status": 0.5}),
        ("transformation", "T1", {"yes": "no"}, {"yes": False}),
        ("ability", "references", {"score": "1", "evidenced": "yes"}, {"score": 1, "evidenced": True}),
        ("acceptability", "mandate", {"score": "0.25"}, {"score": 0.25}),
        (
            "motive",
            "MO-01",
            {"holders": "3", "who": ["cio", "account"], "intensity": "2", "confirmation": "0.5"},
            {"holders": 3, "who": ["cio", "account"], "intensity": 2, "confirmation": 0.5},
        ),
    ],
)
def test_each_kind_is_read_as_its_page_sends_it(consultant, base, latest, kind, subject, typed, kept):
    answer = put(consultant, base, kind, subject, typed, "Parce que.")
    assert answer.status_code == 201
    held = latest(Kind(kind))[subject]
    assert held.value == kept
    assert held.reason == "Parce que."


def test_evidence_is_followed_piece_by_piece(consultant, base, latest):
    page = consultant.get(f"{base}/guides/evidence/client").text
    practice = re.search(r'data-subject="([A-Z]+-[A-Z]+-C\d)"', page)[1]
    count = len(set(re.findall(rf'name="evidence-{practice}\.(item\d+)"', page)))
    typed = {f"item{place}": "received" if place == 0 else "" for place in range(count)}
    answer = put(consultant, base, "evidence", practice, typed | {"asked_on": "2026-11-02", "received_on": ""})
    assert answer.status_code == 201
    assert latest(Kind.EVIDENCE)[practice].value["items"][0] == "received"
    assert "Reçues\u202f: 1." in consultant.get(f"{base}/guides/evidence/client").text


@pytest.mark.parametrize(
    ("kind", "subject", "typed", "message"),
    [
        ("framing", "fees_at_stake", {"value": "120"}, "120 est trop grand\u202f: 100 au plus."),
        ("framing", "user_hour_cost", {"value": "-3"}, "-3 est trop petit\u202f: 0 au moins."),
        ("framing", "user_hour_cost", {"value": "beaucoup"}, "n’est pas un nombre"),
        ("framing", "price_comparison_date", {"value": "31/02/2026"}, "n’est pas une date"),
        ("framing", "sector", {"value": "luck"}, "Luck est refusé"),
        ("seed", "1", {"said": "skip"}, "Dites pourquoi cette question est passée"),
        ("motive", "MO-01", {"holders": "-1"}, "trop petit"),
        ("motive", "MO-01", {"holders": "1,5"}, "nombre entier"),
        ("readiness", "RDY-01", {"status": ""}, "Choisissez une réponse"),
        ("transformation", "T1", {"yes": ""}, "Choisissez une réponse"),
        ("ability", "references", {"score": "0.3"}, "est refusé"),
    ],
)
def test_what_cannot_be_is_refused_in_words(consultant, base, latest, kind, subject, typed, message):
    before = latest(Kind(kind)).get(subject)
    answer = put(consultant, base, kind, subject, typed)
    assert answer.status_code == 422
    assert message in answer.json["error"]
    assert latest(Kind(kind)).get(subject) == before


def test_the_same_statement_sent_twice_is_kept_once_and_another_under_its_id_is_refused(consultant, base):
    same = {"id": uuid.uuid4()}
    assert put(consultant, base, "transformation", "T1", {"yes": "yes"}, **same).status_code == 201
    assert put(consultant, base, "transformation", "T1", {"yes": "yes"}, **same).status_code == 200
    assert put(consultant, base, "transformation", "T1", {"yes": "no"}, **same).status_code == 409


def test_what_is_no_statement_is_refused(consultant, base):
    address = f"{base}/statements/{uuid.uuid4()}"
    assert consultant.put(address, data="{", headers={"X-CSRFToken": token(consultant)}).status_code == 400


# A whole page, without a script.


def test_a_page_sent_as_it_stands_records_nothing(consultant, base, store):
    def count():
        with store() as session:
            return session.query(Statement).count()

    before = count()
    for part in ("framing", "motives", "judgements", "readiness", "guides/evidence/client"):
        answer = post(consultant, f"{base}/{part}")
        assert answer.status_code == 303, part
    assert count() == before


def test_a_page_without_a_script_keeps_what_changed(consultant, base, latest):
    answer = post(consultant, f"{base}/motives", **{"motive-MO-16.holders": "2", "motive-MO-16.intensity": "3"})
    assert answer.status_code == 303
    assert latest(Kind.MOTIVE)["MO-16"].value["holders"] == 2
    assert "2 porteurs\u202f; perçu, non établi" in consultant.get(f"{base}/motives").text


def test_a_page_with_a_mistake_keeps_nothing_and_shows_all_that_was_typed(consultant, base, latest):
    before = latest(Kind.FRAMING)
    sent = {"framing-fees_at_stake.value": "120", "framing-user_hour_cost.value": "41,5"}
    answer = post(consultant, f"{base}/framing", **sent)
    assert answer.status_code == 200
    assert "120 est trop grand" in answer.text
    assert 'href="#framing-fees_at_stake"' in answer.text
    assert 'value="120"' in answer.text
    assert 'value="41,5"' in answer.text
    assert latest(Kind.FRAMING) == before


def test_the_last_service_stays_in_scope(consultant, base, latest):
    page = consultant.get(f"{base}/framing").text
    towers = re.findall(r'data-kind="tower" data-subject="([^"]+)"', page)
    answer = post(consultant, f"{base}/framing", **{f"tower-{id_}.in_scope": "" for id_ in towers})
    assert answer.status_code == 200
    assert "gardez-en un" in answer.text
    assert any(held.value["in_scope"] for held in latest(Kind.TOWER).values()) or not latest(Kind.TOWER)


# What each page says.


def test_facts_are_asked_of_the_form_of_contract_only(consultant, base):
    page = consultant.get(f"{base}/framing").text
    assert 'data-subject="relation_established"' in page
    assert 'data-subject="cao_applies"' not in page


def test_a_service_out_of_scope_takes_its_practices_out(consultant, base, empty):
    assert "Toutes les pratiques gardent leur objet." in consultant.get(f"{base}/framing").text
    for tower in ("desk", "workplace"):
        assert put(consultant, base, "tower", tower, {"in_scope": ""}, "Repris en interne.").status_code == 201
    assert re.search(r"\d pratiques sans objet", consultant.get(f"{base}/framing").text)


def test_the_depth_changes_and_every_answer_is_kept(consultant, base, world, store):
    answer = consultant.post(f"{base}/framing/mode", data={"csrf_token": token(consultant), "mode": "express"})
    assert answer.status_code == 303
    with store() as session:
        assert session.get_one(Engagement, world.engagement_id).mode == "express"
    assert "repose sur le mode Express" in consultant.get(f"{base}/options").text
    wrong = consultant.post(f"{base}/framing/mode", data={"csrf_token": token(consultant), "mode": "luck"})
    assert wrong.status_code == 400


def test_options_open_once_the_four_questions_are_answered_or_passed_over(consultant, reader, base, empty):
    page = consultant.get(f"{base}/options").text
    assert "Quatre questions viennent avant toute option" in page
    assert f'href="{base}/motives"' in page
    assert f"{base}/motives" not in reader.get(f"{base}/options").text
    for subject in ("1", "2", "3"):
        put(consultant, base, "seed", subject, {"said": "0"})
    put(consultant, base, "seed", "4", {"said": "skip"}, "Le client veut en parler plus tard.")
    page = consultant.get(f"{base}/options").text
    assert "Quatre questions viennent" not in page
    assert "Question passée\u202f: «\u202fDans votre propre organisation" in page


def test_a_value_entered_directly_gives_way_to_the_questions(consultant, base, empty):
    page = consultant.get(f"{base}/judgements").text
    assert page.count("Saisie directe du") == 5
    put(consultant, base, "acceptability", "mandate", {"score": "1"})
    page = consultant.get(f"{base}/judgements").text
    assert page.count("Saisie directe du") == 4
    assert "Il manque une partie" in page
    for subject in ("incident", "budget", "sponsor", "calendar"):
        put(consultant, base, "acceptability", subject, {"score": "0.5"})
    held = re.search(r'id="held-acceptability".*?</div>', consultant.get(f"{base}/judgements").text, re.S)[0]
    assert "<b>60</b>" in held
    assert "Calculé d’après ce qui a été dit." in held


def test_readiness_adds_up_and_names_what_blocks(consultant, base, empty):
    page = consultant.get(f"{base}/readiness").text
    assert "Saisie directe du" in page
    put(consultant, base, "readiness", "RDY-01", {"status": "1"}, "Lettre signée vue.")
    page = consultant.get(f"{base}/readiness").text
    standing = re.search(r'id="standing".*?</section>', page, re.S)[0]
    assert "<b>5</b>" in standing
    assert "25 points n’ont pas été regardés" in standing
    assert "Mandat de la direction" not in standing
    assert "Plan de réversibilité à jour" in standing


@pytest.mark.parametrize(
    ("yes", "no", "words"),
    [(4, 0, "Une transformation peut"), (3, 0, "Il en faut quatre"), (3, 2, "un saut dans l’inconnu")],
)
def test_the_transformation_test_wants_four_yes(consultant, base, empty, yes, no, words):
    for place in range(yes + no):
        put(consultant, base, "transformation", f"T{place + 1}", {"yes": "yes" if place < yes else "no"})
    assert words in consultant.get(f"{base}/readiness").text


def test_the_hub_says_what_is_left_before_options(consultant, base, empty):
    page = consultant.get(base).text
    assert "Questions avant toute option" in page
    assert "Au plus tard le" in page
