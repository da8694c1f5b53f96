"""Whether a server read a prompt whole: some cut what is longer than their context, and tell so by nothing but their count."""

from dataclasses import dataclass

_SMALLEST = 1_000  # tokens: no server cuts prompts to less; a smaller count is none of the prompt
_READ = 0.75  # of the tokens that we count, at least, are those of a prompt that was read whole
_SAME = 0.02  # cut prompts come to the same length, but for so much


@dataclass(slots=True)
class Window:
    """What is known of a server's context: `length` tokens, once a prompt was cut to that."""

    length: int | None = None

    def cut(self, counted: int, estimate: int) -> bool:
        """The server counts so few tokens of a prompt of about so many that it cannot have read it whole."""
        at_length = self.length is not None and abs(counted - self.length) <= _SAME * self.length and counted < estimate
        if at_length or _SMALLEST <= counted < _READ * estimate:
            self.length = counted if self.length is None else max(self.length, counted)
            return True
        return False

    def told(self, counted: int, estimate: int) -> str:
        """What to say of it."""
        return (
            f"the server read {counted} tokens of a prompt of about {estimate}: it cuts what is longer than its context;"
            " make that larger (Ollama: num_ctx)"
        )
