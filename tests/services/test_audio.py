"""What is read aloud, and the folder of recorded words it is read from."""

from __future__ import annotations

import shutil
import wave
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_group, a_programme, meet
from tests.recordings import RATE, heard, record_all, tone
from tests.services.meetings import body_of, entries, put_right
from vsla.domain.ledger import Account
from vsla.domain.number_words import LANGUAGES, LARGEST
from vsla.services.audio import (
    NoVoiceError,
    Recordings,
    Sound,
    State,
    WrongRecordingError,
    as_wav,
    find_voice,
    read_sound,
    trimmed,
)
from vsla.services.audio_phrases import (
    PAUSE,
    GroupFigures,
    OwnFigures,
    recordings,
    say_group,
    say_own,
)
from vsla.services.closing_figures import ClosingFigures, closing_figures
from vsla.store.models import JournalEntry

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.builders import GroupWorld

OWN = OwnFigures(
    currency="CDF", shares=67, worth=6_700_000, solidarity=250_000, debt=5_250_000, fines=0
)
NOTHING = OwnFigures(currency="CDF", shares=0, worth=None, solidarity=0, debt=0, fines=0)
GROUP = GroupFigures(currency="CDF", loan_fund=12_345_600, solidarity_fund=6_700_000, loans_out=0)


def sentences(said: tuple[str, ...]) -> list[str]:
    """Write a row of recordings as lines."""
    return [line.strip() for line in " ".join(said).split(PAUSE)]


def test_a_member_hears_her_shares_what_she_paid_and_what_she_owes() -> None:
    assert sentences(say_own(OWN, "fr")) == [
        "shares soixante sept",
        "worth soixante sept mille franc",
        "paid-solidarity deux mille cinq cent franc",
        "owe cinquante deux mille cinq cent franc",
    ]


def test_a_member_with_nothing_hears_that_she_owes_nothing() -> None:
    assert sentences(say_own(NOTHING, "sw")) == [
        "shares sifuri",
        "paid-solidarity faranga sifuri",
        "owe-nothing",
    ]


def test_fines_are_heard_with_and_without_a_loan() -> None:
    with_loan = OwnFigures(currency="USD", shares=1, worth=100, solidarity=0, debt=500, fines=50)
    without = OwnFigures(currency="USD", shares=1, worth=100, solidarity=0, debt=0, fines=50)

    assert sentences(say_own(with_loan, "fr"))[-1] == "owe cinq dollar fines cinquante centime"
    assert sentences(say_own(without, "fr"))[-1] == "owe fines cinquante centime"


def test_a_statement_tells_the_fund_of_the_whole_group() -> None:
    figures = replace(NOTHING, fund=200_000)

    assert sentences(say_own(figures, "fr"))[1] == "solidarity-fund deux mille franc"


def test_the_meeting_hears_its_three_figures() -> None:
    assert sentences(say_group(GROUP, "sw")) == [
        "loan-fund faranga laki moja elfu ishirini na tatu mia nne hamsini na sita",
        "solidarity-fund faranga elfu sitini na saba",
        "loans-out faranga sifuri",
        "remember",
    ]


def test_a_sum_that_has_no_words_keeps_the_whole_row_silent() -> None:
    beyond = (LARGEST + 1) * 100
    rich = GroupFigures(currency="CDF", loan_fund=beyond, solidarity_fund=0, loans_out=0)
    owing = OwnFigures(currency="CDF", shares=0, worth=0, solidarity=0, debt=beyond, fines=0)

    assert say_group(rich, "fr") == ()
    assert say_own(owing, "fr") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_is_on_the_list_to_record(language: str) -> None:
    said = set(say_own(OWN, language)) | set(say_own(NOTHING, language))
    said |= set(say_group(GROUP, language))

    assert said - {PAUSE} <= set(recordings(language))


def test_joined_recordings_are_the_words_in_their_order(tmp_path: Path) -> None:
    shelf = record_all(tmp_path, "fr")

    sound = shelf.join("fr", ("owe", PAUSE, "cent", "mille", "franc"))

    assert heard(sound, "fr") == ["owe", "cent", "mille", "franc"]


def test_silence_around_a_word_is_cut_and_words_and_sentences_are_kept_apart(
    tmp_path: Path,
) -> None:
    shelf = record_all(tmp_path, "fr")
    joined = tmp_path / "joined.wav"

    joined.write_bytes(shelf.join("fr", ("owe", PAUSE, "cent")))

    tones, gaps, pause = 2 * 40, 2 * RATE // 20, RATE // 2
    assert len(read_sound(joined).samples) == tones + gaps + pause


def test_of_silence_alone_nothing_is_left() -> None:
    assert trimmed(array("h", [0, 3, -3, 0])) == array("h")


def test_a_row_can_be_played_only_where_every_word_is_there(tmp_path: Path) -> None:
    shelf = record_all(tmp_path, "sw")
    complete = shelf.has("sw", ("owe", PAUSE, "kumi"))

    shelf.file("sw", "kumi").unlink()

    assert complete
    assert not shelf.has("sw", ("owe", "kumi"))
    assert not shelf.has("fr", ("owe",))
    assert not shelf.has("sw", ())


def test_recordings_of_another_form_are_refused(tmp_path: Path) -> None:
    shelf = record_all(tmp_path, "fr")
    shelf.file("fr", "cent").write_bytes(tone(1, rate=RATE * 2))
    shelf.file("fr", "mille").write_bytes(b"an mp3")
    shelf.file("fr", "dix").unlink()
    with wave.open(str(shelf.file("fr", "onze")), "wb") as stereo:
        stereo.setparams((2, 2, RATE, 0, "NONE", ""))

    states = {key: state for key, _text, state in shelf.states("fr")}

    for key in ("cent", "mille", "dix", "onze"):
        with pytest.raises(WrongRecordingError):
            shelf.join("fr", ("owe", key))
    assert {key for key, state in states.items() if state is State.WRONG} == {
        "cent",
        "mille",
        "onze",
    }
    assert states["dix"] is State.MISSING
    assert states["owe"] is State.READY


def test_the_machine_makes_what_is_missing_and_leaves_a_recorded_voice(tmp_path: Path) -> None:
    shelf = Recordings(tmp_path / "audio")
    own = shelf.file("fr", "cent")
    own.parent.mkdir(parents=True)
    own.write_bytes(tone(7))
    asked: list[str] = []

    def speak(text: str, language: str, file: Path) -> None:
        asked.append(f"{language} {text}")
        file.write_bytes(as_wav(Sound(RATE * 2, array("h", [1_000, 3_000, 5_000, 7_000]))))

    made = shelf.make("fr", speak)

    assert made == len(recordings("fr")) - 1 == len(asked)
    assert "fr vous ne devez rien" in asked
    assert own.read_bytes() == tone(7)
    assert read_sound(shelf.file("fr", "mille")) == Sound(RATE, array("h", [2_000, 6_000]))
    assert {state for _key, _text, state in shelf.states("fr")} == {State.READY}
    assert {file.suffix for file in own.parent.iterdir()} == {".wav"}


def test_without_espeak_there_is_no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(NoVoiceError):
        find_voice()


def test_espeak_is_asked_for_the_text_in_the_voice_of_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n', encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    find_voice()("hisa zako", "sw", tmp_path / "draft.wav")

    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert asked == f"-v sw -s 170 -w {tmp_path}/draft.wav -- hisa zako\n"


def test_a_voice_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(NoVoiceError, match="sw"):
        find_voice()("hisa zako", "sw", tmp_path / "draft.wav")


def test_closing_figures_are_those_of_the_books_and_follow_a_correction(
    session: Session,
) -> None:
    group = a_group(session, a_programme(session), members=10)
    loan = {"line": 1, "member": 1, "amount_minor": 100_000, "term": 1}
    first = meet(group, 1, shares={1: 3, 2: 3}).entry_number
    last = meet(group, 2, shares={2: 2}, loans_granted=[loan]).entry_number
    before = of_books(group)
    told = [closing_figures(session, at(group, number)) for number in (first, last)]

    put_right(group, last, {**body_of(group, last), "loans_granted": []})

    now = closing_figures(session, entries(group)[-1])
    assert told[1] == before
    assert (told[0].loans_out, before.loans_out, now.loans_out) == (0, 100_000, 0)
    assert now == of_books(group)
    assert closing_figures(session, at(group, first)) == told[0]


def at(group: GroupWorld, number: int) -> JournalEntry:
    """Read an entry."""
    return group.session.get_one(JournalEntry, (group.group_id, number))


def of_books(group: GroupWorld) -> ClosingFigures:
    """Read the figures off the books as they stand."""
    sums = group.ground().books.balances
    return ClosingFigures(
        sums[Account.CASH_LOAN_FUND], sums[Account.CASH_SOLIDARITY], sums[Account.LOANS]
    )
