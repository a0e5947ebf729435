"""Registers: sentences, lines saved one by one or all at once, spreadsheets in and out."""

import json
from html import unescape
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from app.models import Engagement
from app.screens.clauses import lead_of as clauses_lead
from app.screens.procedures import lead_of as procedures_lead
from app.services import statements
from questionnaires import load
from scoring.statements import Kind
from tests.app.conftest import new_id, token
from tests.app.views.test_pages import check, speak

KINDS = {"procedures": Kind.PROCEDURE, "clauses": Kind.CLAUSE, "indicators": Kind.INDICATOR}
OWN = "own:3f2c1f0a-5b7e-4a64-9d0c-8f1e2d3c4b5a"


@pytest.fixture
def blank(app, world, store):
    """The engagement with nothing in its registers, and the way to what is held of them."""
    with store() as session:
        for statement in session.query(statements.Statement).filter(statements.Statement.kind.in_(KINDS.values())):
            session.delete(statement)
        session.get_one(Engagement, world.engagement_id).contract_form = "private"

    def held(register):
        with store() as session:
            return statements.latest(session, session.get_one(Engagement, world.engagement_id), KINDS[register])

    return SimpleNamespace(at=f"/engagements/{world.engagement_id}/registers", held=held)


@pytest.fixture
def put(consultant, blank):
    """Send what was changed on a line, as the script does."""
    bears = token(consultant)

    def sent(register, subject, fields, id=None):
        body = {"register": register, "subject": subject, "fields": fields}
        address = f"{blank.at}/lines/{id or new_id()}"
        return consultant.put(address, json=body, headers={"X-CSRFToken": bears, "Accept": "application/json"})

    return sent


@pytest.fixture
def post(consultant):
    """Send a form, as a browser without script does."""
    bears = token(consultant)
    return lambda address, **form: consultant.post(address, data={"csrf_token": bears, **form})


# ---- pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("part", ["", "/procedures", "/clauses", "/indicators", "/procedures/import"])
def test_every_page_is_drawn_whole_empty_or_not(consultant, blank, put, language, part):
    speak(consultant, language)
    check(consultant.get(f"{blank.at}{part}"))
    put("procedures", "PR-01", {"exists": "no", "inputs-0": "no"})
    put("clauses", "CL-01", {"state": "absent"})
    put("indicators", "SL-01", {"produced": "yes", "defined_on": "2025-01-01"})
    check(consultant.get(f"{blank.at}{part}"))


def test_registers_are_for_consultants(reader, stranger, blank):
    for part in ("", "/procedures", "/clauses/import", "/indicators/template.xlsx", f"/indicators/own/{new_id()}"):
        assert reader.get(f"{blank.at}{part}").status_code == 403
        assert stranger.get(f"{blank.at}{part}").status_code == 404


def test_a_register_that_does_not_exist_is_not_found(consultant, blank):
    for part in ("/practices", "/practices/import", "/practices/template.xlsx"):
        assert consultant.get(f"{blank.at}{part}").status_code == 404


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((0, 0, 0), "Aucune procédure n’a encore été demandée."),
        ((5, 0, 0), "Les 5 procédures demandées existent toutes."),
        ((5, 1, 0), "Une procédure manque\u202f; rien ne dit qu’elle attende le client."),
        ((5, 1, 1), "Une procédure manque, et elle attend un entrant du client."),
        ((20, 12, 1), "12 procédures manquent, dont une attend un entrant du client."),
        ((20, 12, 9), "12 procédures manquent, dont 9 attendent un entrant du client."),
        ((20, 12, 12), "12 procédures manquent, et toutes attendent un entrant du client."),
    ],
)
def test_the_lead_answers_that_they_have_no_procedures(app, counts, sentence):
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert procedures_lead(*counts) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((4, 0, 0), "Les 4 clauses lues sont présentes, et aucune n’est faible."),
        ((4, 1, 1), "Une clause est absente ou faible, et un avenant peut la reprendre."),
        ((9, 7, 0), "7 clauses sont absentes ou faibles, et seule une nouvelle consultation peut les reprendre."),
        ((9, 7, 5), "7 clauses sont absentes ou faibles, dont 5 peuvent être reprises par avenant."),
        ((9, 7, 7), "7 clauses sont absentes ou faibles, et toutes peuvent être reprises par avenant."),
    ],
)
def test_the_lead_says_what_an_amendment_can_mend(app, counts, sentence):
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert clauses_lead(*counts) == sentence


# ---- one line ---------------------------------------------------------------------------------------


def test_a_line_keeps_what_was_not_changed_so_that_two_people_fill_one_register(put, blank):
    put("procedures", "PR-01", {"exists": "no", "note": "Vu avec Anne"})
    reply = put("procedures", "PR-01", {"inputs-1": "no", "parts-0": "yes"})
    held = blank.held("procedures")["PR-01"]
    assert held.value["exists"] is False
    assert held.value["inputs"] == [None, False, None, None]
    assert held.value["parts"] == [True, None, None, None, None]
    assert held.reason == "Vu avec Anne"
    assert reply.json["fields"]["inputs-1"] == "no"
    assert "attend un entrant du client" in reply.json["pieces"]["note"]
    assert "Une procédure manque, et elle attend un entrant du client." in reply.json["balance"]


def test_the_same_change_sent_twice_is_recorded_once(put, blank):
    id = new_id()
    first = put("procedures", "PR-02", {"exists": "yes"}, id)
    put("procedures", "PR-02", {"applied": "no"})
    again = put("procedures", "PR-02", {"exists": "yes"}, id)
    assert first.status_code == again.status_code == 200
    assert blank.held("procedures")["PR-02"].value["applied"] is False


def test_a_procedure_that_does_not_exist_is_not_applied(put, blank):
    put("procedures", "PR-03", {"exists": "yes", "applied": "yes", "last_used": "2026-01-31"})
    put("procedures", "PR-03", {"exists": "no"})
    value = blank.held("procedures")["PR-03"].value
    assert (value["applied"], value["last_used"]) == (None, None)


@pytest.mark.parametrize(
    ("register", "subject", "fields", "why"),
    [
        ("clauses", "CL-01", {"reference": "art. 3"}, "dites si la clause est présente ou absente"),
        ("procedures", "PR-01", {"exists": "yes", "last_used": "2031-01-01"}, "cette date est postérieure"),
        ("procedures", "PR-01", {"exists": "yes", "last_used": "31/02/2026"}, "n’est pas une date"),
        ("procedures", "PR-99", {"exists": "yes"}, "n’est plus au registre"),
        ("indicators", "SL-01", {"decision": "Comité"}, "dites si l’indicateur est produit"),
        ("clauses", "CL-01", {"state": "present", "reference": "x" * 1_001}, "1001 caractères"),
        ("clauses", "CL-01", {"state": "elsewhere"}, "elsewhere"),
        ("clauses", "CL-01", {"state": "present", "note": "x" * 20_001}, "20001 caractères"),
    ],
)
def test_what_cannot_stand_is_refused_with_the_reason(put, blank, register, subject, fields, why):
    reply = put(register, subject, fields)
    assert reply.status_code == 422
    assert why in reply.json["error"]
    assert not blank.held(register)


def test_what_is_no_line_at_all_is_a_bad_request(consultant, blank, put):
    assert put("practices", "PR-01", {}).status_code == 400
    assert put("clauses", "CL-01", {"state": None}).status_code == 400


def test_a_clause_is_mended_as_is_usual_unless_somebody_judged_otherwise(put, store, world):
    assert "reprise par avenant" in put("clauses", "CL-03", {"state": "absent"}).json["pieces"]["note"]
    assert "nouvelle consultation" in put("clauses", "CL-03", {"fix": "tender"}).json["pieces"]["note"]
    with store() as session:
        session.get_one(Engagement, world.engagement_id).contract_form = "public"
    usual = put("clauses", "CL-01", {"state": "present", "quality": "weak"}).json["pieces"]["note"]
    assert "commande publique" in usual


def test_whether_an_indicator_came_late_is_computed_from_both_dates(put, blank, store, world):
    with store() as session:
        start = session.get_one(Engagement, world.engagement_id).contract_start
    after = f"{start.year + 1}-{start.month:02d}-{start.day:02d}"
    reply = put("indicators", "SL-01", {"produced": "yes", "defined_on": after})
    assert "12 mois après le début du service" in reply.json["pieces"]["late"]
    assert blank.held("indicators")["SL-01"].value["late"] is True


def test_the_balance_of_indicators_checks_the_rules_of_use(put):
    for subject in ("SL-01", "SL-02", "ME-01"):
        reply = put("indicators", subject, {"produced": "yes", "used": "yes" if subject == "SL-01" else ""})
    said = reply.json["balance"]
    assert "3 indicateurs sont produits, dont un sert à une décision." in said
    assert "Non tenu\u202f: 3 sont produits." in said
    assert "Non tenu\u202f: 0 sur 3, il en faudrait 1." in said
    assert "Non tenu\u202f: 2 sur 3, il en faudrait 1 au plus." in said
    assert "un indicateur de moyens ou d’effort est produit" in said


# ---- a whole page, without script -------------------------------------------------------------------


def drawn(page, subject):
    """Return what a line said when the page was drawn, as the page sends it back."""
    marker = f'name="{subject}.seen" value="'
    return unescape(page.text.partition(marker)[2].partition('"')[0])


def test_a_page_without_script_records_only_the_lines_that_were_changed(consultant, blank, put, post):
    page = consultant.get(f"{blank.at}/procedures")
    put("procedures", "PR-02", {"exists": "yes"})  # by somebody else, meanwhile
    form = {"subject": ["PR-01", "PR-02"]}
    for subject in form["subject"]:
        seen = json.loads(drawn(page, subject))
        form |= {f"{subject}.{name}": text for name, text in seen.items()} | {f"{subject}.seen": json.dumps(seen)}
    reply = post(f"{blank.at}/procedures", **form | {"PR-01.exists": "no"})
    assert reply.status_code == 303
    held = blank.held("procedures")
    assert (held["PR-01"].value["exists"], held["PR-02"].value["exists"]) == (False, True)


def test_a_page_without_script_records_nothing_when_a_line_is_wrong_and_keeps_what_was_typed(blank, post):
    empty = {"state": "", "quality": "", "fix": "", "reference": "", "note": ""}
    form = {"subject": ["CL-01", "CL-02"]}
    for subject in form["subject"]:
        form |= {f"{subject}.{name}": text for name, text in empty.items()} | {f"{subject}.seen": json.dumps(empty)}
    reply = post(f"{blank.at}/clauses", **form | {"CL-01.state": "absent", "CL-02.reference": "annexe 4"})
    assert reply.status_code == 400
    assert not blank.held("clauses")
    assert "dites si la clause est présente ou absente" in reply.text
    assert 'value="annexe 4"' in reply.text


def test_damaged_hidden_fields_change_nothing(blank, post):
    reply = post(f"{blank.at}/clauses", **{"subject": "CL-01", "CL-01.seen": "{", "CL-01.state": "absent"})
    assert reply.status_code == 303
    assert not blank.held("clauses")


def test_filters_keep_the_lines_that_they_say(consultant, blank, put):
    put("procedures", "PR-01", {"exists": "no", "inputs-0": "no"})
    put("procedures", "PR-02", {"exists": "no"})
    waiting = consultant.get(f"{blank.at}/procedures?show=waiting").text
    assert 'id="PR-01"' in waiting
    assert 'id="PR-02"' not in waiting
    theme = load().procedures[0].themes[0]
    of_theme = consultant.get(f"{blank.at}/procedures?show=missing&theme={theme}").text
    assert 'id="PR-01"' in of_theme


# ---- the client's own indicators --------------------------------------------------------------------


def test_an_indicator_of_the_clients_own_is_added_then_changed(consultant, blank, post, put):
    own_id = OWN.partition(":")[2]
    address = f"{blank.at}/indicators/own/{own_id}"
    assert post(address, name="", class_id="").status_code == 200
    assert not blank.held("indicators")
    post(address, name="Lignes arrêtées", class_id="UX", pairs=["IQ-03"], cost="low", unit="heures")
    put("indicators", OWN, {"produced": "yes", "note": "Relevé au MES"})
    post(address, name="Lignes de conditionnement arrêtées", class_id="UX", pairs=["IQ-03"], cost="low")
    held = blank.held("indicators")[OWN]
    assert held.value["name"] == "Lignes de conditionnement arrêtées"
    assert (held.value["produced"], held.value["class"], held.value["pairs"]) == (True, "UX", ["IQ-03"])
    assert held.reason == "Relevé au MES"
    assert "Lignes de conditionnement arrêtées" in check(consultant.get(f"{blank.at}/indicators"))


# ---- spreadsheets -----------------------------------------------------------------------------------


def confirmed(text):
    """Return the table that a preview sends back."""
    table = text.partition('<textarea name="table" hidden>')[2].partition("</textarea>")[0]
    return unescape(table.lstrip("\n"))


def test_a_pasted_table_is_shown_first_then_recorded(blank, post):
    pasted = "Procédure\tExiste\tEntrants fournis\tCommentaire\nGestion des incidents\tnon\t1;3\tvu\nDanse\toui\t\t\n"
    page = post(f"{blank.at}/procedures/import", pasted=pasted)
    assert page.status_code == 200
    assert not blank.held("procedures")
    text = page.text.replace("\u202f", " ")
    for words in ("Une ligne à inscrire", "Ligne 3, colonne A", "« Danse » n’est pas dans ce registre"):
        assert words in text
    assert "Une colonne a été laissée de côté : D « Commentaire »." in text
    reply = post(f"{blank.at}/procedures/import", table=confirmed(page.text))
    assert reply.status_code == 303
    value = blank.held("procedures")["PR-01"].value
    assert (value["exists"], value["inputs"]) == (False, [True, False, True, False])
    again = post(f"{blank.at}/procedures/import", table=confirmed(page.text))
    assert again.status_code == 303


def test_importing_keeps_the_notes_of_lines(blank, post, put):
    put("clauses", "CL-01", {"state": "present", "note": "Relue avec l’achat"})
    post(f"{blank.at}/clauses/import", table="Id,Qualité\nCL-01,faible\n")
    held = blank.held("clauses")["CL-01"]
    assert (held.value["quality"], held.reason) == ("weak", "Relue avec l’achat")


@pytest.mark.parametrize("register", ["procedures", "clauses", "indicators"])
def test_the_workbook_to_fill_comes_back_without_change(consultant, blank, post, register):
    book = consultant.get(f"{blank.at}/{register}/template.xlsx")
    assert len(list(load_workbook(BytesIO(book.data)).worksheets[0].rows)) == len(getattr(load(), register)) + 1
    page = post(f"{blank.at}/{register}/import", file=(BytesIO(book.data), "registre.xlsx"))
    assert "Il n’y a rien à inscrire." in page.text


def test_a_file_that_is_no_spreadsheet_is_refused_with_the_cure(blank, post):
    page = post(f"{blank.at}/clauses/import", file=(BytesIO(b"\x89PNG...."), "clauses.xlsx"))
    assert page.status_code == 400
    assert "est une image" in page.text
    nothing = post(f"{blank.at}/clauses/import", pasted="  ")
    assert "Choisissez un fichier, ou collez" in nothing.text
