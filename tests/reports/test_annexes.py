"""Annexes: registers and assumptions as they were filled in, for the client alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from questionnaires import LANGUAGES, Side, load
from reports import charts
from reports.charts.registers import procedures_in_scope
from reports.document import Heading, PageBreak, RowStyle, Table
from reports.language import Language
from reports.pdf import render_pdf
from reports.registers import REGISTERS
from reports.slides.outline import MOST, outline
from reports.story import PROVIDER, SUMMARY
from scoring.statements import Kind, Statement, latest
from tests.reports.readers import pdf_pages, squeezed
from tests.reports.samples import facts_of
from tests.reports.test_narrative import everything, report

NAMES = ("valmeca", "val-dore", "hexalis")
PROCEDURE = load().procedures[0]
OWN = "own:6f1b5f0c-0000-4000-8000-000000000001"


def registered(document):
    """Return the blocks of the registers and of the assumptions, by the anchor of their heading."""
    found, anchor = {}, None
    for block in document.walk():
        if isinstance(block, Heading):
            anchor = block.anchor
        elif isinstance(block, PageBreak):
            anchor = None
        elif anchor and anchor.startswith("annex-") and anchor not in {f"annex-{side}" for side in Side}:
            found.setdefault(anchor, []).append(block)
    return found


def table_of(blocks):
    return next(block for block in blocks if isinstance(block, Table))


def grouped(blocks):
    """Return the cells of the rows under each title of the table under a heading."""
    groups = {}
    for row in table_of(blocks).rows:
        if row.style is RowStyle.GROUP:
            rows = groups.setdefault(squeezed(row.cells[0]), [])
        else:
            rows.append(row.cells)
    return groups


def rows_of(blocks):
    return [cells for rows in grouped(blocks).values() for cells in rows]


def sentence(blocks):
    return squeezed(blocks[0].text)


def said(kind, subject, **value):
    return Statement(f"{kind}-{subject}", kind, subject, value, datetime(2026, 11, 20, 10, tzinfo=UTC))


def only(*statements, **changes):
    return replace(facts_of("valmeca"), statements=statements, **changes)


def annexed(kind, *statements, language="fr", **changes):
    """Return the blocks of one register of an engagement of which nothing else was said."""
    return registered(report(only(*statements, **changes), language))[f"annex-{kind}"]


def clause(id_, **value):
    return said(Kind.CLAUSE, id_, **{"state": "present", "quality": None, "fix": None, "reference": ""} | value)


def procedure(listed, supplied, in_place, **value):
    marks = {"inputs": [supplied] * len(listed.client_inputs.fr), "parts": [in_place] * len(listed.provider_parts.fr)}
    return said(Kind.PROCEDURE, listed.id, **{"exists": True, "applied": True, "last_used": None} | marks | value)


def indicator(id_, **value):
    return said(Kind.INDICATOR, id_, **{"produced": True, "used": False, "decision": "", "late": None} | value)


# ---- all of them --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_line_that_was_filled_in_is_printed_once(name, language):
    facts = facts_of(name)
    found = registered(report(facts, language))
    in_scope = {each.id for each in procedures_in_scope(load(), facts)}
    for kind in (Kind.CLAUSE, Kind.INDICATOR, Kind.READINESS):
        assert len(rows_of(found[f"annex-{kind}"])) == len(latest(facts.statements, kind))
    assert len(rows_of(found["annex-procedure"])) == len(in_scope & latest(facts.statements, Kind.PROCEDURE).keys())
    framing, towers = latest(facts.statements, Kind.FRAMING), load().towers
    assert len(rows_of(found["annex-framing"])) == len(framing) + len(towers)


def test_a_register_that_nobody_opened_says_so_without_a_table():
    found = registered(report(only(clause("CL-01", state="absent"))))
    for kind in REGISTERS.keys() - {Kind.CLAUSE}:
        assert [block.text for block in found[f"annex-{kind}"]] == ["Ce registre n’a pas été rempli."]


def test_when_none_was_opened_one_sentence_says_so():
    found = registered(report(only(), "en"))
    (only_one,) = found["annex-registers"]
    assert only_one.text.startswith("No register was filled in:")
    assert not [kind for kind in REGISTERS if f"annex-{kind}" in found]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("audience", [PROVIDER, SUMMARY])
def test_only_the_client_s_whole_report_holds_the_annexes_and_what_was_recorded_in_them(name, audience):
    facts, questionnaire = facts_of(name), load()
    document = report(facts, audience=audience)
    recorded = {
        str(statement.value.get(key) or "")
        for statement in facts.statements
        for key in ("reference", "decision", "name", "formula")
    }
    recorded |= {fact.question.fr for fact in questionnaire.framing}
    recorded |= {each.source.fr for each in questionnaire.parameters}
    text = everything(document)
    assert not registered(document)
    assert len(recorded) > len(questionnaire.framing) + len(questionnaire.parameters)
    assert not [words for words in recorded - {""} if len(words) > 3 and words.lower() in text]


@pytest.mark.parametrize("name", NAMES)
def test_a_deck_leaves_the_annexes_to_the_report(name):
    pages = outline(report(facts_of(name)))
    assert len(pages) <= MOST
    assert not [page for page in pages if "Annexe" in f"{page.kicker} {page.title} {page.notes}"]


# ---- framing ------------------------------------------------------------------------------------------


def test_the_framing_is_told_in_words_and_units_and_says_how_much_is_still_to_be_established():
    blocks = annexed(
        Kind.FRAMING,
        said(Kind.FRAMING, "sector", value="public"),
        said(Kind.FRAMING, "retained_team", value=0.2),
        said(Kind.FRAMING, "mechanisms", value=[]),
        said(Kind.FRAMING, "personal_data_processed", value=True),
        said(Kind.FRAMING, "baseline_months", value=None),
        said(Kind.TOWER, "network", in_scope=False),
    )
    answers = {squeezed(question): squeezed(answer) for question, answer in rows_of(blocks)}
    questions = {fact.id: squeezed(fact.question.fr) for fact in load().framing}
    assert answers["Réseau"] == "hors du périmètre"
    assert answers["Centre de services"] == "dans le périmètre"
    assert answers[questions["sector"]] == "État et collectivités"
    assert answers[questions["retained_team"]] == "0,2 équivalents temps plein"
    assert answers[questions["mechanisms"]] == "aucun"
    assert answers[questions["personal_data_processed"]] == "oui"
    assert questions["baseline_months"] not in answers
    assert sentence(blocks) == (
        "4 faits du contrat et de son cadre sont connus, sur 63 demandés : 59 restent à établir ; "
        "1 service est hors du périmètre."
    )


# ---- clauses ------------------------------------------------------------------------------------------


def test_clauses_stand_under_what_they_are_worth_with_what_is_expected_of_them():
    blocks = annexed(
        Kind.CLAUSE,
        clause("CL-01", quality="good", reference="art. 3"),
        clause("CL-02", quality="weak", fix="tender"),
        clause("CL-03", state="absent", fix="amend"),
        clause("CL-04"),
        language="en",
    )
    groups, good = grouped(blocks), load().clauses[0]
    assert list(groups) == [
        "Absent",
        "Present, but weak",
        "Present and good",
        "Present, without a view on their quality",
    ]
    assert groups["Present and good"] == [(good.name.en, good.good.en, "usually by amendment", "art. 3")]
    assert groups["Present, but weak"][0][2:] == ("by a new tender", "–")
    assert groups["Absent"][0][2] == "by amendment"
    assert sentence(blocks) == (
        "4 clauses were read: 2 are absent or weak; of these, 1 can be changed by amendment; 1 needs a new tender; "
        "27 are still to be read."
    )


def test_how_a_clause_is_changed_follows_the_form_of_the_contract_when_nobody_judged_it():
    statement, contract = clause("CL-08", state="absent"), facts_of("valmeca").contract
    (private,) = rows_of(annexed(Kind.CLAUSE, statement))
    public_blocks = annexed(Kind.CLAUSE, statement, contract=replace(contract, form="public"))
    ((_, _, public, _),) = rows_of(public_blocks)
    assert private[2] == "d’ordinaire, par avenant, avec une contrepartie"
    assert public == "d’ordinaire, par une nouvelle consultation seulement"
    assert "1 demande une nouvelle consultation" in sentence(public_blocks)


def test_a_contract_without_a_faulty_clause_says_so():
    blocks = annexed(Kind.CLAUSE, clause("CL-01", quality="fair"), language="en")
    assert sentence(blocks).startswith("1 clause was read: none is absent or weak; ")


# ---- procedures ---------------------------------------------------------------------------------------


def test_the_sentence_over_the_procedures_is_the_one_of_the_chart():
    facts = facts_of("valmeca")
    blocks = registered(report(facts))["annex-procedure"]
    assert sentence(blocks) == (
        "39 procédures ont été examinées : 22 manquent ; parmi elles, 18 attendent un entrant de Valmeca ; "
        "5 existent sans être appliquées."
    )
    chart = charts.procedure_mirror(load(), facts, Language("fr"))
    assert squeezed(chart.alt).startswith("39 procédures examinées : 22 manquent, dont 18 ")


def test_a_procedure_names_what_each_side_does_not_supply_and_what_was_not_asked():
    inputs = [False, None] + [True] * (len(PROCEDURE.client_inputs.fr) - 2)
    ((name, given, in_place, used),) = rows_of(
        annexed(Kind.PROCEDURE, procedure(PROCEDURE, True, None, exists=False, inputs=inputs), language="en")
    )
    lacking, unasked = (f"{text[0].lower()}{text[1:]}" for text in PROCEDURE.client_inputs.en[:2])
    count = f"{len(inputs) - 2} of {len(inputs) - 1}"
    assert name == PROCEDURE.name.en
    assert given.split("\n") == [count, f"lacking: {lacking}", f"not asked about: {unasked}"]
    assert (in_place, used) == ("–", "–")


def test_procedures_stand_under_where_they_are_and_none_is_said_to_be_applied_unasked():
    first, second, third, fourth = load().procedures[:4]
    groups = grouped(
        annexed(
            Kind.PROCEDURE,
            procedure(first, True, True),
            procedure(second, True, True, applied=None),
            procedure(third, False, True, exists=False),
            procedure(fourth, None, None, exists=None, applied=None),
        )
    )
    assert {title: [cells[0] for cells in rows] for title, rows in groups.items()} == {
        "Manquent, et attendent un entrant de Valmeca": [third.name.fr],
        "Existent et sont appliquées": [first.name.fr],
        "Existent, sans que l’on sache si elles sont appliquées": [second.name.fr],
        "Existence non établie": [fourth.name.fr],
    }


def test_a_procedure_of_a_service_out_of_scope_is_nobody_s_to_write():
    listed = next(each for each in load().procedures if len(each.towers) == 1)
    missing = procedure(listed, False, False, exists=False)
    facts = only(missing, said(Kind.TOWER, listed.towers[0], in_scope=False))
    assert not [block for block in registered(report(facts))["annex-procedure"] if isinstance(block, Table)]
    assert charts.procedure_mirror(load(), facts, Language("fr")).rows == ()


# ---- indicators ---------------------------------------------------------------------------------------


def test_an_indicator_names_what_it_is_read_beside_and_whether_that_is_produced():
    served = {"used": True, "decision": "Fixer les arrêts"}
    blocks = annexed(Kind.INDICATOR, indicator("SL-01", **served), indicator("SL-02"), indicator("IQ-01"))
    names = {each.id: each.name.fr for each in load().indicators}
    rows = {cells[0]: cells for cells in rows_of(blocks)}
    assert rows[names["SL-01"]][2:4] == (f"{names['IQ-07']} (non produit)", "Fixer les arrêts")
    assert rows[names["SL-02"]][2:4] == (names["IQ-01"], "aucune")
    assert sentence(blocks) == (
        "3 indicateurs sont produits : 1 sert à décider ; 1 se lit sans l’indicateur qui devrait l’accompagner."
    )


def test_that_no_indicator_serves_a_decision_and_that_some_measure_effort_only_is_said():
    blocks = annexed(Kind.INDICATOR, indicator("ME-01"), indicator("ME-02", late=True), language="en")
    assert sentence(blocks) == (
        "2 indicators are produced: none is used to decide; 2 measure effort only; "
        "1 was defined after the service began."
    )


def test_indicators_that_are_not_produced_stand_apart_and_serve_nothing():
    blocks = annexed(Kind.INDICATOR, indicator("SL-01", produced=False))
    ((title, ((_, formula, _, decision, _),)),) = grouped(blocks).items()
    assert (title, decision) == ("Examinés, et non produits", "–")
    assert squeezed(formula).endswith("(%)")
    assert sentence(blocks) == "Aucun indicateur n’est produit : 1 autre a été examiné, qui n’est pas produit."


def test_an_indicator_of_the_client_s_own_stands_under_its_class_with_what_is_known_of_it():
    known = load().indicator_classes[0]
    described = {"name": "Dossiers rendus à temps", "class": known.id, "formula": "rendus / reçus", "unit": "%"}
    own = indicator(OWN, used=True, late=True, defined_on="2025-04-01", **described)
    ((title, (cells,)),) = grouped(annexed(Kind.INDICATOR, own)).items()
    assert title == known.name.fr
    assert cells == (
        "Dossiers rendus à temps",
        "rendus / reçus (%)",
        "–",
        "non précisée",
        "1er\u00a0avril\u00a02025\naprès coup",
    )


def test_an_indicator_of_which_nothing_but_its_name_is_known_has_dashes():
    bare = indicator(OWN, name="Le nôtre", pairs=[OWN.replace("1", "2")], **{"class": "ME"})
    assert rows_of(annexed(Kind.INDICATOR, bare)) == [("Le nôtre", "–", "–", "aucune", "–")]


# ---- the tender file, evidence, assumptions -----------------------------------------------------------


def test_the_items_of_the_tender_file_stand_by_how_far_they_are_with_who_supplies_them():
    blocking = next(item for item in load().readiness if item.blocking and item.supplied_by == "client")
    other = next(item for item in load().readiness if item.supplied_by == "provider")
    blocks = annexed(
        Kind.READINESS,
        said(Kind.READINESS, blocking.id, status=0),
        said(Kind.READINESS, other.id, status=0.5),
    )
    groups = grouped(blocks)
    assert groups["Absentes"] == [(blocking.name.fr, "Valmeca", "oui", str(blocking.weight))]
    assert groups["Prouvées en partie"][0][:2] == (other.name.fr, "Norvexia")
    assert len(groups["Non regardées"]) == len(load().readiness) - 2
    assert sentence(blocks) == (
        "2 pièces du dossier ont été regardées : aucune n’est prouvée ; 1 l’est en partie ; 1 est absente ; "
        "parmi les absentes, 1 bloque le lancement ; 24 n’ont pas été regardées et comptent comme absentes."
    )


def test_pieces_of_evidence_are_listed_with_what_became_of_them():
    practice = load().practices[0]
    states = ["received", "not_produced", *[None] * (len(practice.evidence.fr) - 2)]
    asked = said(Kind.EVIDENCE, practice.id, items=states, asked_on="2026-11-02", received_on="2026-11-09")
    blocks = annexed(Kind.EVIDENCE, asked, language="en")
    first, second = practice.evidence.en[:2]
    days = ("2\u00a0November\u00a02026", "9\u00a0November\u00a02026")
    assert grouped(blocks) == {
        "Not produced": [(second, practice.name.en, days[0], "–")],
        "Received": [(first, practice.name.en, *days)],
    }
    assert sentence(blocks) == "2 pieces were asked for: 1 is received; 1 was not produced."


def test_assumptions_say_which_are_the_engagement_s_own_and_where_the_others_come_from():
    facts, (first, second) = facts_of("valmeca"), load().parameters[:2]
    own = said(Kind.PARAMETER, first.id, low=1, typical=2.5, high=4, source="Notre étude de 2026")
    blocks = registered(report(replace(facts, statements=(*facts.statements, own))))["annex-assumptions"]
    rows = {cells[0].split("\n")[0]: cells[1:] for cells in rows_of(blocks)}
    assert rows[first.name.fr] == ("2,5", "1\u00a0à\u00a04", "Notre étude de 2026")
    assert rows[second.name.fr] == ("8,5", "−5\u00a0à\u00a020", second.source.fr)
    assert len(rows) == len(load().parameters)
    assert "1 est propre à cette mission" in sentence(blocks)


def test_without_costs_there_are_no_assumptions():
    nothing = replace(facts_of("valmeca"), answers=(), rating_decisions=(), statements=())
    assert "annex-assumptions" not in registered(report(nothing))


# ---- on paper -----------------------------------------------------------------------------------------


def unbroken(text):
    """Return a text without what line breaks and hyphenation put in it."""
    return re.sub(r"[\s\u00ad\ufffe-]+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_procedure_and_indicator_there_is_prints_its_whole_name(language):
    questionnaire = load()
    facts = only(
        *(indicator(each.id, late=True, defined_on="2025-09-30") for each in questionnaire.indicators),
        *(procedure(each, False, False, exists=False) for each in questionnaire.procedures),
    )
    printed = unbroken(" ".join(pdf_pages(render_pdf(report(facts, language)))))
    names = [each.name[language] for each in (*questionnaire.indicators, *questionnaire.procedures)]
    assert len(names) == 104
    assert not [name for name in names if unbroken(name.replace("\u202f", "")) not in printed]
