"""What a run asks, and of which model: the options of `extract` and `eval` as a job."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.options import TYPES

if TYPE_CHECKING:
    from extractor.settings import Profile
    from extractor.work import Job
    from schemas.base import RecordType


def job_asked(
    model: str | None = None,
    base_url: str | None = None,
    types: str | None = None,
    concurrency: int | None = None,
    force: bool = False,
) -> "Job":
    """What these options ask; without a model, that of the default, which is told. Raises click.UsageError."""
    import os

    from extractor.settings import STRONG
    from extractor.work import Job

    chosen = types_named(types)
    if model is None:
        model, base_url = _default(base_url)
    profile = profile_asked(model, base_url)
    if profile is STRONG and base_url is None and not os.environ.get("OPENAI_API_KEY"):
        raise click.UsageError(f"{model} is a hosted model: set OPENAI_API_KEY, or give --base-url, or use --model local")
    return Job(
        model=model,
        profile=profile,
        types=chosen,
        base_url=base_url,
        force=force,
        concurrency=1 if profile.doubts else concurrency or profile.concurrency,
    )


def _default(base_url: str | None) -> tuple[str, str | None]:
    """The model that is asked where --model names none, and the address of its server; which it is goes to stderr."""
    import os
    from dataclasses import replace

    from extractor.model.default import default
    from extractor.settings import profile_of

    found = default(os.environ)
    if base_url is not None:
        if profile_of(found.model).doubts and found.base_url is None:
            raise click.UsageError("--base-url is the address of a hosted model: name it with --model")
        found = replace(found, base_url=base_url)
    click.echo(f"No --model: using {found}, {found.because}.", err=True)
    return found.model, found.base_url


def profile_asked(model: str, base_url: str | None) -> "Profile":
    """How a model is asked, once its name and the address of its server are known to go together."""
    from extractor.settings import RULES, STRONG, profile_of

    check_address(base_url)
    profile = profile_of(model)
    if profile is RULES and base_url is not None:
        raise click.UsageError("rules ask no server: leave out --base-url")
    if base_url is not None:
        return STRONG
    if model.endswith(".gguf") and not Path(model).is_file():
        raise click.UsageError(f"there is no file {model}; check the path")
    return profile


def check_address(base_url: str | None) -> None:
    """Raises click.BadParameter for what is no web address."""
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        raise click.BadParameter("it must begin with http:// or https://", param_hint="--base-url")


def types_named(types: str | None) -> "tuple[RecordType, ...]":
    """The record types that --types names, all without it."""
    from schemas.base import RecordType

    named = [t.strip() for t in types.split(",") if t.strip()] if types else list(TYPES)
    if unknown := [t for t in named if t not in TYPES]:
        raise click.BadParameter(f"there is no record type {unknown[0]!r}; there are {', '.join(TYPES)}", param_hint="--types")
    return tuple(t for t in RecordType if t.value in named)


def limited(job: "Job", limits: dict[str, Any], prices: Path | None) -> "Job":
    """The job under its limits, and with its price where that is known."""
    from dataclasses import replace

    from extractor.model.limits import Limits
    from extractor.model.prices import price

    found = None if job.profile.doubts else price(job.model, job.base_url, prices)
    if limits["max_cost"] is not None and found is None:
        free = f"{job.model} costs nothing: leave out --max-cost"
        unknown = f"what {job.model} costs is not known: give its price with --prices, or limit the run with --max-tokens"
        raise click.UsageError(free if job.profile.doubts else unknown)
    return replace(job, limits=Limits(**limits), price=found)


def replayed(replay: Path, asked: dict[str, Any]) -> "Job":
    """The job that a recording was made with; of what the user asks, the types and --force."""
    from extractor.model.recording import Recording
    from extractor.settings import PROFILES, STRONG
    from extractor.work import Job

    if asked["model"] or asked["base_url"]:
        raise click.UsageError("--replay asks the model of the recording: leave out --model and --base-url")
    recording = Recording(replay)
    profile = PROFILES.get(recording.profile, STRONG)
    return Job(recording.model, profile, types_named(asked["types"]), force=asked["force"], concurrency=profile.concurrency)
