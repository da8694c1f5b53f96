"""Sentences: exact offsets on any text, and the boundaries that news text makes hard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.sentences import paragraphs, split_sentences
from schemas.article import Sentence

PIECES = (
    'The army|Gen. Orlo|U.S.|said|.|...|“|”|"|’s| |\n|\n\n|3.5|!|?|(|)|](#)|No.|ملک|։|。|- |# |14:05|a.m.|\r\n|\u2028|É|[3]'
)
NEWSY = st.lists(st.sampled_from(PIECES.split("|")), max_size=60).map("".join)


def texts(article: str) -> list[str]:
    return [s.text for s in split_sentences(article)]


def holes(size: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    return st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=4)


def check(article: str, sentences: list[Sentence]) -> None:
    at = 0
    for number, sentence in enumerate(sentences, 1):
        assert sentence.number == number
        assert at <= sentence.start < sentence.end <= len(article)
        assert sentence.text == article[sentence.start : sentence.end] == sentence.text.strip()
        at = sentence.end


@given(st.text() | NEWSY)
def test_offsets_are_exact_on_any_text(article: str) -> None:
    sentences = split_sentences(article)
    check(article, sentences)
    read = {place for s in sentences for place in range(s.start, s.end)}
    assert all(not c.isalnum() for place, c in enumerate(article) if place not in read)


@given(st.data(), st.text(max_size=80) | NEWSY)
def test_nothing_is_read_in_skipped_spans(data: st.DataObject, article: str) -> None:
    skipped = data.draw(holes(len(article)))
    sentences = split_sentences(article, skipped)
    check(article, sentences)
    for sentence in sentences:
        assert all(b <= sentence.start or a >= sentence.end for a, b in skipped if a < b)


@given(st.text() | NEWSY)
def test_paragraphs_hold_all_that_is_written(article: str) -> None:
    at = 0
    for start, end in paragraphs(article):
        assert not article[at:start].strip()
        assert article[start:end] == article[start:end].strip() != ""
        at = end
    assert not article[at:].strip()


@given(
    st.lists(st.sampled_from(["Rebels held the bridge.", "It fell at dawn.", "“We left,” she said."]), min_size=1, max_size=8)
)
def test_plain_sentences_come_back_one_by_one(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences
    assert texts("\n\n".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Lt. Col. J. K. Marlow met Brig. Gen. Adeyemi on Jan. 6 in St. Clair.",
        "The U.S. State Department and U.N. envoys spoke at 9 a.m. Monday about No. 4 battery.",
        "Figures, e.g. those of Acme Inc. and Dr. Toth, rose 3.5 percent vs. last year.",
        "“Who fired first?” the mayor asked on Friday.",
        "“Stop!” shouted a guard.",
        "He waited ... and then left.",
        "The column (about 2.5 km long, see Fig. 3) stopped.",
        "The site www.example.org/a.Bc and mail a.B@example.org were down.",
        "Officials [urged](https://example.org/a.html) both sides to stop.",
        "Н. В. Орлов приехал в г. Лугань.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["They flew to the U.S.", "The talks then stopped."],
        ["It ended at 5 p.m.", "However, guns were heard later."],
        ["It called the raid “a grave mistake.”", "Nobody replied."],
        ["“We lost the ridge.", "They came at night,” a gunner said."],
        ["“They fled.”", "“They will not return.”"],
        ["«Мы ушли.»", "«Они пришли.»"],
        ["„Sie kamen.“", "„Wir gingen.“"],
        ["Who gave the order?", "Nobody knows!", "The inquiry goes on…", "More will follow."],
        ["(The bridge was closed.)", "Traffic went on."],
        ["Two towns fell.[12]", "A third held.¹", "Then it rained."],
        ["The town fell [last night.](#)", "Nobody was hurt."],
        ["Զորքերը նահանջեցին։", "Պայքարը շարունակվում է։"],
        ["متى انسحبوا؟", "لا أحد يعرف."],
        ["فوج پیچھے ہٹ گئی۔", "کوئی زخمی نہیں ہوا۔"],
        ["Войска отошли.", "Город пуст."],
        ["1. The first demand is met.", "2. The second is not."],
        ["It was Plan B.", "The army had no other."],
        ["By Friday it was over.", "12 people were in custody."],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences


def test_a_missing_space_still_ends_a_sentence() -> None:
    assert texts("The shelling stopped, he said.The town was calm.") == ["The shelling stopped, he said.", "The town was calm."]
    assert texts("It was “a disaster.”The rest fled.") == ["It was “a disaster.”", "The rest fled."]
    assert texts("Readers of Lenta.Ru and Amazon.Com know.") == ["Readers of Lenta.Ru and Amazon.Com know."]


def test_single_line_breaks_end_paragraphs_of_one_line_each() -> None:
    article = "Shells hit the port\nA long paragraph about the port follows here, with the harbour master's view.\nIt ends"
    assert texts(article) == article.split("\n")


def test_hard_wrapped_lines_are_joined() -> None:
    wrapped = (
        "Harbour officials in the northern port said on Friday that three of the cranes\n"
        "had been damaged by falling debris and that the grain terminal would be closed\n"
        "until the weekend. No sailor was hurt. Repairs are to begin as soon as the navy\n"
        "has cleared the basin.\n"
    )
    sentences = texts("Port shut\n\n" + wrapped)
    assert len(sentences) == 4
    assert sentences[0] == "Port shut"
    assert sentences[1].startswith("Harbour officials")
    assert sentences[1].endswith("until the weekend.")


def test_headings_are_titles_subheads_and_stamps() -> None:
    article = "# Fleet leaves harbour\n\nThe fleet left. It was late.\n\n‘Heavy seas’\n\n14:05 GMT\n\n- Wind: strong\n"
    headings = [s.text for s in split_sentences(article) if s.heading]
    assert headings == ["Fleet leaves harbour", "‘Heavy seas’", "14:05 GMT"]


def test_time_stamps_stand_apart_from_their_entry() -> None:
    article = "14:05 GMT – Shells hit the quay.\n14:20 The fire is out.\n"
    assert texts(article) == ["14:05 GMT –", "Shells hit the quay.", "14:20", "The fire is out."]


def test_a_question_can_be_a_title_but_no_subhead() -> None:
    first, last = split_sentences("Will The Northern Truce Hold?\n\nWill anybody come?")
    assert first.heading
    assert not last.heading


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Envoys To Meet In Geneva Over Prisoner Swap", "The two envoys will talk about captives, an aide said."),
        ("Norland Accuses Sudria Of Breaking Truce", "Norland has accused its neighbour of firing first."),
        ("Rebels Seize Airport In Eastern Province", "GOMARA, Norland -- Rebels took the airport overnight."),
        ("Truce Talks To Resume After Border Clash", "Sudrian President Otto Lind will lead the team."),
    ],
)
def test_a_title_run_together_with_its_text_is_a_heading(title: str, sentence: str) -> None:
    sentences = split_sentences(f"{title} {sentence} Nothing else is known.")
    assert [(s.text, s.heading) for s in sentences] == [(title, True), (sentence, False), ("Nothing else is known.", False)]


def test_a_long_name_at_the_head_is_no_title() -> None:
    article = "The Organization For Security And Co-operation In Europe said it was closing. It gave no reason."
    assert len(split_sentences(article)) == 2


@pytest.mark.parametrize(
    "piece", [".", "“", "a.", "A. ", "\n", " ", "a\n", ".](a", "said.The ", "# ", "Word ", "a?” A b ", "(", "。"]
)
def test_time_grows_with_length_only(piece: str) -> None:
    """Twice as long a text would take four times the processor that a test may take, if it did not."""
    split_sentences(piece * (200_000 // len(piece)))
