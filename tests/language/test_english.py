"""Which language a text is in, and what a refusal says."""

import pytest

from extractor.language.account import Account
from extractor.language.english import is_foreign, refusal


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Drei Menschen wurden am Montag in der Stadt getötet, sagte ein Sprecher der Behörden.", "German"),
        ("Трое солдат погибли в понедельник у моста, сообщил губернатор области.", "Russian"),
        ("Tres soldados murieron el lunes cerca del puente, dijo el gobernador de la provincia.", "Spanish"),
        ("Pazartesi günü köprünün yakınında üç asker öldürüldü, dedi vali.", "Turkish"),
    ],
)
def test_a_refusal_names_the_language(text: str, language: str) -> None:
    assert refusal(text) == f"in {language}; only English is read"
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "Al-Shabaab fighters took El Dher, El Bur and Las Anod on Monday.",
        "El Obeid and El Daein fell; La Junta de los Andes fled.",
        "Kherson, Zaporizhzhia, Mykolaiv",
        "Ali bin Hassan al-Din, Las Palmas",
    ],
)
def test_names_are_no_evidence_of_a_language(text: str) -> None:
    assert not is_foreign(text)
    assert refusal(text) is None


def test_only_the_foreign_paragraph_is_struck() -> None:
    text = "Two soldiers were killed near El Bur.\n\nLes deux soldats ont été tués hier près de la ville par des rebelles."
    assert Account(text).addressed == {2}
