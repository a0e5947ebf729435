import re
from urllib.parse import parse_qs, urlsplit

import pytest

from app.access import LIBRARY, MAY, PUBLIC, SIGNED_IN, Action, declared, may
from app.models import IssuedReport, JobState, MemberRole, ReportJob
from app.services import freezing, respondents
from reports.orders import Audience, Format
from reports.progress import Stage
from tests.app.conftest import new_id, token, visit
from tests.app.makers import PRACTICE

DONE = {200, 201, 302, 303, 400}
"""What somebody gets who may: the page, or a form refused because it was empty."""
SIGN_IN = {302, 303, 401}
NOT_YOURS, NOT_THERE = {403}, {404}


def expected(access, visitor):
    """Return the statuses that a visitor may get from a route: the whole policy, told once more."""
    if access == PUBLIC:
        return DONE
    if visitor is None:
        return SIGN_IN
    if access == SIGNED_IN:
        return DONE
    if visitor == "stranger":
        return NOT_THERE
    return DONE if visitor == "consultant" or access in READ_BY_READERS else NOT_YOURS


def issued_report(session, engagement):
    """Return the id of a frozen assessment, and the key of the report that was issued of it."""
    frozen = freezing.freeze(session, engagement, "Pour la revue", id_=FROZEN)
    which = {"frozen_id": frozen.id, "audience": Audience.FULL, "language": "fr", "format": Format.PDF}
    job = {"engagement_id": engagement.id, "state": JobState.DONE, "stage": Stage.PAGES, "step": 2, "steps": 2}
    session.merge(IssuedReport(**which, content=b"%PDF"))
    session.merge(ReportJob(key="k" * 64, **job, **which))
    return frozen.id, "k" * 64


FROZEN = new_id()
READ_BY_READERS = {Action.SEE, Action.READ_RESULTS, Action.READ_OPTIONS, Action.READ_REPORT}


def routes(app, world, store):
    """Return every route with every method, and the access that it declares."""
    with store() as session:
        engagement = session.get_one(respondents.Engagement, world.engagement_id)
        respondent_id = respondents.of_engagement(session, engagement)[0].id
        frozen_id, key = issued_report(session, engagement)
    values = {
        "engagement_id": world.engagement_id,
        "respondent_id": respondent_id,
        "practice_id": PRACTICE,
        "role_id": "cio",
        "option_id": "O1",
        "side": "client",
        "register": "procedures",
        "frozen_id": frozen_id,
        "key": key,
        "audience": "full",
        "lang": "fr",
        "kind": "pdf",
        "filename": "css/visavis.css",
    }
    access, found = declared(app), []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            given = {name: values.get(name) or new_id() for name in rule.arguments}
            path = app.url_for(rule.endpoint, **given)
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                found.append((access[rule.endpoint], rule.endpoint, method, path))
    return found


@pytest.mark.parametrize("visitor", [None, "stranger", "reader", "consultant"])
def test_every_route_gives_each_visitor_what_they_may_have(app, world, store, visitor):
    wrong = []
    for access, endpoint, method, path in routes(app, world, store):
        client = visit(app, world, visitor)
        with client.open(path, method=method, headers={"X-CSRFToken": token(client)}) as response:
            if response.status_code not in expected(access, visitor):
                wrong.append((endpoint, method, response.status_code))
    assert wrong == []


def test_an_engagement_that_does_not_exist_and_one_of_others_look_alike(app, world, store):
    client = visit(app, world, "stranger")
    for _, endpoint, method, path in routes(app, world, store):
        if str(world.engagement_id) in path and method == "GET":
            other = path.replace(str(world.engagement_id), str(new_id()))
            theirs, nothing = client.get(path), client.get(other)
            assert theirs.status_code == nothing.status_code == 404, endpoint
            assert without_tokens(theirs.text, path) == without_tokens(nothing.text, other), endpoint


def without_tokens(page, path):
    """Return a page without what changes from one request to the next."""
    return re.sub(r'(content|value)="[^"]{60,}"', "", page).replace(path, "")


def test_a_route_that_declares_nothing_stops_the_start(app):
    app.view_functions["nobody_knows"] = lambda: ""
    with pytest.raises(RuntimeError, match="nobody_knows"):
        declared(app)


def test_only_the_account_librarys_own_routes_are_declared_for_it():
    assert set(LIBRARY) == {"static", "security.login", "security.logout"}


def test_every_action_has_its_roles_and_nobody_has_none():
    assert set(MAY) == set(Action)
    assert all(may(MemberRole.CONSULTANT, action) for action in Action)
    assert not any(may(None, action) for action in Action)
    assert {action for action in Action if may(MemberRole.READER, action)} == READ_BY_READERS


def test_who_is_signed_out_is_sent_to_sign_in_and_comes_back(app, world):
    path = f"/engagements/{world.engagement_id}/results"
    response = visit(app).get(f"{path}?lang=en")
    sent_to = urlsplit(response.location)
    assert (sent_to.path, parse_qs(sent_to.query)) == ("/sign-in", {"next": [f"{path}?lang=en"]})
