import pytest
from sqlalchemy import inspect, text

from app import schema
from app.columns import Base
from app.database import Database


@pytest.fixture
def engine(database_url):
    engine = Database(database_url).engine
    yield engine
    engine.dispose()


def test_an_empty_database_gets_every_table_of_the_models_and_no_other(engine):
    schema.upgrade(engine)
    schema.check(engine)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_upgrading_again_changes_nothing(engine):
    schema.upgrade(engine)
    schema.upgrade(engine)
    schema.check(engine)


def test_a_database_of_a_newer_version_is_left_alone(engine):
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaError, match="newer version"):
        schema.upgrade(engine)
