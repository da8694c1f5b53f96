"""Which model is asked where --model names none: the one that COMMUNIQUE_MODEL names, else the one that was kept, else `rules`.

Whatever keys the environment holds, a hosted model is only ever asked when somebody named it.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ModelError

VARIABLE = "COMMUNIQUE_MODEL"
BUILT_IN = "rules"


@dataclass(frozen=True, slots=True)
class Default:
    """A model, the address of its server where one was kept with it, and who chose it, in words that go on a sentence."""

    model: str
    base_url: str | None
    because: str

    def __str__(self) -> str:
        return f"{self.model} at {self.base_url}" if self.base_url else self.model


def default(environment: Mapping[str, str]) -> Default:
    """The model to ask. Raises ModelError when what was kept cannot be read."""
    kept = _kept()
    if named := environment.get(VARIABLE, "").strip():
        return Default(named, kept.base_url if kept and kept.model == named else None, f"as {VARIABLE} says")
    return kept or Default(BUILT_IN, None, "which need no model; `communique model use` chooses one")


def keep(model: str, base_url: str | None) -> Path:
    """Keeps a model as the default of this user, and returns the file. Raises ModelError."""
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"model": model, "base_url": base_url}) + "\n", encoding="utf-8")
    except OSError as error:
        raise ModelError(f"cannot write {file}: {error.strerror}") from error
    return file


def _file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("communique", appauthor=False) / "model.json"


def _kept() -> Default | None:
    file = _file()
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        model, base_url = said["model"], said["base_url"]
        if isinstance(model, str) and model and isinstance(base_url, str | None):
            return Default(model, base_url, "as `communique model use` set it")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ModelError(f"cannot read {file}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError):
        pass
    raise ModelError(f"{os.fspath(file)} does not name a model; set it anew with `communique model use NAME`")
