import os

import psycopg
import pytest


@pytest.mark.postgresql
class TestPostgresql:
    def test_each_test_gets_an_empty_database_of_its_own(self, postgresql_database):
        with psycopg.connect(postgresql_database.replace("+psycopg", "")) as connection:
            tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
            assert connection.execute(tables).fetchone() == (0,)
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)

    def test_the_server_never_runs_as_root(self, postgresql_database):
        with psycopg.connect(postgresql_database.replace("+psycopg", "")) as connection:
            (process,) = connection.execute("SELECT pg_backend_pid()").fetchone()
            assert os.stat(f"/proc/{process}").st_uid != 0


@pytest.mark.browser
def test_the_browser_speaks_french_and_runs_scripts(page):
    page.set_content("<p id=p></p><script>p.textContent = navigator.language</script>")
    assert page.text_content("#p") == "fr-FR"


def test_a_long_proof_is_whole_only_when_asked(in_full, request):
    assert in_full is request.config.getoption("--long")
