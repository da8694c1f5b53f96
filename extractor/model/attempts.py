"""The ledger of one request, as whoever answers it sees it."""

from typing import Protocol

from schemas.request import Ending


class Attempts(Protocol):
    """Each attempt is told before it is sent and after it ended."""

    def opened(self) -> None: ...

    def closed(self, ending: Ending) -> None: ...


class Unkept:
    """Keeps nothing."""

    def opened(self) -> None:
        """An attempt is about to be sent."""

    def closed(self, ending: Ending) -> None:
        """It ended so."""
