"""Pages of questions in a real Chromium: each answer saves by itself, nothing is lost, what is computed follows."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.models import Engagement, Statement
from app.services import statements
from scoring.statements import Kind
from tests.app.conftest import before_the_script

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^\s*Enregistré à \d")


@pytest.fixture(autouse=True)
def unsaid(store, world):
    """Nothing but answers was said."""
    with store() as session:
        session.query(Statement).delete()


def wait_saved(desk):
    expect(desk.locator("#saved")).to_have_text(SAVED)


def latest(store, world, kind):
    with store() as session:
        return statements.latest(session, session.get_one(Engagement, world.engagement_id), kind)


def test_the_four_questions_are_answered_from_the_keyboard_and_open_the_options(desk, site, store, world):
    desk.goto(f"{site.base}/options")
    desk.get_by_role("link", name="Y répondre").click()
    first = desk.locator("#seed-1 input[type=radio]").first
    first.focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("ArrowDown")
    wait_saved(desk)
    expect(desk.locator("#seeds-left")).to_have_text("Restent 3 questions")
    for subject in ("2", "3"):
        desk.locator(f"#seed-{subject} input[type=radio]").first.check()
    desk.locator("#seed-4").get_by_label("Passer cette question").check()
    expect(desk.locator("#seed-4 [data-error]")).to_contain_text("Dites pourquoi")
    desk.locator("#seed-4 textarea").fill("Le client préfère en parler plus tard.")
    expect(desk.locator("#seeds-left")).to_have_text("Les quatre sont traitées")
    expect(desk.locator("#seed-4 [data-error]")).to_be_hidden()
    held = latest(store, world, Kind.SEED)
    assert (held["1"].value["choice"], held["4"].value["skipped"]) == (1, True)
    desk.goto(f"{site.base}/options")
    expect(desk.get_by_text("Question passée")).to_be_visible()


def test_what_is_said_before_the_script_comes_is_saved_and_nothing_else(desk, site, store, world):
    desk.goto(f"{site.base}/options")
    desk.get_by_role("link", name="Y répondre").click()
    with before_the_script(desk, desk.url):
        desk.locator("#seed-1 input[type=radio]").nth(1).check()
    wait_saved(desk)
    held = latest(store, world, Kind.SEED)
    assert {subject: statement.value["choice"] for subject, statement in held.items()} == {"1": 1}


def test_a_motive_shows_its_strength_as_it_is_diagnosed(desk, site):
    desk.goto(f"{site.base}/motives")
    motive = desk.locator("details.motive").first
    motive.locator("summary").first.click()
    motive.get_by_label("Porté par").fill("4")
    motive.get_by_label("3, dit par chacun").check()
    expect(motive.locator(".standing")).to_contain_text("perçu, non établi")
    motive.get_by_label("Confirmé", exact=True).check()
    expect(motive.locator(".standing")).to_contain_text("force 100 sur 100")
    expect(desk.locator("#established")).to_contain_text("100")


def test_a_fact_that_cannot_be_says_so_in_its_place_and_is_mended(desk, site, store, world):
    desk.goto(f"{site.base}/framing")
    fact = desk.locator("#framing-fees_at_stake")
    fact.locator("input").fill("120")
    fact.locator("input").blur()
    expect(fact.locator("[data-error]")).to_contain_text("120 est trop grand")
    desk.reload()
    expect(desk.locator("#framing-fees_at_stake input")).to_have_value("120")
    fact.locator("input").fill("12,5")
    fact.locator("input").blur()
    wait_saved(desk)
    expect(fact.locator("[data-error]")).to_be_hidden()
    assert float(latest(store, world, Kind.FRAMING)["fees_at_stake"].value["value"]) == 12.5
    desk.locator("#tower-desk").get_by_label("Au périmètre").uncheck()
    wait_saved(desk)
    desk.locator("#framing-mechanisms").get_by_label("Pénalités", exact=True).check()
    desk.locator("#framing-mechanisms").get_by_label("Aucun", exact=True).check()
    expect(desk.locator("#framing-mechanisms").get_by_label("Pénalités", exact=True)).not_to_be_checked()


def test_an_answer_waits_on_the_device_while_the_server_is_away(desk, site, store, world):
    desk.goto(f"{site.base}/readiness")
    desk.route("**/statements/*", lambda route: route.abort())
    desk.locator("#readiness-RDY-01").get_by_label("Prouvé").check()
    expect(desk.locator("#saved")).to_contain_text("gardé sur cet appareil")
    desk.unroute("**/statements/*")
    desk.reload()
    expect(desk.locator("#readiness-RDY-01").get_by_label("Prouvé")).to_be_checked()
    wait_saved(desk)
    expect(desk.locator("#standing")).to_contain_text("5")
    assert latest(store, world, Kind.READINESS)["RDY-01"].value["status"] == 1


def test_a_cost_is_the_engagement_s_own_until_it_goes_back_to_the_default(desk, site, store, world):
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto(f"{site.base}/parameters")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    cost = desk.locator("#parameter-tender_cost")
    cost.get_by_label("Typique").fill("2,5")
    cost.get_by_label("Source de vos chiffres").fill("Consultation de 2023")
    cost.get_by_label("Source de vos chiffres").press("Tab")
    wait_saved(desk)
    expect(cost.locator("#held-tender_cost")).to_contain_text("0,5 · 2,5 · 3")
    assert latest(store, world, Kind.PARAMETER)["tender_cost"].value["source"] == "Consultation de 2023"
    desk.set_viewport_size({"width": 1280, "height": 800})
    assert not Axe().run(desk).response["violations"]
    cost.get_by_role("button", name="Revenir aux valeurs par défaut").click()
    expect(cost.get_by_label("Typique")).to_have_value("1")
    expect(cost.get_by_role("button", name="Revenir aux valeurs par défaut")).to_have_count(0)
    assert desk.url.endswith("#parameter-tender_cost")
