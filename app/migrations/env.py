"""Runs migrations on the connection that app.schema opened."""

from alembic import context

from app.columns import Base
from app.models import Engagement

# Naming a table makes sure that all of them are declared.
metadata = Engagement.metadata
assert metadata is Base.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
