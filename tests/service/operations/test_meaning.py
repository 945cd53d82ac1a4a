"""With an encoder, published fact-checks are found that say the same in other words; without, all is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.models import FactCheck, Publisher, Rating
from service.background.encoding import FactCheckEncoding, encoding_duties
from service.background.runner import Runner
from service.candidates.factchecks import FactCheckIndex
from service.operations import nearest
from service.operations.factchecks import FactCheckOperations
from service.operations.jobs import JobOperations
from service.operations.nearest import load_meaning
from service.store import Store
from service.store.records import FactCheckFilter, FactCheckRecord, Job, JobDraft, JobFilter, PageRequest
from tests.factcheck.learned.folders import tiny_encoder

FERRY = "The ferry closed."
BRIDGE = "The bridge opened."
MAYOR = "The mayor of Lund sold nineteen bicycles."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def with_encoder(store: Store, folder: Path) -> FactCheckOperations:
    return FactCheckOperations(store, FactCheckIndex(), load_meaning(folder))


@pytest.fixture
def without(store: Store) -> FactCheckOperations:
    return FactCheckOperations(store, FactCheckIndex())


def review(claim: str, *, page: str = "a", publisher: str = "Kestrel", verdict: str = "False") -> FactCheck:
    return FactCheck("", claim, f"https://checks.example/{page}", Publisher(publisher), Rating(verdict))


def found(operations: FactCheckOperations, text: str, publisher: str | None = None) -> list[str]:
    wanted = FactCheckFilter(q=text, publisher=publisher)
    return [record.factcheck.claim_reviewed for record in operations.list(wanted, PageRequest(20)).items]


def test_a_fact_check_that_shares_no_word_with_a_text_is_found_by_what_it_means(
    with_encoder: FactCheckOperations, without: FactCheckOperations
) -> None:
    with_encoder.submit_all([review(FERRY), review(BRIDGE), review(MAYOR)])
    assert found(with_encoder, "a vessel is shut") == [FERRY]
    assert found(without, "a vessel is shut") == []


def test_the_words_and_the_meaning_make_the_order_together(
    with_encoder: FactCheckOperations, without: FactCheckOperations
) -> None:
    # In words the two are equally far from the text; only one of them means it.
    claims = ["The council opened the harbour.", "The council closed the harbour."]
    with_encoder.submit_all([review(claim) for claim in claims])
    assert found(without, "council shut") == claims
    assert found(with_encoder, "council shut") == claims[::-1]


def test_what_was_stored_without_an_encoder_is_still_found_by_its_words(
    with_encoder: FactCheckOperations, without: FactCheckOperations
) -> None:
    without.submit_all([review(FERRY), review(MAYOR)])
    assert with_encoder.count_without_vector() == 2
    assert found(with_encoder, "ferry closed") == [FERRY]
    assert found(with_encoder, "vessel shut") == []


def test_only_those_asked_for_are_found_by_their_meaning(with_encoder: FactCheckOperations) -> None:
    with_encoder.submit_all([review(FERRY), review("The ferry closed again.", publisher="Osprey")])
    assert found(with_encoder, "vessel shut", publisher="Osprey") == ["The ferry closed again."]


def test_a_fact_check_that_is_deleted_is_not_found_any_more(with_encoder: FactCheckOperations) -> None:
    kept, _ = with_encoder.submit(review(FERRY))
    gone, _ = with_encoder.submit(review("A ferry closed.", page="b"))
    assert sorted(found(with_encoder, "vessel shut")) == ["A ferry closed.", FERRY]
    with_encoder.delete(gone.factcheck.id)
    assert found(with_encoder, "vessel shut") == [FERRY]
    with_encoder.delete(kept.factcheck.id)
    assert found(with_encoder, "vessel shut") == []


def test_what_another_process_stores_and_changes_is_found_at_once(
    with_encoder: FactCheckOperations, store: Store, folder: Path
) -> None:
    other = FactCheckOperations(store, FactCheckIndex(), load_meaning(folder))
    with_encoder.submit(review(BRIDGE))
    assert found(with_encoder, "vessel shut") == []
    other.submit_all([review(FERRY), review(BRIDGE, verdict="True")])
    assert found(with_encoder, "vessel shut") == [FERRY]


def test_a_fact_check_that_was_replaced_while_the_encoder_was_off_has_no_vector(
    with_encoder: FactCheckOperations, without: FactCheckOperations
) -> None:
    with_encoder.submit_all([review(FERRY), review(BRIDGE)])
    assert with_encoder.count_without_vector() == 0
    without.submit(review(FERRY, verdict="True"))
    assert with_encoder.count_without_vector() == 1
    assert with_encoder.encode_some(10) == 1
    assert with_encoder.encode_some(10) == 0


def test_where_there_are_too_many_vectors_those_that_share_words_are_put_in_order(
    with_encoder: FactCheckOperations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "MOST", 1)
    claims = ["The council opened the harbour.", "The council closed the harbour."]
    with_encoder.submit_all([review(claim) for claim in claims])
    assert found(with_encoder, "council shut") == claims[::-1]
    assert found(with_encoder, "leads shut") == []


def test_what_is_shown_on_claims_is_the_same_with_and_without_an_encoder(
    with_encoder: FactCheckOperations, without: FactCheckOperations, store: Store
) -> None:
    claim = "The council of Orsk said that nineteen people were dead when the harbour closed on Friday."
    with_encoder.submit_all([review(claim), review("Nineteen dead in Orsk."), review(FERRY)])
    with store.read() as transaction:
        shown = with_encoder.likest(transaction, claim, 5)
        assert shown == without.likest(transaction, claim, 5)
        assert [match.factcheck.claim_reviewed for match in shown] == [claim]


class _Asked:
    """The jobs that were asked for, and a worker that does them."""

    def __init__(self, store: Store, operations: FactCheckOperations) -> None:
        self.ids: list[str] = []
        self.jobs = JobOperations(store, self.ids.append, lambda _transaction, _job: None)
        works = {"encode": FactCheckEncoding(operations)}
        self.runner = Runner(store, works, "worker", ended=lambda _transaction, _job: None)
        (self.duty,) = encoding_duties(store, self.jobs, operations.meaning.version if operations.meaning else "none")

    def done(self) -> Job:
        assert self.runner.run()
        return self.jobs.get(self.ids[-1])


def test_what_was_stored_before_the_encoder_is_encoded_in_the_background(
    with_encoder: FactCheckOperations, without: FactCheckOperations, store: Store
) -> None:
    without.submit_all([review(FERRY, page=str(page)) for page in range(450)])
    asked = _Asked(store, with_encoder)
    asked.duty.perform()
    asked.duty.perform()
    assert len(asked.ids) == 1, "one job at a time"

    job = asked.done()

    assert (job.status, job.done, job.total, job.result) == ("succeeded", 450, 450, {"encoded": 450})
    assert found(with_encoder, "vessel shut")[0] == FERRY
    asked.duty.perform()
    assert len(asked.ids) == 1, "nothing is missing any more"


def test_another_encoder_makes_all_vectors_anew(
    with_encoder: FactCheckOperations, store: Store, tmp_path: Path
) -> None:
    with_encoder.submit_all([review(FERRY), review(BRIDGE)])
    other = FactCheckOperations(
        store, FactCheckIndex(), load_meaning(tiny_encoder(tmp_path / "other", seed=2, meant={"quay": "ferry"}))
    )
    assert found(other, "quay closed"), "by its words"
    assert found(other, "quay") == []
    asked = _Asked(store, other)
    asked.duty.perform()
    assert asked.done().result == {"encoded": 2}
    assert found(other, "quay") == [FERRY]
    assert found(with_encoder, "vessel shut") == [], "its own vectors are gone"


def test_a_job_of_an_encoder_that_was_turned_off_says_so(without: FactCheckOperations, store: Store) -> None:
    asked = _Asked(store, without)
    asked.jobs.submit(JobDraft(kind="encode", payload={}))
    job = asked.done()
    assert (job.status, job.problem) == ("failed", "There is no encoder: CROSSCHECK_ENCODER is off.")
    assert encoding_duties(store, asked.jobs, None) == ()
    assert [record.job.id for record in asked.jobs.list(JobFilter(kind="encode"), PageRequest()).items] == [job.id]
    assert isinstance(without.submit(review(FERRY))[0], FactCheckRecord)
