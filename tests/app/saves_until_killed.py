"""Run by a test: record answers one after the other, telling each id once it is committed, until killed."""

import sys

from app import demonstrations, schema
from app.database import Database
from app.engagement_file import decode
from app.models import Engagement
from app.services import answers, exchange
from tests.app.makers import new_answer

database = Database(sys.argv[1])
schema.upgrade(database.engine)
with database.sessions.begin() as session:
    report = exchange.import_file(session, decode(demonstrations.read("valmeca")))
    respondent_id = session.get_one(Engagement, report.engagement_id).respondents[0].id
print("ready", flush=True)
while True:
    with database.sessions.begin() as session:
        engagement = session.get_one(Engagement, report.engagement_id)
        recorded = answers.record(session, engagement, new_answer(respondent_id)).answer.id
    print(recorded, flush=True)
