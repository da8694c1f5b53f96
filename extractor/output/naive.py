"""The naive way, to compare with: the whole article, one request a record type, evidence copied by the model, no rules.

It is what a person would try first. Nothing is grounded or corrected here: dates, numbers and evidence are the model's own.
"""

import hashlib
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, ValidationError, create_model
from pydantic_core import from_json

from extractor.model.prompting import PROPOSALS
from prompts import library
from prompts.library import LISTS
from schemas.base import RecordType
from schemas.casualty_report import COUNTS
from schemas.request import Message, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.model.client import Client
    from extractor.output.evaluate import Line
    from extractor.output.trial import Annotated


@cache
def copying(record_type: RecordType) -> type[BaseModel]:
    """The shape of a naive answer: the fields of a record, with its evidence and date written by the model."""
    fields: dict[str, Any] = {"evidence": (str, Field(description="the sentence, copied from the article"))}
    for name, info in PROPOSALS[record_type].model_fields.items():
        if name not in ("sentences", "when") and not name.endswith("_sentence") and not name.startswith("response_"):
            fields[name] = (int | None, None) if name in COUNTS else (info.annotation, info)
    if record_type is RecordType.STATEMENT:
        fields["quotation"] = (str, Field(description="direct, indirect or mixed"))
    fields["date"] = (str | None, Field(default=None, description="the day, as 2022-03-26"))
    return create_model(f"Copied{PROPOSALS[record_type].__name__}", **fields)


async def by_copying(
    articles: "Sequence[Annotated]", model: str, connect: "Callable[[AsyncExitStack], Client]"
) -> "tuple[list[Line], dict[str, float]]":
    """The lines that a model makes of articles in the naive way, and what that cost.

    Raises ModelError when the model cannot be used at all.
    """
    made: list[Line] = []
    cost = dict.fromkeys(("requests", "tokens_in", "tokens_out", "seconds"), 0.0)
    async with AsyncExitStack() as stack:
        client = connect(stack)
        for one in articles:
            for record_type in RecordType:
                copied = copying(record_type)
                shape = create_model("Answer", **{LISTS[record_type]: (GenericAlias(list, (copied,)), ...)})  # type: ignore[call-overload]
                ending = await client.ask(_request(one.text, record_type, model), shape)
                made += [_line(record_type, one.path, found) for found in _complete(ending.reply, LISTS[record_type], copied)]
                cost["requests"] += 1
                cost["tokens_in"] += ending.tokens_in or 0
                cost["tokens_out"] += ending.tokens_out or 0
                cost["seconds"] += ending.seconds or 0
    return made, cost


def _request(text: str, record_type: RecordType, model: str) -> Request:
    words = f"{library.text('naive')}\n\n{library.text(record_type.value)}"
    messages = (Message(role="system", content=words), Message(role="user", content=text))
    digest = hashlib.sha256(repr((model, messages)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Request(messages=messages, types=(record_type,), targets=(), brief=False, hash=digest)


def _complete(reply: str | None, name: str, copied: type[BaseModel]) -> list[BaseModel]:
    """The records of a reply that are whole, also where it was cut off at the token limit."""
    try:
        answer = from_json(reply or "{}", allow_partial=True)
    except ValueError:
        return []
    found = []
    for one in answer.get(name, []) if isinstance(answer, dict) else []:
        try:
            found.append(copied.model_validate(one))
        except ValidationError:
            continue
    return found


def _line(record_type: RecordType, path: str, found: BaseModel) -> "Line":
    values = found.model_dump(mode="json")
    for kind in COUNTS:
        if values.get(kind) is not None:
            values[kind] = {"low": values[kind], "high": values[kind]}
    return {"type": record_type.value, "article": path, "support": {}, **values}
