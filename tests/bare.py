"""The loop that a person writes first: openai and instructor, nothing kept, nothing checked. `tests.bench` runs beside it.

`python -m tests.bare URL REQUESTS IN_FLIGHT`: REQUESTS is JSON, a list of messages a request.
"""

import asyncio
import json
import sys
from pathlib import Path
from types import GenericAlias
from typing import Any

import instructor
from openai import AsyncOpenAI
from pydantic import BaseModel, create_model

from extractor.model.prompting import PROPOSALS
from prompts.library import LISTS


async def bare(url: str, requests: list[Any], concurrency: int, shape: type[BaseModel]) -> None:
    """Sends all requests, so many at once."""
    sending = asyncio.Semaphore(concurrency)
    async with AsyncOpenAI(base_url=url, api_key="none") as opened:
        client = instructor.from_openai(opened, mode=instructor.Mode.JSON_SCHEMA)

        async def one(messages: Any) -> None:
            async with sending:
                await client.chat.completions.create(
                    model="m", response_model=shape, messages=messages, temperature=0, max_tokens=16_000
                )

        await asyncio.gather(*(one(messages) for messages in requests))


def main() -> None:
    """Runs the loop once."""
    url, requests, concurrency = sys.argv[1:]
    lists: dict[str, Any] = {LISTS[t]: (GenericAlias(list, (shape,)), ...) for t, shape in PROPOSALS.items()}
    asked = json.loads(Path(requests).read_text(encoding="utf-8"))
    asyncio.run(bare(url, asked, int(concurrency), create_model("Answer", **lists)))


if __name__ == "__main__":
    main()
