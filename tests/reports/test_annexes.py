"""Annexes: registers as they were filled in, for the client alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from questionnaires import LANGUAGES, Side, load
from reports.document import Heading, RowStyle, Table
from reports.story import PROVIDER
from scoring.statements import Kind, Statement
from tests.reports.readers import squeezed
from tests.reports.samples import facts_of
from tests.reports.test_narrative import report

NAMES = ("valmeca", "val-dore", "hexalis")
PROCEDURE = load().procedures[0]


def registered(document):
    """Return the blocks of the registers, by the anchor of their heading."""
    found, anchor = {}, None
    for block in document.walk():
        if isinstance(block, Heading):
            anchor = block.anchor
        elif anchor and anchor.startswith("annex-") and anchor not in {f"annex-{side}" for side in Side}:
            found.setdefault(anchor, []).append(block)
    return found


def rows_of(blocks):
    """Return the rows of the table under a heading, those that name a group left out."""
    table = next(block for block in blocks if isinstance(block, Table))
    return [row for row in table.rows if row.style is not RowStyle.GROUP]


def said(kind, subject, **value):
    return Statement(f"{kind}-{subject}", kind, subject, value, datetime(2026, 11, 20, 10, tzinfo=UTC))


def only(*statements):
    return replace(facts_of("valmeca"), statements=statements)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_line_that_was_filled_in_is_printed_once(name, language):
    facts = facts_of(name)
    found = registered(report(facts, language))
    lines = {kind: {s.subject for s in facts.statements if s.kind is kind} for kind in (Kind.CLAUSE, Kind.PROCEDURE)}
    for kind, subjects in lines.items():
        assert len(rows_of(found[f"annex-{kind}"])) == len(subjects)
    produced = {s.subject for s in facts.statements if s.kind is Kind.INDICATOR and s.value["produced"]}
    assert len(rows_of(found["annex-indicator"])) == len(produced)


def test_the_sentence_over_a_register_counts_its_lines_and_leaves_out_what_is_none():
    found = registered(report(facts_of("valmeca")))
    assert squeezed(found["annex-procedure"][0].text) == (
        "40 procédures ont été examinées : 22 manquent ; parmi elles, 18 attendent un entrant de Valmeca ; "
        "5 existent sans être appliquées."
    )
    one = only(said(Kind.CLAUSE, "CL-01", state="present", quality="good", fix=None, reference="art. 3"))
    assert registered(report(one, "en"))["annex-clause"][0].text == "1 clause was read."


def test_a_procedure_names_what_each_side_does_not_supply():
    inputs = [False] + [True] * (len(PROCEDURE.client_inputs.fr) - 1)
    parts = [None] * len(PROCEDURE.provider_parts.fr)
    value = {"exists": False, "applied": None, "last_used": None, "inputs": inputs, "parts": parts}
    blocks = registered(report(only(said(Kind.PROCEDURE, PROCEDURE.id, **value)), "en"))["annex-procedure"]
    ((name, given, in_place, used),) = [row.cells for row in rows_of(blocks)]
    lacking = PROCEDURE.client_inputs.en[0]
    assert name == PROCEDURE.name.en
    assert given == f"{len(inputs) - 1} of {len(inputs)}\nlacking: {lacking[0].lower()}{lacking[1:]}"
    assert (in_place, used) == ("–", "–")


def test_an_indicator_of_the_client_s_own_stands_beside_those_of_the_catalogue():
    own = {"produced": True, "used": True, "decision": "", "name": "Dossiers rendus à temps", "class": "effort"}
    classes = load().indicator_classes
    own |= {"class": classes[0].id, "formula": "rendus / reçus", "unit": "%", "late": True, "defined_on": "2025-04-01"}
    blocks = registered(report(only(said(Kind.INDICATOR, "own-1", **own))))["annex-indicator"]
    (row,) = rows_of(blocks)
    assert row.cells == ("Dossiers rendus à temps", "rendus / reçus", "oui", "1er\u00a0avril\u00a02025, après coup")


def test_a_register_that_nobody_opened_says_so_and_none_at_all_has_no_annex():
    one = only(said(Kind.CLAUSE, "CL-01", state="absent", quality=None, fix="amend", reference=""))
    found = registered(report(one))
    assert [block.text for block in found["annex-procedure"]] == ["Ce registre n’a pas été rempli."]
    assert not any(anchor.startswith("annex-") for anchor in registered(report(only())))


@pytest.mark.parametrize("name", NAMES)
def test_the_provider_s_edition_holds_no_register(name):
    document = report(facts_of(name), audience=PROVIDER)
    assert not registered(document)
    assert "À réparer par" not in document.text
