"""The examples that the document shows are what the schemas accept and answer."""

from __future__ import annotations

import pytest

from factcheck.models import AnchoredSpan, Attribution, Certainty, Claim, Source
from schemas import examples
from schemas.articles import ArticleSubmissionSchema
from schemas.base import Submission
from schemas.claims import ClaimSchema
from schemas.comparisons import CompareSubmissionSchema, ExtractionSubmissionSchema, PairsSubmissionSchema
from schemas.factchecks import FactCheckBatchSchema, FactCheckSubmissionSchema
from schemas.inconsistencies import ReviewSchema


@pytest.mark.parametrize(
    "schema",
    [
        ArticleSubmissionSchema,
        CompareSubmissionSchema,
        PairsSubmissionSchema,
        ExtractionSubmissionSchema,
        FactCheckSubmissionSchema,
        FactCheckBatchSchema,
        ReviewSchema,
    ],
)
def test_the_example_of_a_request_is_accepted(schema: type[Submission]) -> None:
    assert schema().load(schema.example)


def _claim(source: Source, attribution: Attribution | None = None) -> Claim:
    return Claim(
        id="a-1",
        article_id="a",
        source=source,
        text="It leads.",
        span=AnchoredSpan(0, 9, 0, 9, "", ""),
        standalone_text="OpenAI leads.",
        check_worthiness=0.123456789,
        certainty=Certainty.ASSERTED,
        attribution=attribution,
    )


def test_a_claim_of_an_outlet_names_it_and_leaves_out_who_else_says_so() -> None:
    dumped = ClaimSchema().dump(_claim(Source("src_1", "Dispatch")))

    assert dumped["source"] == {"id": "src_1", "name": "Dispatch"}
    assert dumped["article_id"] == "a"
    assert dumped["published_at"] is None
    assert dumped["check_worthiness"] == 0.1235
    assert "attribution" not in dumped


def test_a_claim_of_no_outlet_is_of_no_article() -> None:
    dumped = ClaimSchema().dump(_claim(Source("", ""), Attribution("Clegg", "said", "quoted")))

    assert "source" not in dumped
    assert dumped["article_id"] is None
    assert dumped["attribution"] == {"speaker": "Clegg", "cue": "said", "kind": "quoted"}


def test_articles_without_an_id_are_called_by_their_position() -> None:
    article = {"source": "Dispatch", "text": "It leads."}

    loaded = CompareSubmissionSchema().load({"articles": [article, {**article, "id": "b"}, article]})

    assert [each["id"] for each in loaded["articles"]] == ["1", "b", "3"]


def test_the_offsets_of_the_examples_are_worked_out_from_the_text() -> None:
    span = examples.SPAN

    assert examples.ARTICLE["text"][span["start"] : span["end"]] == examples.CLAIM["text"]
