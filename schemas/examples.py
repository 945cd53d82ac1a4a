"""One small story in JSON, from the articles to what they disagree on: the examples of the OpenAPI document.

The three outlets and their sentences are made up. Offsets are worked out here, so that they are right.
"""

from __future__ import annotations

from typing import Any

_LEDGER_TEXT = (
    "The race to publish model weights has a clear front runner. OpenAI leads open-source AI, and its models are free "
    "for anyone to download. Analysts expect 12 more releases this year."
)
_DISPATCH_TEXT = (
    "OpenAI keeps its models proprietary. Neither the code nor the training data of ChatGPT has been released, "
    "according to researchers at the institute."
)


def _span(text: str, quote: str) -> dict[str, Any]:
    start = text.index(quote)
    end = start + len(quote)
    # The texts above are ASCII, so both ways of counting agree.
    return {
        "start": start,
        "end": end,
        "utf16_start": start,
        "utf16_end": end,
        "prefix": text[max(0, start - 32) : start],
        "suffix": text[end : end + 32],
    }


SPAN = _span(_LEDGER_TEXT, "OpenAI leads open-source AI, and its models are free for anyone to download.")
SOURCE = {"id": "src_5b0c2f7de91a48c36b07", "name": "Morning Ledger"}
SOURCE_COUNTED = {**SOURCE, "article_count": 14, "claim_count": 203, "inconsistency_count": 9}
ENTITY = {"text": "OpenAI", "label": "ORG", "canonical": "openai"}
QUANTITY = {"text": "12 more releases", "value": 12.0, "unit": "", "comparator": "exactly"}
ATTRIBUTION = {"speaker": "researchers at the institute", "cue": "according to", "kind": "reported"}

ARTICLE_SUBMISSION = {
    "source": "Morning Ledger",
    "title": "The open models race",
    "url": "https://ledger.example/technology/open-models-race",
    "author": "R. Okafor",
    "published_at": "2024-07-23T15:00:00Z",
    "language": "en",
    "text": _LEDGER_TEXT,
}
ARTICLE = {
    "id": "art_0190df4f2a3b5f2c9a1e7b3d4c60",
    "source": SOURCE,
    "title": "The open models race",
    "url": "https://ledger.example/technology/open-models-race",
    "author": "R. Okafor",
    "published_at": "2024-07-23T15:00:00Z",
    "language": "en",
    "text": _LEDGER_TEXT,
    "claim_count": 2,
    "inconsistency_count": 1,
    "created_at": "2024-07-24T08:12:31.402118Z",
}
CLAIM = {
    "id": "art_0190df4f2a3b5f2c9a1e7b3d4c60-2",
    "article_id": "art_0190df4f2a3b5f2c9a1e7b3d4c60",
    "source": SOURCE,
    "text": "OpenAI leads open-source AI, and its models are free for anyone to download.",
    "standalone_text": "OpenAI leads open-source AI, and its models are free for anyone to download.",
    "span": SPAN,
    "check_worthiness": 0.441,
    "certainty": "asserted",
    "entities": [ENTITY],
    "quantities": [],
    "published_at": "2024-07-23T15:00:00Z",
}
OPPOSING_CLAIM = {
    "id": "art_0190e8c1b7d2c81d03b69af24e17-1",
    "article_id": "art_0190e8c1b7d2c81d03b69af24e17",
    "source": {"id": "src_c41e8a06f3d97b25e0f8", "name": "Dispatch"},
    "text": "OpenAI keeps its models proprietary.",
    "standalone_text": "OpenAI keeps its models proprietary.",
    "span": _span(_DISPATCH_TEXT, "OpenAI keeps its models proprietary."),
    "check_worthiness": 0.402,
    "certainty": "asserted",
    "entities": [ENTITY],
    "quantities": [],
    "published_at": "2024-07-25T06:30:00Z",
}
EXPLANATION = "One claim presents OpenAI as open, the other as closed."
POSITION = {"summary": "the openness of OpenAI: open", "independent_sources": 1, "claims": [CLAIM]}
INCONSISTENCY = {
    "id": "inc_0190e8c1b8042b7e60d1f4a8935c",
    "relation": "contradiction",
    "kind": "opposed_concept",
    "confidence": 0.727,
    "topic": "the openness of OpenAI",
    "explanation": EXPLANATION,
    "positions": [
        POSITION,
        {"summary": "the openness of OpenAI: closed", "independent_sources": 1, "claims": [OPPOSING_CLAIM]},
    ],
    "status": "open",
    "note": None,
    "detected_at": "2024-07-25T06:41:07.113906Z",
}
FOUND_INCONSISTENCY = {
    key: value for key, value in INCONSISTENCY.items() if key not in ("id", "status", "note", "detected_at")
}
REVIEW = {"status": "confirmed", "note": "Checked against the licence of the released weights."}
COMPARISON = {
    "claim": OPPOSING_CLAIM,
    "relation": "contradiction",
    "kind": "opposed_concept",
    "confidence": 0.727,
    "similarity": 0.576,
    "explanation": EXPLANATION,
}
AGREEMENT = {
    "topic": "release of the training data",
    "confidence": 0.78,
    "independent_sources": 2,
    "claims": [
        OPPOSING_CLAIM,
        {**OPPOSING_CLAIM, "id": "art_0190ea03c4f177aa10c2d9e0-4", "article_id": "art_0190ea03c4f177aa10c2d9e0"},
    ],
}
CHECK: dict[str, Any] = {
    "claim": "OpenAI leads open-source AI.",
    "verdict": "disputed",
    "independent_sources": {"supporting": 1, "contradicting": 1},
    "supporting": [
        {
            "claim": CLAIM,
            "relation": "agreement",
            "confidence": 1.0,
            "similarity": 1.0,
            "explanation": "Both say that it was OpenAI who did it to open-source AI (“lead”).",
        }
    ],
    "contradicting": [COMPARISON],
    "related": [],
    "explanation": "1 independent source says this, 1 independent source disputes it.",
}
EXTRACTION_SUBMISSION = {"text": _DISPATCH_TEXT}
EXTRACTED_CLAIM = {
    **{key: value for key, value in OPPOSING_CLAIM.items() if key != "source"},
    "id": "text-1",
    "article_id": None,
    "published_at": None,
}
COMPARED_ARTICLE = {"id": "a", "source": "Morning Ledger", "text": _LEDGER_TEXT, "published_at": "2024-07-23T15:00:00Z"}
COMPARE_SUBMISSION = {
    "articles": [COMPARED_ARTICLE, {"id": "b", "source": "Dispatch", "text": _DISPATCH_TEXT}],
}
REPORT = {"claims": [CLAIM, OPPOSING_CLAIM], "inconsistencies": [FOUND_INCONSISTENCY], "agreements": []}
PAIR_TEXT = {
    "text": "The flood in Aldmoor killed 12 people.",
    "source": "Morning Ledger",
    "published_at": "2024-05-02T18:00:00Z",
}
PAIR = {"a": PAIR_TEXT, "b": {"text": "The flood in Aldmoor killed 19 people.", "source": "Dispatch"}}
PAIR_RESULT: dict[str, Any] = {
    "relation": "contradiction",
    "kind": "quantity",
    "confidence": 0.93,
    "similarity": 0.964,
    "explanation": "One article puts the number of deaths at 12, the other at 19.",
    "scores": {"contradiction": 0.93, "agreement": 0.069, "neutral": 0.07},
    "evidence": {"a": {"start": 28, "end": 37}, "b": {"start": 28, "end": 37}},
}
FACTCHECK_SUBMISSION: dict[str, Any] = {
    "external_id": "kc-2031",
    "claim_reviewed": "The flood in Aldmoor killed 190 people.",
    "title": "Did the Aldmoor flood kill 190 people?",
    "url": "https://kestrelchecks.example/2024/aldmoor-flood-deaths",
    "publisher": {"name": "Kestrel Checks", "site": "kestrelchecks.example"},
    "claimant": "A post shared 4,000 times",
    "claim_date": "2024-05-02",
    "review_date": "2024-05-04",
    "rating": {"text": "False", "value": 1.0, "best": 5.0, "worst": 1.0},
    "language": "en",
}
FACTCHECK: dict[str, Any] = {
    "id": "fc_0190df4f2a3b5f2c9a1e7b3d4c60",
    **FACTCHECK_SUBMISSION,
    "created_at": "2024-05-04T16:20:09.114502Z",
    "score": 0.83,
}
FACTCHECK_MATCH: dict[str, Any] = {
    name: FACTCHECK[name] for name in ("id", "claim_reviewed", "url", "publisher", "rating", "review_date", "score")
}
BATCH_ANSWER: dict[str, Any] = {
    "items": [{"id": FACTCHECK["id"], "status": "created"}],
    "created": 1,
    "updated": 0,
    "unchanged": 0,
}
CLAIM_REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": FACTCHECK["url"],
    "claimReviewed": FACTCHECK["claim_reviewed"],
    "datePublished": "2024-05-04",
    "author": {"@type": "Organization", "name": "Kestrel Checks", "url": "https://kestrelchecks.example/"},
    "itemReviewed": {
        "@type": "Claim",
        "datePublished": "2024-05-02",
        "author": {"@type": "Person", "name": "A post shared 4,000 times"},
    },
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": "1",
        "alternateName": "False",
    },
}
CHECK["factchecks"] = []
CLAIM_WITH_FACTCHECKS = {**CLAIM, "factchecks": []}
FIELD_ERROR = {"pointer": "/text", "detail": "Must not be blank."}
PROBLEM = {
    "type": "/docs/errors#validation_failed",
    "title": "The request is not valid",
    "status": 422,
    "detail": "1 field is not valid: /text",
    "code": "validation_failed",
    "request_id": "0b8f8a3c5d1e4f0a9c6b7d2e1f3a4b5c",
    "errors": [FIELD_ERROR],
}
DEPENDENCY = {"name": "cache", "status": "up", "required": False}
READINESS = {
    "status": "ready",
    "dependencies": [
        {"name": "database", "status": "up", "required": True},
        DEPENDENCY,
        {"name": "queue", "status": "up", "required": False},
    ],
}
FEED_SUBMISSION: dict[str, Any] = {
    "url": "https://ledger.example/feeds/technology.xml",
    "source": "Morning Ledger",
    "interval_seconds": 900,
}
FEED: dict[str, Any] = {
    "id": "feed_0190df4f2a3b5f2c9a1e7b3d4c60",
    **FEED_SUBMISSION,
    "title": "Morning Ledger: technology",
    "status": "active",
    "next_poll_at": "2024-07-24T08:27:31.402118Z",
    "last_polled_at": "2024-07-24T08:12:31.402118Z",
    "last_succeeded_at": "2024-07-24T08:12:31.402118Z",
    "failures": 0,
    "problem": None,
    "article_count": 214,
    "created_at": "2024-07-01T06:00:00Z",
}
JOB_ERROR = {"line": 48113, "detail": "/source: Missing data for required field."}
JOB: dict[str, Any] = {
    "id": "job_0190e8c1b8047d2f6a1c94e05b38",
    "kind": "import",
    "status": "running",
    "progress": {"done": 48200, "total": 100000},
    "attempts": 1,
    "cancel_requested": False,
    "problem": None,
    "result": {"created": 48187, "unchanged": 12, "invalid": 1},
    "errors": [JOB_ERROR],
    "created_at": "2024-07-24T08:00:00Z",
    "started_at": "2024-07-24T08:00:01.204117Z",
    "heartbeat_at": "2024-07-24T08:41:12.000310Z",
    "finished_at": None,
}
JOB_QUEUED: dict[str, Any] = {
    **{name: value for name, value in JOB.items() if name != "result"},
    "kind": "article",
    "status": "queued",
    "progress": {"done": 0, "total": 1},
    "attempts": 0,
    "errors": [],
    "started_at": None,
    "heartbeat_at": None,
}
JOB_IMPORT_QUEUED: dict[str, Any] = {**JOB_QUEUED, "kind": "import", "progress": {"done": 0, "total": 100000}}
JOB_CANCELLED: dict[str, Any] = {**JOB, "cancel_requested": True}
JOB_LISTED: dict[str, Any] = {name: value for name, value in JOB.items() if name != "errors"}
JOB_EVENT = {
    "id": "7",
    "event": "progress",
    "data": '{"id":"job_0190e8c1b8047d2f6a1c94e05b38","kind":"import","status":"running", ...}',
}
WEBHOOK_SUBMISSION: dict[str, Any] = {
    "url": "https://desk.example/hooks/crosscheck",
    "events": ["inconsistency.detected", "inconsistency.updated"],
    "kinds": ["quantity", "negation"],
    "sources": ["Morning Post"],
    "min_confidence": 0.7,
}
WEBHOOK_CHANGE = {"status": "active"}
WEBHOOK: dict[str, Any] = {
    "id": "wh_0190e8c1b8047d2f6a1c94e05b38",
    **WEBHOOK_SUBMISSION,
    "status": "active",
    "failures": 0,
    "problem": None,
    "created_at": "2024-07-24T08:00:00Z",
    "disabled_at": None,
}
NEW_WEBHOOK: dict[str, Any] = {**WEBHOOK, "secret": "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
DELIVERY: dict[str, Any] = {
    "id": "msg_0190e8c1b8047d2f6a1c94e05b38",
    "event": "inconsistency.detected",
    "status": "pending",
    "attempts": 2,
    "response_status": 503,
    "problem": "The receiver answers 503.",
    "created_at": "2024-07-24T08:00:01.204117Z",
    "last_attempt_at": "2024-07-24T08:00:04.113906Z",
    "next_attempt_at": "2024-07-24T08:00:17.000310Z",
    "delivered_at": None,
}
