"""Reports in a real Chromium: followed while they are made, cancelled, taken; frozen assessments on a phone."""

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.models import Engagement, JobState, ReportJob
from app.services import assessments, decisions, freezing, paragraphs
from questionnaires import load
from reports.orders import Section
from scoring import digest
from tests.app.conftest import sign_in
from tests.app.makers import PRACTICE

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
PAGES = ("/report", "/report/paragraphs", "/report/signature", "/assessments", "/assessments/changes")


@pytest.fixture(autouse=True)
def frozen(store, world):
    """An assessment is frozen, and something was decided since."""
    with store() as session:
        engagement = session.get_one(Engagement, world.engagement_id)
        now = digest(load(), assessments.facts_of(session, engagement))
        paragraphs.write(session, engagement, "fr", {Section.ANSWER: "Mes mots."}, now)
        freezing.freeze(session, engagement, "Pour le comité")
        decisions.decide_rating(session, engagement, PRACTICE, level=Decimal(5), reason="Vu", consent=True)


def test_a_report_is_followed_step_by_step_and_then_taken_from_the_keyboard(desk, site):
    desk.goto(f"{site.base}/report")
    desk.get_by_label("Aujourd’hui, en projet").focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_label("Évaluation n°")).to_be_checked()
    for _ in range(4):
        desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="Produire le rapport")).to_be_focused()
    with desk.expect_download(timeout=PATIENCE_MS) as download:
        desk.keyboard.press("Enter")
        desk.wait_for_url("**/report/jobs/*")
        expect(desk.locator("#job-words")).to_contain_text("Étape", timeout=PATIENCE_MS)
        expect(desk.get_by_role("progressbar", name="Avancement du rapport")).to_be_visible()
    assert download.value.suggested_filename == "vis-a-vis-valmeca-norvexia-1-full-fr.pdf"
    expect(desk.get_by_role("heading", level=1)).to_have_text("Le rapport est prêt")
    expect(desk.get_by_role("link", name="Télécharger le rapport")).to_be_focused()


def test_a_report_is_cancelled_while_it_is_made(desk, site, store):
    desk.goto(f"{site.base}/report")
    desk.get_by_role("button", name="Produire le rapport").click()
    desk.get_by_role("button", name="Annuler").click()
    expect(desk.get_by_role("status")).to_contain_text("Le rapport est annulé")
    with store() as session:
        assert session.query(ReportJob).one().state is JobState.CANCELLED


def test_without_script_the_page_loads_itself_until_the_report_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site.base}/report")
    page.get_by_label("Une page").check()
    page.get_by_label("Word").check()
    page.get_by_role("button", name="Produire le rapport").click()
    link = page.get_by_role("link", name="Télécharger le rapport")
    link.wait_for(timeout=PATIENCE_MS)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith("-draft-summary-fr.docx")
    context.close()


def test_a_stale_paragraph_is_confirmed_and_nothing_typed_is_lost(desk, site):
    desk.goto(f"{site.base}/report/paragraphs")
    desk.get_by_label("Plan de chaque côté").fill("Un plan en deux temps.")
    desk.get_by_role("button", name="Relu, il tient toujours").click()
    expect(desk.get_by_role("status")).to_contain_text("Le paragraphe est confirmé")
    expect(desk.get_by_role("button", name="Relu, il tient toujours")).to_have_count(0)
    expect(desk.get_by_label("Plan de chaque côté")).to_have_value("Un plan en deux temps.")
    expect(desk.get_by_label("La réponse en une page")).to_have_value("Mes mots.")


@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "dark", "en-GB"), (360, "light", "fr-FR")])
def test_every_page_is_accessible_and_fits_its_screen(browser, site, width, scheme, language):
    context = browser.new_context(
        locale="fr-FR", color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    sign_in(page, site)
    if language.startswith("en"):
        page.get_by_role("button", name="English").click()
    found = {}
    for address in (*PAGES, "job"):
        if address == "job":
            page.goto(f"{site.base}/report")
            page.locator("main form button").click()
            page.wait_for_url("**/report/jobs/*")
        else:
            page.goto(site.base + address)
        faults = [rule["id"] for rule in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("scrolls sideways")
        if faults:
            found[address] = faults
    context.close()
    assert not found
