"""From sentences to requests.

The static part (instructions, examples) comes first and is byte-identical across articles, so that a server can reuse it; the
sentences come last. Article text is inserted as it is, never rendered: braces and percent signs in it mean nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from types import GenericAlias
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, create_model
from pydantic.fields import FieldInfo

from extractor.settings import Profile
from prompts import library
from prompts.library import LISTS
from prompts.older import Older, older
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
_BRIEF: dict[RecordType, tuple[str, ...]] = {
    RecordType.STATEMENT: ("speaker", "act"),
}
"""What a small model is asked for, of the types that it is asked about."""
_MOST_COMPLAINTS = 40
_ONCE_MORE = "Give these alone once more, with what was wrong put right, as JSON of the same shape; leave other lists empty."


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
        lists[LISTS[t]] = (GenericAlias(list, (record_shape(t, brief),)), ...)
    config = ConfigDict(json_schema_extra={"x-guidance": {"whitespace_flexible": False}}) if brief else ConfigDict()
    shape = create_model("Answer", __base__=Answer, **lists)
    shape.model_config.update(config)
    shape.model_rebuild(force=True)
    shape.schema_made = shape.model_json_schema()
    return shape


def record_shape(record_type: RecordType, brief: bool) -> type[BaseModel]:
    """The shape of one record in an answer."""
    return _brief(record_type) if brief else PROPOSALS[record_type]


@cache
def _brief(record_type: RecordType) -> type[BaseModel]:
    whole = PROPOSALS[record_type]
    fields: dict[str, Any] = {}
    for name in _BRIEF[record_type]:
        info = whole.model_fields[name]
        fields[name] = (info.annotation, info)
    return create_model(f"Brief{whole.__name__}", **fields)


def correction(request: Request, why: str, records: Sequence[str]) -> Request:
    """What is asked once more where an answer could not be used: the same, and what was wrong with it.

    `records` are the complaints about single records; the others of that answer are kept, and are not asked for again.
    """
    words = f"Your answer was not used: {why}. Answer again, with the JSON alone."
    if records:
        listed = "\n".join(f"- {record}" for record in records[:_MOST_COMPLAINTS])
        words = f"Of your answer, these records could not be read:\n{listed}\n{_ONCE_MORE}"
    messages = (*request.messages, Message(role="user", content=words))
    return request.model_copy(update={"messages": messages, "hash": _digest_of(_json([request.hash, words]))})


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
    return _requests(sentences, types, profile, model, doubts, None)


def older_requests(
    sentences: Sequence[Sentence], types: Sequence[RecordType], profile: Profile, model: str
) -> Iterator[list[Request]]:
    """The requests that earlier versions would have asked of an article, those of the latest first; of strong models only."""
    for prompt in older() if not profile.doubts else ():
        yield _requests(sentences, types, profile, model, None, prompt)


def halves(request: Request, sentences: Sequence[Sentence], profile: Profile, model: str) -> list[Request]:
    """Two requests about half of the sentences each; none where a request is about one sentence only."""
    middle = len(request.targets) // 2
    parts = [set(request.targets[:middle]), set(request.targets[middle:])] if middle else []
    prompt = next((p for p in older() if p.name == request.older), None)
    return [
        _request(sentences, [s for s in sentences if s.number in part], request.types, profile, model, prompt) for part in parts
    ]


def _requests(
    sentences: Sequence[Sentence],
    types: Sequence[RecordType],
    profile: Profile,
    model: str,
    doubts: dict[RecordType, set[int]] | None,
    prompt: Older | None,
) -> list[Request]:
    found = []
    for group in _groups(types, profile):
        for targets in _windows(sentences, group, profile, doubts):
            found.append(_request(sentences, targets, group, profile, model, prompt))
    return found


def _groups(types: Sequence[RecordType], profile: Profile) -> list[tuple[RecordType, ...]]:
    ordered = [t for t in RecordType if t in types and (t in _BRIEF or not profile.doubts)]
    return [tuple(ordered[n : n + profile.types]) for n in range(0, len(ordered), profile.types)]


def _windows(
    sentences: Sequence[Sentence], group: tuple[RecordType, ...], profile: Profile, doubts: dict[RecordType, set[int]] | None
) -> list[list[Sentence]]:
    asked = [s for s in sentences if doubts is None or any(s.number in doubts.get(t, ()) for t in group)]
    return [asked[n : n + profile.sentences] for n in range(0, len(asked), profile.sentences)]


def _request(
    sentences: Sequence[Sentence],
    targets: list[Sentence],
    group: tuple[RecordType, ...],
    profile: Profile,
    model: str,
    prompt: Older | None,
) -> Request:
    first, last = targets[0].number, targets[-1].number
    shown = sentences[max(0, first - 1 - profile.context) : last]
    messages = [Message(role="system", content=_instructions(group, profile, prompt))]
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
        hash=_hash(model, profile, _schema_json(group, profile.doubts, prompt), messages),
        older=prompt.name if prompt else None,
    )


def _instructions(group: tuple[RecordType, ...], profile: Profile, prompt: Older | None) -> str:
    if prompt is not None:
        return prompt.instructions(group)
    return library.text("small") if profile.doubts else f"{library.instructions(group)}\n\n{_shape_in_words(group)}"


@cache
def _shape_in_words(group: tuple[RecordType, ...]) -> str:
    return library.shape(library.text("shape"), {t: fields_in_words(t) for t in group})


def fields_in_words(record_type: RecordType) -> dict[str, str]:
    """What a server that is told of no schema is told of each field."""
    return {name: _field_in_words(field) for name, field in PROPOSALS[record_type].model_fields.items()}


def _field_in_words(field: FieldInfo) -> str:
    """ "who speaks, copied"; the words that a field may be stand in the section about its type."""
    return f"{field.description}, as a list" if field.annotation == list[int] else str(field.description)


def _hash(model: str, profile: Profile, schema: str, messages: list[Message]) -> str:
    """The digest of [model, tokens, schema, messages]; the schema, which is most of it, is written once."""
    said = _json([(m.role, m.content) for m in messages])
    parts = (_json(model), _json(profile.max_tokens), schema, said)
    return _digest_of(f"[{', '.join(parts)}]")


@cache
def _schema_json(group: tuple[RecordType, ...], brief: bool, prompt: Older | None) -> str:
    return _json(prompt.answer(group) if prompt else answer_model(group, brief).schema_made)


def _question(lines: str, first: int, last: int) -> str:
    which = f"sentence [{first}] only" if first == last else f"sentences [{first}] to [{last}]"
    return f"{lines}\n\nThe records of {which}:"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
