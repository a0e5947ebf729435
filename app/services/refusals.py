"""Why a service declines: messages that a person can act on, ready to be translated."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 (the name that message extraction looks for)
    """Mark a message for translation without translating it here."""
    return message


class RefusalError(Exception):
    """What was asked cannot be done; the message says what to do instead."""

    def __init__(self, message: str, **values: object) -> None:
        """Keep the message apart from its values, for it is translated before they are put in."""
        self.message = message
        self.values = values
        super().__init__(message % values)


class NotFoundError(RefusalError):
    """What was named is not there, or not for this person."""


class ConflictError(RefusalError):
    """The same id already holds other content; `current` is what is stored."""

    def __init__(self, message: str, current: object, **values: object) -> None:
        """Keep what is stored, so that both versions can be shown."""
        super().__init__(message, **values)
        self.current = current
