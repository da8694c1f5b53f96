"""What a codebook of event data is to this program: columns with their types and the rule that fills each, and what it refuses.

A column that nothing fills says why. `dtype` is the name under which pandas knows the type; all of them take missing values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.fact import Fact

Dtype = Literal["string", "Int64", "Float64", "object"]


@dataclass(frozen=True, slots=True)
class Column:
    """`rule` is how it is filled, or, where `empty`, why it never is."""

    name: str
    dtype: Dtype
    rule: str
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """A format of events.

    `refuses` says why a fact that is an event is none to this codebook, or None. `row` gives the cells of the columns that
    are filled. `denials` is whether a row has room to name who denies it. `turned` are the tables by which values were
    turned into the codebook's, `loses` what no column of it can hold.
    """

    name: str
    follows: str
    kind: Literal["csv", "jsonl"]
    columns: tuple[Column, ...]
    row: Callable[[Fact], dict[str, Any]]
    refuses: Callable[[Fact], str | None]
    denials: bool
    turned: Mapping[str, Any]
    loses: tuple[str, ...]

    def cells(self, fact: Fact) -> dict[str, Any]:
        """The row of a fact: every column, in order, None where nothing stands."""
        filled = self.row(fact)
        return {column.name: filled.get(column.name) for column in self.columns}


def blank(dtype: Dtype, why: str, *names: str) -> tuple[Column, ...]:
    """Columns that are always empty, for one reason."""
    return tuple(Column(name, dtype, why, empty=True) for name in names)
