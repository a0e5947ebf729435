"""Pages of the decision in a real Chromium: weights tried as they are typed, forms from the keyboard, on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.models import Engagement
from app.services import statements
from scoring.statements import Kind
from tests.app.conftest import sign_in

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
PAGES = (
    "/results",
    "/options",
    "/options/O1",
    "/options/weights?cost=80",
    "/options/weights?cost=much",
    "/sensitivity",
    "/weights",
    "/weights/cio",
    "/weights/cio?form=intervals",
    "/parts",
    "/judgements",
)


@pytest.mark.parametrize(("width", "language", "scheme"), [(360, "fr", "dark"), (1280, "en", "light")])
def test_every_page_is_accessible_and_holds_its_width(desk, site, width, language, scheme):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.emulate_media(color_scheme=scheme)
    if language == "en":
        desk.get_by_role("button", name="English").click()
        expect(desk.locator("html")).to_have_attribute("lang", "en")
    found = {}
    for part in PAGES:
        desk.goto(f"{site.base}{part}")
        faults = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(desk).response["violations"]]
        wide = desk.evaluate("document.documentElement.scrollWidth")
        if faults or wide > width:
            found[part] = (faults, wide)
    assert not found


@pytest.mark.parametrize("part", ["/options", "/options/weights"])
def test_weights_are_tried_as_they_are_typed_and_nothing_is_kept(desk, site, store, world, part):
    desk.goto(f"{site.base}{part}")
    advice = desk.locator("h1").text_content()
    desk.get_by_label("Points essayés\u202f: Coût complet").fill("90")
    trial = desk.locator("#trial")
    expect(trial).to_contain_text("en tête", timeout=PATIENCE_MS)
    desk.get_by_label("Points essayés\u202f: Coût complet").fill("beaucoup")
    expect(trial).to_contain_text("n’est pas un nombre", timeout=PATIENCE_MS)
    desk.goto(f"{site.base}{part}")
    assert desk.locator("h1").text_content() == advice
    with store() as session:
        assert not statements.latest(session, session.get_one(Engagement, world.engagement_id), Kind.WEIGHTS)


def test_weights_are_tried_without_a_script(browser, site):
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site.base}/options")
    page.get_by_label("Points essayés\u202f: Coût complet").fill("90")
    page.get_by_role("button", name="Voir ce que donnent ces poids").click()
    assert re.search(r"/options/weights\?.*cost=90", page.url)
    expect(page.locator("#trial")).to_contain_text("en tête")
    expect(page.get_by_label("Points essayés\u202f: Coût complet")).to_have_value("90")
    context.close()


def test_a_decider_s_points_are_given_from_the_keyboard(desk, site, store, world):
    desk.goto(f"{site.base}/weights")
    desk.get_by_role("link", name="Contrôle de gestion").click()
    desk.locator("#points_continuity").focus()
    for points in range(10, 90, 10):
        desk.keyboard.type(str(points))
        desk.keyboard.press("Tab")
    desk.keyboard.press("ArrowDown")
    desk.get_by_role("button", name="Enregistrer ces poids").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Les poids sont enregistrés.")).to_be_visible()
    with store() as session:
        said = statements.latest(session, session.get_one(Engagement, world.engagement_id), Kind.WEIGHTS)["finance"]
    assert [said.value["points"][id_] for id_ in ("continuity", "need", "time")] == [10, 20, 80]
    assert said.value["precision"] == "rough"


def test_a_range_saves_by_itself_once_both_ends_are_there_and_what_is_used_follows(desk, site, store, world):
    desk.goto(f"{site.base}/judgements")
    span = desk.locator("#range-ability")
    span.get_by_label("Au plus bas").fill("40")
    span.get_by_label("Au plus bas").blur()
    expect(span.locator("[data-error]")).to_contain_text("les deux bornes")
    span.get_by_label("Au plus haut").fill("90")
    span.get_by_label("Au plus haut").blur()
    expect(span.locator("#used-ability")).to_contain_text("40 à 90", timeout=PATIENCE_MS)
    expect(span.locator("[data-error]")).to_be_hidden()
    with store() as session:
        said = statements.latest(session, session.get_one(Engagement, world.engagement_id), Kind.RANGE)["ability"]
    assert float(said.value["low"]) == 0.4


def test_single_ratings_are_looked_for_on_demand(desk, site):
    desk.goto(f"{site.base}/sensitivity")
    desk.get_by_role("button", name="Calculer").click()
    expect(desk.locator("#t-flips")).to_be_focused(timeout=PATIENCE_MS)
