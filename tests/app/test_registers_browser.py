"""Registers in a real Chromium: filled from the keyboard, pasted from a spreadsheet, kept when the server is away."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.models import Engagement, Statement
from app.services import statements
from questionnaires import load
from scoring.statements import Kind
from tests.app.conftest import before_the_script

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^\s*Enregistré à \d")
A_MINUTE = 60
PHONE, DESK = {"width": 320, "height": 700}, {"width": 1280, "height": 800}


@pytest.fixture(autouse=True)
def empty(store, world):
    """Empty the registers before anybody looks at them."""
    with store() as session:
        session.query(Statement).delete()


@pytest.fixture
def held(store, world):
    """What is held of procedures."""

    def found():
        with store() as session:
            return statements.latest(session, session.get_one(Engagement, world.engagement_id), Kind.PROCEDURE)

    return found


def wait_saved(desk):
    expect(desk.locator("#saved")).to_have_text(SAVED)


def forty_rows():
    """Return the 40 procedures as they are copied from a spreadsheet."""
    rows = ["Procédure\tExiste\tAppliquée\tDernier usage\tEntrants fournis\tÉléments en place"]
    for number, procedure in enumerate(load().procedures):
        exists = number % 3 == 0
        facts = ("oui", "oui", "15/10/2026") if exists else ("non", "", "")
        rows.append("\t".join([procedure.name.fr, *facts, "tous" if number % 2 else "1", "aucun"]))
    return "\n".join(rows)


def test_forty_procedures_pasted_from_a_spreadsheet_are_in_the_mirror_table_in_under_a_minute(desk, site, held):
    begun = time.monotonic()
    desk.goto(f"{site.base}/registers")
    desk.get_by_role("link", name="Importer un tableau : Procédures").click()
    desk.get_by_label("Collez les cellules ici").fill(forty_rows())
    desk.get_by_role("button", name="Voir ce qui a été compris").click()
    assert not held()
    desk.get_by_role("button", name="Inscrire ces 40 lignes").click()
    expect(desk.locator("#balance .lead")).to_have_text(
        "26 procédures manquent, dont 13 attendent un entrant du client."
    )
    assert desk.locator(".proc").count() == 40
    assert time.monotonic() - begun < A_MINUTE


def test_a_line_is_filled_from_the_keyboard_and_what_it_changes_is_drawn_at_once(desk, site, held):
    desk.goto(f"{site.base}/registers/procedures")
    desk.keyboard.press("j")
    for key in ("n", "d", "j", "k"):
        desk.keyboard.press(key)
    first = desk.locator("#PR-01")
    desk.locator("#PR-01 .supplies.client [role=radiogroup]").first.locator("input").last.focus()
    for key in ("o", "n", "n", "o"):
        desk.keyboard.press(key)
    expect(first.locator("[data-piece=client]")).to_contain_text("2 sur 4")
    expect(first.locator("[data-piece=note]")).to_have_text("attend 2 entrants du client")
    expect(desk.locator("#balance .lead")).to_have_text("Une procédure manque, et elle attend un entrant du client.")
    first.get_by_label("Note").fill("Vu avec l’équipe")
    desk.keyboard.press("Escape")
    wait_saved(desk)
    desk.wait_for_function("Object.keys(localStorage).length === 0")
    assert held()["PR-01"].value["inputs"] == [True, False, False, True]
    assert held()["PR-01"].reason == "Vu avec l’équipe"


def test_what_is_said_before_the_script_comes_is_saved(desk, site, held):
    with before_the_script(desk, f"{site.base}/registers/procedures"):
        desk.locator("#PR-02 .proc-exists").get_by_role("radio", name="non", exact=True).check()
    wait_saved(desk)
    assert {subject: statement.value["exists"] for subject, statement in held().items()} == {"PR-02": False}


def test_what_is_said_while_the_server_is_away_waits_here_and_leaves_what_others_said(desk, site, held, store, world):
    desk.goto(f"{site.base}/registers/procedures")
    desk.route("**/registers/lines/*", lambda route: route.abort())
    desk.locator("#PR-02 .proc-exists").get_by_role("radio", name="non", exact=True).check()
    desk.get_by_text("Pas encore enregistré, gardé sur cet appareil").wait_for()
    unsaid = {"exists": None, "applied": None, "last_used": None}
    other = {**unsaid, "inputs": [True, None, None, None], "parts": [None] * 4}
    with store() as session:
        engagement = session.get_one(Engagement, world.engagement_id)
        statements.record(session, engagement, Kind.PROCEDURE, "PR-02", other)
    desk.reload()
    assert desk.locator("#PR-02 .proc-exists input:checked").get_attribute("value") == "no"
    desk.unroute("**/registers/lines/*")
    desk.evaluate("dispatchEvent(new Event('online'))")
    wait_saved(desk)
    assert (held()["PR-02"].value["exists"], held()["PR-02"].value["inputs"][0]) == (False, True)


def test_what_is_refused_says_why_on_its_line_until_it_is_mended(desk, site):
    desk.goto(f"{site.base}/registers/clauses")
    line = desk.locator("#CL-01")
    line.get_by_label("Où").fill("art. 12")
    desk.keyboard.press("Tab")
    expect(line.locator("[data-error]")).to_have_text("dites si la clause est présente ou absente")
    line.get_by_role("radio", name="absente").check()
    expect(line.locator("[data-error]")).to_be_hidden()
    wait_saved(desk)
    desk.reload()
    assert line.get_by_label("Où").input_value() == "art. 12"


def test_pages_of_registers_fit_a_phone_and_can_be_read_by_everyone(desk, site):
    for part in ("", "/procedures", "/clauses", "/indicators", "/procedures/import"):
        desk.goto(f"{site.base}/registers{part}")
        desk.evaluate("document.querySelectorAll('.line details').forEach((d, i) => { d.open = i < 2 })")
        for size in (PHONE, DESK):
            desk.set_viewport_size(size)
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), (part, size)
        assert Axe().run(desk).response["violations"] == []
