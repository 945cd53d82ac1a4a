from __future__ import annotations

from factcheck.matching.copies import bands, is_copy, signature

_REPORT = (
    "The ferry left the harbour of Norwick at six in the morning with eighty passengers on board and ran into fog within the hour. "
    "Its captain slowed down, sounded the horn and asked the coast guard for a course, but the answer did not come in time. "
    "Shortly before eight the hull struck a sandbank, and the crew launched three boats, which took everybody ashore by noon."
)
_OTHER = (
    "Eighty people were brought ashore on Tuesday after a passenger ship ran aground near Norwick in thick fog. "
    "Rescuers from two villages reached the wreck in fishing boats. The owner said an inquiry had begun and praised the crew, "
    "while families waited on the pier with blankets and hot drinks until the last of the boats had come in."
)


def test_a_lightly_edited_text_is_a_copy_and_meets_its_origin_in_a_band() -> None:
    one, other = signature(_REPORT), signature(_REPORT.replace("Shortly before", "Just before") + " More to follow.")
    assert is_copy(one, other)
    assert set(bands(one)) & set(bands(other))


def test_an_independent_report_of_the_same_event_is_no_copy() -> None:
    assert not is_copy(signature(_REPORT), signature(_OTHER))


def test_a_short_text_has_no_signature_and_is_no_copy() -> None:
    assert signature("Polls close at ten.") == ()
    assert not is_copy((), ())
    assert bands(()) == ()


def test_a_signature_is_the_same_in_every_process_and_fits_its_columns() -> None:
    values = signature(_REPORT)
    assert values == signature(_REPORT)
    assert len(values) == 64
    assert all(0 <= value < 2**31 for value in values)
    assert all(-(2**63) <= band < 2**63 for band in bands(values))
