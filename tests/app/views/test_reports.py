"""Reports asked for, followed and taken; assessments frozen and compared; the consultant's words, signature, logo."""

import gc
import io
import json
import re
import time
import warnings
from decimal import Decimal

import pytest

from app.models import Answer, Engagement, JobState, RatingDecision, ReportJob
from app.services import assessments, decisions, freezing, paragraphs
from questionnaires import Side, load
from reports.orders import OFFERED, Audience, Format, Section
from scoring import digest
from scoring.facts import Backing
from tests.app.conftest import token
from tests.app.makers import PRACTICE
from tests.app.test_logos import picture

PATIENCE = 60
WAITS = {"queued", "working"}


def post(client, address, **data):
    return client.post(address, data={"csrf_token": token(client)} | data)


@pytest.fixture
def engagement_of(world):
    """Return the engagement in a session."""
    return lambda session: session.get_one(Engagement, world.engagement_id)


@pytest.fixture
def frozen(store, engagement_of):
    """The id of an assessment that is frozen."""
    with store() as session:
        return freezing.freeze(session, engagement_of(session), "Pour la revue").id


def ask(client, base, of="today", audience="full", lang="fr", kind="html"):
    return post(client, f"{base}/report/jobs", of=str(of), audience=audience, lang=lang, format=kind)


def made(client, base, **what):
    """Ask for a report, wait until it is made, and return it."""
    answer = ask(client, base, **what)
    assert answer.status_code == 303, answer.text
    deadline = time.monotonic() + PATIENCE
    while "/jobs/" in answer.location and not answer.location.endswith("/file") and time.monotonic() < deadline:
        found = client.get(answer.location, headers={"Accept": "application/json"}).get_json()
        if found["file"]:
            return client.get(found["file"])
        assert found["state"] in WAITS, found
        time.sleep(0.05)
    return client.get(answer.location)


# ---- a report -----------------------------------------------------------------------------------------


def test_a_report_is_asked_for_followed_and_taken(consultant, base):
    answer = ask(consultant, base)
    page = consultant.get(answer.location)
    assert page.status_code == 200
    assert 'http-equiv="refresh"' in page.text or "Télécharger le rapport" in page.text
    file = made(consultant, base)
    assert file.headers["Content-Disposition"].endswith("filename=vis-a-vis-valmeca-norvexia-draft-full-fr.html")
    assert "Projet" in file.text
    assert ask(consultant, base).location.endswith("/file")


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("docx", b"PK"), ("pptx", b"PK"), ("xlsx", b"PK"), ("json", b"{"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")],
)
def test_every_format_is_made(consultant, base, kind, begins):
    file = made(consultant, base, kind=kind, lang="en")
    assert file.data[: len(begins)].lower() == begins.lower()
    assert file.headers["Content-Disposition"].endswith(f"-en.{kind}")


def test_what_an_audience_is_not_given_is_refused_and_the_choice_kept(consultant, base):
    for audience in Audience:
        for kind in set(Format) - set(OFFERED[audience]):
            answer = ask(consultant, base, audience=audience, kind=kind)
            assert answer.status_code == 400
            assert "choisissez parmi ces formats" in answer.text
            assert re.search(rf'value="{kind}"[^>]*checked|checked[^>]*value="{kind}"', answer.text)


@pytest.mark.parametrize("wrong", [{"of": "nothing"}, {"audience": "press"}, {"lang": "de"}, {"kind": "exe"}])
def test_what_the_page_does_not_propose_is_refused(consultant, base, wrong):
    assert ask(consultant, base, **wrong).status_code == 400


def test_a_report_of_a_frozen_assessment_bears_its_number_and_is_listed(consultant, base, frozen):
    file = made(consultant, base, of=frozen)
    assert "Évaluation n°\u00a01" in file.text
    assert "-1-full-fr.html" in file.headers["Content-Disposition"]
    page = consultant.get(f"{base}/assessments").text
    address = f"{base}/report/issued/{frozen}/full/fr/html"
    assert address in page
    assert consultant.get(address).data == file.data
    assert ask(consultant, base, of=frozen).location == address


def test_a_report_that_was_issued_stays_when_everything_changes(consultant, base, frozen, store, engagement_of):
    first = made(consultant, base, of=frozen).data
    with store() as session:
        engagement = engagement_of(session)
        decisions.decide_rating(session, engagement, PRACTICE, level=Decimal(5), reason="Vu")
        engagement.client_name = "Autre nom"
    assert made(consultant, base, of=frozen).data == first


def test_the_page_opens_on_what_a_link_asks_for(consultant, base, frozen):
    page = consultant.get(f"{base}/report?of={frozen}&format=docx&audience=nobody").text
    for name, value in (("of", frozen), ("format", "docx"), ("audience", "full")):
        field = next(tag for tag in re.findall(r"<input[^>]+>", page) if f'value="{value}"' in tag)
        assert "checked" in field
        assert f'name="{name}"' in field


def test_a_report_is_cancelled_and_the_page_says_so(consultant, base, store):
    answer = ask(consultant, base, kind="pdf")
    cancelled = post(consultant, f"{answer.location}/cancel")
    assert cancelled.status_code == 303
    with store() as session:
        assert session.query(ReportJob).one().state is JobState.CANCELLED
    assert "Le rapport est annulé" in consultant.get(cancelled.location).text
    page = consultant.get(answer.location).text
    assert "Il a été annulé" in page
    assert "Le redemander" in page


def test_a_report_that_failed_says_so_and_can_be_asked_for_again(consultant, base, store):
    key = ask(consultant, base).location.rsplit("/", 1)[1]
    made(consultant, base)
    with store() as session:
        job = session.get(ReportJob, key)
        job.state, job.error = JobState.FAILED, "ValueError: secret"
    page = consultant.get(f"{base}/report/jobs/{key}").text
    assert "n’a pas pu être produit" in page
    assert "secret" not in page


def test_the_job_of_another_engagement_is_not_there(consultant, base, store, valmeca):
    key = ask(consultant, base).location.rsplit("/", 1)[1]
    content = consultant.get(f"{base}/engagement.json").data
    other = post(consultant, "/engagements/import", file=(io.BytesIO(content), "m.json"), as_new="y").location
    assert consultant.get(f"{other}/report/jobs/{key}").status_code == 404


# ---- readers ------------------------------------------------------------------------------------------


def test_a_reader_is_told_that_nothing_is_issued_yet(reader, base):
    page = reader.get(f"{base}/report").text
    assert "Aucun rapport n’est encore émis" in page
    assert "Produire le rapport" not in page


def test_a_reader_takes_what_is_frozen_and_no_draft(reader, consultant, base, frozen):
    assert made(reader, base, of=frozen).status_code == 200
    assert ask(reader, base).status_code == 400
    draft = ask(consultant, base, kind="pdf").location
    for address in (draft, f"{draft}/file"):
        assert reader.get(address).status_code == 403
    assert post(reader, f"{draft}/cancel").status_code == 403
    page = reader.get(f"{base}/report").text
    assert "en projet" not in page


def test_a_reader_is_not_given_the_providers_edition(reader, base, frozen):
    assert ask(reader, base, of=frozen, audience="provider").status_code == 400
    assert reader.get(f"{base}/report/issued/{frozen}/provider/fr/html").status_code == 403


def test_a_reader_sees_what_is_frozen_and_neither_checks_nor_reasons(reader, base, frozen):
    page = reader.get(f"{base}/assessments").text
    assert "Évaluation n°\u00a01" in page
    assert "Pour la revue" not in page
    assert "Avant de figer" not in page
    assert post(reader, f"{base}/assessments", id=str(frozen)).status_code == 403


# ---- freezing and comparing ---------------------------------------------------------------------------


def id_of_form(page):
    return re.search(r'name="id"[^>]*value="([^"]+)"', page)[1]


def test_an_assessment_is_frozen_once_however_often_the_button_is_pressed(consultant, base):
    page = consultant.get(f"{base}/assessments").text
    for _ in range(2):
        sent = post(consultant, f"{base}/assessments", id=id_of_form(page), reason="Comité du 3.")
        assert sent.status_code == 303
    page = consultant.get(f"{base}/assessments").text
    assert page.count("<h3>") == 1
    assert "Évaluation n°\u00a01 est figée" in page


def test_open_checks_name_what_to_mend_with_a_link_and_ask_for_a_reason(consultant, base, store):
    with store() as session:
        session.query(RatingDecision).delete()
    page = consultant.get(f"{base}/assessments").text
    assert f"{base}/practices/" in page
    refused = post(consultant, f"{base}/assessments", id=id_of_form(page), reason=" ")
    assert refused.status_code == 400
    assert "dites en une phrase pourquoi" in refused.text
    kept = post(consultant, f"{base}/assessments", id=id_of_form(page), reason="<b>Urgent</b>")
    assert kept.status_code == 303
    assert "&lt;b&gt;Urgent&lt;/b&gt;" in consultant.get(f"{base}/assessments").text


def test_what_changed_since_is_shown_on_both_sides(consultant, base, frozen, store, engagement_of):
    same = consultant.get(f"{base}/assessments/changes").text
    assert "Les deux reposent sur les mêmes faits" in same
    assert "Aucune cote n’a changé" in same
    with store() as session:
        decisions.decide_rating(session, engagement_of(session), PRACTICE, level=Decimal(5), reason="Vu")
    page = consultant.get(f"{base}/assessments/changes?before={frozen}&after=today").text
    assert load().practice[PRACTICE].name["fr"] in page
    assert "plus haute" in page
    assert "→" in page
    back = consultant.get(f"{base}/assessments/changes?before=today&after={frozen}").text
    assert "plus basse" in back


@pytest.mark.parametrize("query", ["before=x", "after=00000000-0000-4000-8000-000000000000", "before=&after="])
def test_what_is_not_frozen_cannot_be_compared(consultant, base, frozen, query):
    assert consultant.get(f"{base}/assessments/changes?{query}").status_code == 404


def test_a_reader_sees_no_changed_rating_that_would_give_away_one_person(
    consultant, reader, base, store, engagement_of
):
    with store() as session:
        session.query(RatingDecision).delete()
        answers = session.query(Answer).filter_by(practice_id=PRACTICE).all()
        for answer in answers[1:]:
            session.delete(answer)
        answers[0].backing, answers[0].level = Backing.SAID, 0
        freezing.freeze(session, engagement_of(session), "Une seule voix")
        answers[0].level = 1
    name = load().practice[PRACTICE].name["fr"]
    assert name in consultant.get(f"{base}/assessments/changes").text
    page = reader.get(f"{base}/assessments/changes").text
    assert name not in page
    assert "repose sur une seule source et n’est pas montrée" in page


def test_an_assessment_of_another_version_says_so_and_breaks_no_page(consultant, base, frozen, store):
    with store() as session:
        session.get(freezing.FrozenAssessment, frozen).assessment = json.dumps({"older": True})
    assert "Cette version ne sait plus le lire" in consultant.get(f"{base}/assessments").text
    refused = consultant.get(f"{base}/assessments/changes")
    assert refused.status_code == 400
    assert "figée par une autre version" in refused.text
    assert "figée par une autre version" in ask(consultant, base, of=frozen).text


# ---- the consultant's paragraphs ----------------------------------------------------------------------


def held(store, engagement_of, language="fr"):
    with store() as session:
        return paragraphs.current(session, engagement_of(session), language)


def test_paragraphs_are_kept_in_each_language_and_taken_away(consultant, base, store, engagement_of):
    address = f"{base}/report/paragraphs"
    assert post(consultant, address, **{"text-answer": "Mes <mots>.\r\n\r\nDeux.", "text-plan": " "}).status_code == 303
    post(consultant, f"{address}?lang=en", **{"text-answer": "My words."})
    assert held(store, engagement_of)[Section.ANSWER].text == "Mes <mots>.\n\nDeux."
    assert set(held(store, engagement_of)) == {Section.ANSWER}
    assert held(store, engagement_of, "en")[Section.ANSWER].text == "My words."
    page = consultant.get(address).text
    assert "Mes &lt;mots&gt;." in page
    assert "My words." not in page
    post(consultant, address, **{"text-answer": ""})
    assert held(store, engagement_of) == {}


def test_a_stale_paragraph_is_marked_until_it_is_confirmed_or_written_anew(consultant, base, store, engagement_of):
    address = f"{base}/report/paragraphs"
    texts = {"text-answer": "Mes mots.", "text-plan": "Mon plan."}
    post(consultant, address, **texts)
    assert "Relu, il tient toujours" not in consultant.get(address).text
    with store() as session:
        decisions.decide_rating(session, engagement_of(session), PRACTICE, level=Decimal(5), reason="Vu")
        now = digest(load(), assessments.facts_of(session, engagement_of(session)))
    assert consultant.get(address).text.count("Relu, il tient toujours") == 2
    assert "2 de vos paragraphes" in consultant.get(f"{base}/report").text
    assert "Nothing" not in post(consultant, address, **texts).text
    assert consultant.get(address).text.count("Relu, il tient toujours") == 2
    post(consultant, address, **texts, confirm="answer")
    page = consultant.get(address).text
    assert page.count("Relu, il tient toujours") == 1
    post(consultant, address, **texts | {"text-plan": "Mon autre plan."})
    assert [one.is_stale(now) for one in held(store, engagement_of).values()] == [False, False]


def test_a_paragraph_that_is_too_long_is_refused_and_nothing_is_lost(consultant, base, store, engagement_of):
    long = "é" * 20_001
    answer = post(consultant, f"{base}/report/paragraphs", **{"text-answer": long, "text-plan": "Court."})
    assert answer.status_code == 400
    assert long in answer.text
    assert "Court." in answer.text
    assert held(store, engagement_of) == {}


def test_paragraphs_are_given_to_the_report_of_their_language(consultant, base, store, engagement_of):
    post(consultant, f"{base}/report/paragraphs", **{"text-answer": "Mes mots à moi."})
    with store() as session:
        engagement = engagement_of(session)
        french, english = (assessments.words_of(session, engagement, language) for language in ("fr", "en"))
    assert french.paragraphs["answer"].text == "Mes mots à moi."
    assert not french.paragraphs["answer"].stale
    assert english.paragraphs == {}
    assert "Mes mots à moi." not in french.reasons.values()


def test_a_plan_that_rests_on_one_side_asks_why_and_the_reason_is_kept_for_the_report(
    consultant, reader, base, store, engagement_of
):
    address = f"{base}/report/paragraphs"
    assert 'name="text-balance"' not in consultant.get(address).text
    assert "Écrire cette raison" not in consultant.get(f"{base}/rules").text
    with store() as session:
        for practice in load().practices:
            if practice.side is Side.CLIENT:
                decisions.decide_rating(
                    session, engagement_of(session), practice.id, level=Decimal(5), reason="Vu sur place"
                )
    assert "Plus de 65\u202f% de l’effort du plan repose sur un seul côté" in consultant.get(address).text
    assert f"{address}#text-balance" in consultant.get(f"{base}/rules").text
    assert "Écrire cette raison" not in reader.get(f"{base}/rules").text
    post(consultant, address, **{"text-balance": "Le client a déjà fait sa part."})
    assert "Le client a déjà fait sa part." in consultant.get(address).text
    with store() as session:
        words = assessments.words_of(session, engagement_of(session), "fr")
    assert words.paragraphs["balance"].text == "Le client a déjà fait sa part."


# ---- signature and logo -------------------------------------------------------------------------------


def sign(client, base, **data):
    return post(client, f"{base}/report/signature", **{"authors": "", "confidentiality": ""} | data)


def test_a_report_is_signed_marked_and_bears_a_logo(consultant, base, store, engagement_of):
    logo = (io.BytesIO(picture(kind="JPEG")), "logo.jpg")
    assert sign(consultant, base, authors=" Anne <Martin> ", confidentiality="restricted", logo=logo).status_code == 303
    page = consultant.get(f"{base}/report/signature").text
    assert "Anne &lt;Martin&gt;" in page
    assert "data:image/png;base64," in page
    with store() as session:
        words = assessments.words_of(session, engagement_of(session))
        assert (words.authors, words.confidentiality) == ("Anne <Martin>", "restricted")
        assert words.logo.startswith(b"\x89PNG")
        assert "Anne <Martin>" not in words.reasons.values()
    sign(consultant, base, authors="Anne", confidentiality="")
    with store() as session:
        assert assessments.words_of(session, engagement_of(session)).logo.startswith(b"\x89PNG")
    sign(consultant, base, authors="Anne", no_logo="y")
    with store() as session:
        assert assessments.words_of(session, engagement_of(session)).logo == b""


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"<svg/>", "choisissez un PNG ou un JPEG"), (b"x" * (1024 * 1024 + 1), "dépasse 1\u00a0Mo|dépasse 1 Mo")],
)
def test_a_file_that_is_no_picture_is_refused_and_what_was_typed_is_kept(consultant, base, content, message):
    answer = sign(consultant, base, authors="Anne Martin", logo=(io.BytesIO(content), "logo.png"))
    assert answer.status_code == 400
    assert re.search(message, answer.text)
    assert 'value="Anne Martin"' in answer.text
    # The client of the tests leaves the file open that it sends a large form from: let it go here, and quietly.
    del answer
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_a_mark_that_is_not_proposed_is_refused(consultant, base):
    assert sign(consultant, base, confidentiality="secret").status_code == 400
