"""Content as data: the questionnaire in French and English, its types and its loader."""

from questionnaires.loader import (
    CURRENT,
    Mistake,
    QuestionnaireError,
    load,
    load_folder,
    versions,
)
from questionnaires.schema import LANGUAGES, LEVELS, Grade, Questionnaire, Side, Text

__all__ = [
    "CURRENT",
    "LANGUAGES",
    "LEVELS",
    "Grade",
    "Mistake",
    "Questionnaire",
    "QuestionnaireError",
    "Side",
    "Text",
    "load",
    "load_folder",
    "versions",
]
