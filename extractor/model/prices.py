"""What a model's tokens cost, in US dollars: from a user's file, else from the kept list of genai-prices.

A user's file is JSON, dollars a million tokens: `{"my-model": {"input": 0.25, "output": 2}}`. A model that neither knows has no
price, and the program says so instead of guessing.
"""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from extractor.errors import PriceError
from extractor.model.limits import Price

_MILLION = 1_000_000
_OPENAI = "https://api.openai.com/v1"


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    input: float = Field(ge=0)
    output: float = Field(ge=0)


def price(model: str, base_url: str | None, prices: Path | None) -> Price | None:
    """The price of a model behind an address, or None where it is not known. Raises PriceError for a file that is none."""
    if prices is not None and (listed := _read(prices).get(model)) is not None:
        return lambda tokens_in, tokens_out: (tokens_in * listed.input + tokens_out * listed.output) / _MILLION
    from genai_prices import Usage, calc_price

    def kept(tokens_in: int, tokens_out: int) -> float:
        usage = Usage(input_tokens=tokens_in, output_tokens=tokens_out)
        found = calc_price(usage, model, provider_api_url=base_url or _OPENAI)
        return float(found.total_price)

    try:
        kept(1, 1)
    except LookupError:
        return None
    return kept


def _read(path: Path) -> dict[str, _Listed]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return TypeAdapter(dict[str, _Listed]).validate_python(found)
    except OSError as error:
        raise PriceError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, ValidationError) as error:
        example = '{"my-model": {"input": 0.25, "output": 2}}'
        raise PriceError(f"{path} is no list of prices; write dollars a million tokens: {example}") from error
