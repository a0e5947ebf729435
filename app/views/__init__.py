"""Pages: one module per subject, each with its blueprint; a view guards, reads a form, acts, redirects or renders."""

from app.views import (
    answers,
    engagement_files,
    engagements,
    interviews,
    judgements,
    options,
    practices,
    reports,
    respondents,
    results,
    site,
)

BLUEPRINTS = (
    site.blueprint,
    engagements.blueprint,
    engagement_files.blueprint,
    respondents.blueprint,
    interviews.blueprint,
    answers.blueprint,
    practices.blueprint,
    judgements.blueprint,
    results.blueprint,
    options.blueprint,
    reports.blueprint,
)
"""Every blueprint of the product, registered by the factory."""
