"""Everything that can go wrong for a user, as one tree.

CommuniqueError
├── InputError        an input cannot be read as an article
├── StoreError        the database cannot be opened, read or written
├── RecordingError    a recorded run cannot be read or written
├── CorrectionError   a correction cannot be made as asked
├── GroundingError    an article's sentences cannot be read
│   └── SlowError     that takes longer than one article may
├── WorkerError       the process that reads sentences is gone
├── BatchError        a folder of batch requests cannot be read, written or used
├── ReportError       a report cannot be made or written
└── ModelError        the model cannot be reached or does not answer
    ├── WeightsError  the embedded model cannot be fetched or started
    └── AccessError   the key or the model's name is refused

A message is one line that says what is wrong and what to do. The cause is kept; only cli.py turns an error into text.
"""


class CommuniqueError(Exception):
    """Root of every error a user meets."""


class InputError(CommuniqueError):
    """An input cannot be read as an article."""


class StoreError(CommuniqueError):
    """The database cannot be opened, read or written."""


class RecordingError(CommuniqueError):
    """A recorded run cannot be read or written."""


class CorrectionError(CommuniqueError):
    """A correction cannot be made as asked."""


class GroundingError(CommuniqueError):
    """An article's sentences cannot be read, or what was proposed about it cannot be found in them."""


class SlowError(GroundingError):
    """One article takes longer than it may, in seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took longer than {seconds:g} s; leave it out, or report it if it is an article")


class WorkerError(CommuniqueError):
    """The process that reads sentences is gone."""


class BatchError(CommuniqueError):
    """A folder of batch requests cannot be read, written or used."""


class ReportError(CommuniqueError):
    """A report cannot be made or written."""


class ModelError(CommuniqueError):
    """The model cannot be reached or does not answer."""


class WeightsError(ModelError):
    """The embedded model cannot be fetched or started."""


class AccessError(ModelError):
    """The key or the model's name is refused: no request of the run can succeed."""


class PriceError(CommuniqueError):
    """A list of prices that cannot be read."""
