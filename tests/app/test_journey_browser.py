"""The main journey, in a real Chromium: answer, reload, read the results, download the report; nothing is lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.models import Answer
from tests.app.conftest import PASSWORD, before_the_script, sign_in
from tests.reports.readers import pdf_pages

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^\s*Enregistré à \d")
ADDRESS_OF_ANSWERS = "**/answers/*"


def sign_in_by_the_form(page, site):
    page.goto(f"{site.origin}/sign-in")
    page.get_by_label("Adresse électronique").fill("consultant@visavis.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{site.origin}/")


def new_respondent(desk, site):
    """Add somebody who has answered nothing yet, and open their interview."""
    desk.goto(f"{site.base}/respondents")
    column = desk.locator(".is-client")
    column.get_by_label("Rôle").select_option("service")
    column.get_by_role("button", name="Ajouter de ce côté").click()
    desk.locator(".is-client .who-list li").last.get_by_role("link").click()
    desk.wait_for_url("**/interview/*/*")


def status(desk):
    return desk.locator("#saved")


def wait_saved(desk):
    expect(status(desk)).to_have_text(SAVED)


def go_on(desk):
    """Go to the next practice by its key."""
    before = desk.url
    desk.keyboard.press("j")
    desk.wait_for_url(lambda url: url != before)


def chosen(desk):
    return desk.locator("input[name=said]:checked").get_attribute("value")


def stored(store, practice_id, level):
    with store() as session:
        found = session.query(Answer).filter_by(practice_id=practice_id, level=level)
        return found.order_by(Answer.recorded_at.desc()).first()


@pytest.mark.long
def test_practices_are_answered_from_the_keyboard_then_read_and_printed(desk, site, in_full):
    new_respondent(desk, site)
    given = {}
    count = 20 if in_full else 7
    for number in range(count):
        level = str(number % 6)
        desk.keyboard.press(level)
        if number == 0:
            desk.keyboard.press("c")
            desk.keyboard.type("Dix dossiers vus, 8 sans recette 5")
            desk.keyboard.press("Escape")
        wait_saved(desk)
        given[desk.url] = level
        go_on(desk)
    for address, level in list(given.items())[:: 1 if in_full else 5]:
        desk.goto(address)
        assert chosen(desk) == level
    desk.goto(next(iter(given)))
    assert desk.locator("#comment").input_value() == "Dix dossiers vus, 8 sans recette 5"
    assert desk.get_by_text(f"{count} pratiques sur 58").is_visible()

    desk.goto(f"{site.base}/results")
    desk.get_by_role("link", name="Rapport").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Produire le rapport").click()
    content = download.value.path().read_bytes()
    text = " ".join(pdf_pages(content))
    assert re.search(r"8\d\s?%", text.replace("\u00a0", " "))
    assert "Rester et améliorer" in text.replace("\u00a0", " ")


def test_an_answer_waits_on_the_device_while_the_server_is_away(desk, site, store):
    new_respondent(desk, site)
    practice = desk.locator("#answer").get_attribute("data-practice")
    desk.route(ADDRESS_OF_ANSWERS, lambda route: route.abort())
    desk.keyboard.press("5")
    desk.get_by_text("Pas encore enregistré, gardé sur cet appareil").wait_for()
    assert stored(store, practice, 5) is None or stored(store, practice, 5).comment is None
    desk.reload()
    assert chosen(desk) == "5"
    desk.unroute(ADDRESS_OF_ANSWERS)
    desk.evaluate("dispatchEvent(new Event('online'))")
    wait_saved(desk)
    desk.evaluate("localStorage.clear()")
    desk.reload()
    assert chosen(desk) == "5"


def test_text_typed_when_the_session_ends_is_still_there_after_signing_in_again(desk, site):
    new_respondent(desk, site)
    address = desk.url
    desk.wait_for_load_state("networkidle")
    desk.context.clear_cookies()
    desk.keyboard.press("3")
    desk.locator("#comment").fill("Trois cents mots, ou presque.")
    link = desk.get_by_role("link", name="reconnectez-vous")
    link.wait_for()
    link.click()
    desk.get_by_label("Adresse électronique").fill("consultant@visavis.example")
    desk.get_by_label("Mot de passe").fill(PASSWORD)
    desk.get_by_role("button", name="Se connecter").click()
    desk.wait_for_url(address)
    wait_saved(desk)
    assert chosen(desk) == "3"
    assert desk.locator("#comment").input_value() == "Trois cents mots, ou presque."


def test_two_pages_on_one_answer_show_both_texts_and_ask(desk, site):
    new_respondent(desk, site)
    other = desk.context.browser.new_context(locale="fr-FR").new_page()
    sign_in(other, site)
    other.goto(desk.url)
    desk.keyboard.press("1")
    desk.locator("#comment").fill("alpha")
    desk.locator("#comment").blur()
    wait_saved(desk)
    other.keyboard.press("4")
    other.locator("#rival").wait_for(state="visible")
    assert "Niveau 1" in other.locator("#rival").inner_text()
    assert "alpha" in other.locator("#rival").inner_text()
    other.get_by_role("button", name="Garder la mienne").click()
    wait_saved(other)
    desk.reload()
    assert chosen(desk) == "4"
    other.context.close()


def test_a_late_save_never_overwrites_a_newer_text(desk, site):
    new_respondent(desk, site)
    delays = [1.0, 0.0]

    def slow_first(route):
        if delays and delays.pop(0):
            desk.wait_for_timeout(1000)
        route.continue_()

    desk.route(ADDRESS_OF_ANSWERS, slow_first)
    desk.keyboard.press("2")
    desk.locator("#comment").fill("un")
    desk.locator("#comment").blur()
    desk.locator("#comment").fill("un deux")
    desk.locator("#comment").blur()
    while desk.evaluate("localStorage.length"):
        desk.wait_for_timeout(50)
    desk.reload()
    assert desk.locator("#comment").input_value() == "un deux"


def test_changing_the_language_keeps_the_question_and_the_text(desk, site):
    new_respondent(desk, site)
    address = desk.url
    desk.keyboard.press("2")
    desk.locator("#comment").press_sequentially("note en cours")
    desk.get_by_role("button", name="English").click()
    desk.locator("html[lang=en]").wait_for(state="attached")
    assert desk.url == address
    assert desk.locator("#comment").input_value() == "note en cours"
    assert chosen(desk) == "2"


def test_what_is_typed_in_a_long_form_survives_the_language_too(desk, site):
    desk.goto(f"{site.origin}/engagements/new")
    desk.get_by_label("La question posée").fill("Rester ou partir ?")
    desk.get_by_role("button", name="English").click()
    desk.locator("html[lang=en]").wait_for(state="attached")
    expect(desk.get_by_label("The question asked")).to_have_value("Rester ou partir ?")


def test_back_and_forward_find_every_answer(desk, site):
    new_respondent(desk, site)
    levels = ["1", "2", "3"]
    for level in levels:
        desk.keyboard.press(level)
        wait_saved(desk)
        go_on(desk)
    for level in reversed(levels):
        desk.go_back()
        desk.locator("input[name=said]:checked").wait_for(state="attached")
        assert chosen(desk) == level


def test_an_answer_given_before_the_script_comes_is_saved(desk, site, store):
    new_respondent(desk, site)
    practice = desk.locator("#answer").get_attribute("data-practice")
    with before_the_script(desk, desk.url):
        desk.locator("input[name=said][value='4']").check()
        desk.locator("#comment").fill("Dit tôt.")
    wait_saved(desk)
    assert stored(store, practice, 4) is not None
    desk.reload()
    assert desk.locator("#comment").input_value() == "Dit tôt."


def test_without_a_script_the_interview_saves_by_its_button(browser, site):
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    new_respondent(page, site)
    address = page.url
    page.locator("input[name=said][value='4']").check()
    page.locator("#comment").fill("Sans script.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_load_state()
    assert page.url == address
    page.goto(address)
    assert chosen(page) == "4"
    assert page.locator("#comment").input_value() == "Sans script."
    context.close()


PAGES = (
    "",
    "/framing",
    "/respondents",
    "/practices",
    "/practices/PRC-CHM-C1",
    "/guides",
    "/guides/cio",
    "/guides/evidence/provider",
    "/motives",
    "/readiness",
    "/rules",
)
"""Those of registers, of the decision and of reports are looked at by their own tests."""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_is_accessible_and_fits_its_screen(browser, site, width, scheme):
    context = browser.new_context(
        locale="fr-FR", color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    found = {}
    for address in ("/sign-in", "/", "/help", "/engagements/new", "/engagements/import", "/none", *PAGES, "interview"):
        if address == "interview":
            new_respondent(page, site)
        else:
            page.goto((site.base if address in PAGES else site.origin) + address)
        faults = [rule["id"] for rule in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("scrolls sideways")
        if faults:
            found[address] = faults
        if address == "/sign-in":
            sign_in_by_the_form(page, site)
    context.close()
    assert not found
