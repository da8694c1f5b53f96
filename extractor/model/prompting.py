"""From sentences to requests, and from replies back to proposals.

The static part (instructions, examples) comes first and is byte-identical across articles, so that a server can reuse it; the
sentences come last. Article text is inserted as it is, never rendered: braces and percent signs in it mean nothing.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from types import GenericAlias
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from extractor.settings import Profile
from prompts import library
from schemas.accusation import AccusationProposal
from schemas.article import Sentence
from schemas.base import Proposal, RecordType
from schemas.casualty_report import CasualtyReportProposal
from schemas.request import Message, Request
from schemas.statement import StatementProposal
from schemas.troop_movement import TroopMovementProposal

PROPOSALS: dict[RecordType, type[Proposal]] = {
    RecordType.STATEMENT: StatementProposal,
    RecordType.CASUALTY_REPORT: CasualtyReportProposal,
    RecordType.TROOP_MOVEMENT: TroopMovementProposal,
    RecordType.ACCUSATION: AccusationProposal,
}
LISTS = {t: f"{t.value}s" for t in RecordType}
_BRIEF: dict[RecordType, tuple[str, ...]] = {
    RecordType.STATEMENT: ("speaker", "act"),
}
"""What a small model is asked for, of the types that it is asked about."""


class Answer(BaseModel):
    """An answer; its JSON schema is made once and not once a request, which would take longer than all else about one.

    It is kept where a class finds it that instructor makes of this one. Nobody may change it.
    """

    schema_made: ClassVar[dict[str, Any] | None] = None

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        plain = cls.schema_made is not None and not args and not kwargs
        return cls.schema_made or {} if plain else super().model_json_schema(*args, **kwargs)


@cache
def answer_model(types: tuple[RecordType, ...], brief: bool) -> type[Answer]:
    """The shape of an answer: one list a type. `brief` answers leave the sentence numbers to code, and strings short."""
    lists: dict[str, Any] = {}
    for t in types:
        shape: type[BaseModel] = _brief(t) if brief else PROPOSALS[t]
        lists[LISTS[t]] = (GenericAlias(list, (shape,)), ...)
    config = ConfigDict(json_schema_extra={"x-guidance": {"whitespace_flexible": False}}) if brief else ConfigDict()
    shape = create_model("Answer", __base__=Answer, **lists)
    shape.model_config.update(config)
    shape.model_rebuild(force=True)
    shape.schema_made = shape.model_json_schema()
    return shape


@cache
def _brief(record_type: RecordType) -> type[BaseModel]:
    whole = PROPOSALS[record_type]
    fields: dict[str, Any] = {}
    for name in _BRIEF[record_type]:
        info = whole.model_fields[name]
        fields[name] = (info.annotation, info)
    return create_model(f"Brief{whole.__name__}", **fields)


def schema_fingerprint(types: Sequence[RecordType], profile: Profile) -> str:
    """A hash of the answer's JSON schema: 16 hex digits."""
    groups = _groups(types, profile)
    shapes = [answer_model(g, profile.doubts).model_json_schema() for g in groups]
    return _digest_of(_json(shapes))


def requests(
    sentences: Sequence[Sentence],
    types: Sequence[RecordType],
    profile: Profile,
    model: str,
    doubts: dict[RecordType, set[int]] | None,
) -> list[Request]:
    """The requests that a profile asks of an article; `doubts` names the sentences worth asking about, by type (None: all)."""
    found = []
    for group in _groups(types, profile):
        for targets in _windows(sentences, group, profile, doubts):
            found.append(_request(sentences, targets, group, profile, model))
    return found


def halves(request: Request, sentences: Sequence[Sentence], profile: Profile, model: str) -> list[Request]:
    """Two requests about half of the sentences each; none where a request is about one sentence only."""
    middle = len(request.targets) // 2
    parts = [set(request.targets[:middle]), set(request.targets[middle:])] if middle else []
    return [_request(sentences, [s for s in sentences if s.number in part], request.types, profile, model) for part in parts]


def proposals(request: Request, reply: str) -> list[Proposal]:
    """The proposals in a reply. Raises ValueError when it is not an answer of the request's shape."""
    try:
        answer = answer_model(request.types, request.brief).model_validate_json(reply)
    except ValidationError as error:
        raise ValueError(f"the answer does not have the shape asked for: {error.error_count()} errors") from error
    found: list[Proposal] = []
    for t in request.types:
        for proposed in getattr(answer, LISTS[t]):
            if isinstance(proposed, Proposal):
                found.append(proposed)
            else:
                found.append(
                    PROPOSALS[t].model_validate({**proposed.model_dump(exclude_none=True), "sentences": list(request.targets)})
                )
    return found


def names_unknown(request: Request, reply: str) -> bool:
    """The reply names a sentence that no article of this request has; of a request about a whole text, none is known."""
    if not request.targets or request.brief:
        return False
    answer = json.loads(reply)
    named = [n for t in request.types for proposed in answer.get(LISTS[t], ()) for n in proposed.get("sentences", ())]
    return any(not 1 <= n <= request.targets[-1] for n in named)


def _groups(types: Sequence[RecordType], profile: Profile) -> list[tuple[RecordType, ...]]:
    ordered = [t for t in RecordType if t in types and (t in _BRIEF or not profile.doubts)]
    return [tuple(ordered[n : n + profile.types]) for n in range(0, len(ordered), profile.types)]


def _windows(
    sentences: Sequence[Sentence], group: tuple[RecordType, ...], profile: Profile, doubts: dict[RecordType, set[int]] | None
) -> list[list[Sentence]]:
    asked = [s for s in sentences if doubts is None or any(s.number in doubts.get(t, ()) for t in group)]
    return [asked[n : n + profile.sentences] for n in range(0, len(asked), profile.sentences)]


def _request(
    sentences: Sequence[Sentence], targets: list[Sentence], group: tuple[RecordType, ...], profile: Profile, model: str
) -> Request:
    first, last = targets[0].number, targets[-1].number
    shown = sentences[max(0, first - 1 - profile.context) : last]
    messages = [Message(role="system", content=library.instructions(group, "small" if profile.doubts else "frame"))]
    if profile.doubts:
        for t in group:
            for example in library.examples(t):
                messages.append(Message(role="user", content=_question(example.sentences, 2, 2)))
                messages.append(Message(role="assistant", content=example.answer))
    lines = "\n".join(f"[{s.number}] {' '.join(s.text.split())}" for s in shown)
    messages.append(Message(role="user", content=_question(lines, first, last)))
    return Request(
        messages=tuple(messages),
        types=group,
        targets=tuple(t.number for t in targets),
        brief=profile.doubts,
        hash=_hash(model, profile, group, messages),
    )


def _hash(model: str, profile: Profile, group: tuple[RecordType, ...], messages: list[Message]) -> str:
    """The digest of [model, tokens, schema, messages]; the schema, which is most of it, is written once."""
    said = _json([(m.role, m.content) for m in messages])
    parts = (_json(model), _json(profile.max_tokens), _schema_json(group, profile.doubts), said)
    return _digest_of(f"[{', '.join(parts)}]")


@cache
def _schema_json(group: tuple[RecordType, ...], brief: bool) -> str:
    return _json(answer_model(group, brief).schema_made)


def _question(lines: str, first: int, last: int) -> str:
    which = f"sentence [{first}] only" if first == last else f"sentences [{first}] to [{last}]"
    return f"{lines}\n\nThe records of {which}:"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
