"""Text in other scripts and languages: offsets stay exact, and an article that is not in English is refused politely."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.grounding.records import ground
from extractor.language.account import Account
from extractor.language.english import is_english
from extractor.questions import Done
from extractor.rules.propose import propose
from extractor.settings import SMALL
from schemas.base import RecordType
from tests.corpus import ANNOTATED
from tests.record import extract
from tests.replay import NOBODY

RUSSIAN = (
    "Минобороны сообщило, что двое военнослужащих погибли у моста. По словам представителя ведомства, войска отошли от села "
    "и заняли новые позиции на высоте. Глава администрации заявил, что жителей вывезли в соседний район, а школу закрыли."
)
ARMENIAN = (
    "Պաշտպանության նախարարությունը հայտնեց, որ երկու զինծառայող զոհվել է կամրջի մոտ։ Նախարարության խոսնակի խոսքով՝ զորքերը "
    "հեռացել են գյուղից և նոր դիրքեր գրավել բարձունքում։ Գյուղապետը հայտարարեց, որ բնակիչներին տարհանել են հարևան գյուղ։"
)
ARABIC = (
    "قالت وزارة الدفاع إن جنديين قتلا قرب الجسر. وأضاف المتحدث باسم الوزارة أن القوات انسحبت من القرية وأقامت مواقع جديدة على "
    "التلة. وقال رئيس البلدية إن السكان نقلوا إلى بلدة مجاورة وإن المدرسة أغلقت حتى إشعار آخر بسبب القصف."
)
SPANISH = (
    "El Ministerio de Defensa informó el martes que dos soldados murieron cerca del puente. Según el portavoz, las tropas se "
    "retiraron del pueblo y tomaron nuevas posiciones en la colina, mientras los vecinos fueron llevados a otro municipio."
)
FOREIGN = {"Russian": RUSSIAN, "Armenian": ARMENIAN, "Arabic": ARABIC, "Spanish": SPANISH}
AMONG = (
    "KYIV, March 14, 2024 — Two soldiers were killed near Osk (Оськ) on Tuesday, the army said.\n\n“{}” is written on the "
    "bridge.\n\n"
    "Lt. Col. Արամ Գաբրիելյան told reporters that the troops withdrew from Lower Osk. 🕊️ The mayor, محمد العلي, accused them of "
    "looting the school."
)


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_refused_in_one_line(language: str, tmp_path: Path) -> None:
    article = tmp_path / "foreign.txt"
    article.write_text(FOREIGN[language], encoding="utf-8")
    (done,) = extract(article, SMALL, tmp_path / "foreign.db", NOBODY)
    assert isinstance(done, Done)
    assert done.outcome == "failed"
    assert str(done.problem) == f"in {language}; only English is read"
    assert "\n" not in str(done.problem)


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_english_news_is_english(article: object) -> None:
    assert is_english(article.text)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", FOREIGN)
def test_other_scripts_in_an_article_leave_offsets_exact(language: str) -> None:
    text = AMONG.format(FOREIGN[language])
    account = Account(text)
    records = ground(account, "a", propose(account, tuple(RecordType)))
    assert {r.type for r in records} >= {RecordType.CASUALTY_REPORT, RecordType.TROOP_MOVEMENT, RecordType.STATEMENT}
    for record in records:
        assert text[record.start : record.end] == record.evidence
        for support in record.support:
            if support.start is not None and support.end is not None:
                assert text[support.start : support.end].strip()


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_english_or_not(text: str) -> None:
    assert is_english(text) in (True, False)
