"""What a refusal means: whether it may pass, whether it is about this request alone, whether it ends the run."""

from extractor.model.asking import too_long
from extractor.model.received import Trouble
from schemas.request import Outcome

_RETRIED = frozenset({408, 409, 425, 429})
_MODERATED = ("moderation", "flagged", "content polic", "content_filter", "content management", "safety")
_SHOWN = 300


def may_pass(trouble: Trouble) -> bool:
    """It is worth trying again."""
    return not _spent(trouble) and (trouble.status in _RETRIED or trouble.status >= 500)


def about(trouble: Trouble) -> Outcome:
    """What a refusal is about: the length of the prompt, what the article tells, or else."""
    if too_long(trouble):
        return Outcome.TOO_LONG
    return Outcome.REFUSED if _filtered(trouble) else Outcome.FAILED


def hopeless(trouble: Trouble, model: str, address: str) -> str | None:
    """What to say where no request of the run can succeed after this, in one line with the server's own words; else None."""
    told = f"status {trouble.status}: {' '.join(trouble.words.split())[:_SHOWN]}"
    if _spent(trouble):
        return f"the account of this key has no credit left ({told}); add some, or use another key or model"
    if trouble.status in (401, 403):
        return f"the key was refused ({told}); set OPENAI_API_KEY to a key that may use {model}"
    if trouble.status in (404, 405):
        return f"there is no model {model!r} at {address} ({told}); check --model and --base-url"
    return None


def _spent(trouble: Trouble) -> bool:
    """No money left: OpenAI says so with the status of too many requests."""
    return trouble.status == 402 or trouble.code == "insufficient_quota"


def _filtered(trouble: Trouble) -> bool:
    """It is what the article tells that is refused."""
    told = f"{trouble.code or ''} {trouble.words}".lower()
    return trouble.status in (400, 403, 422) and any(word in told for word in _MODERATED)
