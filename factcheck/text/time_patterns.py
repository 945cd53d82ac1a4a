"""How English writes times: the words and the patterns, each with named groups for its parts.

The patterns are read with VERBOSE, so a blank is written `[ ]`. All repetitions are bounded.
"""

from __future__ import annotations

import calendar
import re

MONTHS = {name: n for n in range(1, 13) for name in (calendar.month_name[n].lower(), calendar.month_abbr[n].lower())}
MONTHS["sept"] = 9
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:1\d|20)\d\d(?![\d%])"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_GAP = r"[ ]{0,2},?[ ]{1,2}"
_TO = r"[ ]?(?:-|–|—|to|and|through)[ ]?"

# Where two begin at one place the longer wins; of two as long, the earlier in this order.
_PATTERNS: dict[str, str] = {
    "iso": r"""(?<![\d./-]) (?P<y>(?:1\d|20)\d\d) (?P<sep>[-/]) (?P<m>0[1-9]|1[0-2]) (?P=sep)
        (?P<d>0[1-9]|[12]\d|3[01]) (?![\d/-])""",
    "numeric": r"""(?<![\d./-]) (?P<one>\d{1,2}) (?P<sep>[/.]) (?P<two>\d{1,2}) (?P=sep) (?P<y>(?:1\d|20)\d\d)
        (?![\d/-])""",
    "day_month": rf"""\b(?:{_WEEKDAY}{_GAP})?(?:the[ ])? (?P<d>{_DAY}) (?:{_TO}(?P<d2>{_DAY}))? [ ]{{0,2}}-?
        (?:of[ ])? (?P<m>{_MONTH}) (?:{_GAP}(?P<y>{_YEAR}))?""",
    "month_day": rf"""\b(?:{_WEEKDAY}{_GAP})? (?P<m>{_MONTH}) [ ]{{1,2}}(?:the[ ])? (?P<d>{_DAY})
        (?:{_TO}(?P<d2>{_DAY}))? (?:{_GAP}(?P<y>{_YEAR}))?""",
    "month_year": rf"\b(?P<m>{_MONTH}) (?:{_GAP}|[ ]of[ ]) (?P<y>{_YEAR})",
    "quarter": rf"""\b(?:(?P<n>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?:fiscal[ ])?quarter|Q(?P<q>[1-4]))
        (?:(?:[ ]of)?[ ](?P<y>{_YEAR})|[ ]of[ ](?P<rel>last|this)[ ]year)?\b""",
    "year_quarter": rf"\b(?P<y>{_YEAR})[ ]?Q(?P<q>[1-4])\b",
    "half": rf"\b(?P<n>first|second)[ ]half[ ]of[ ](?:(?P<y>{_YEAR})|(?P<rel>last|this|the)[ ]year)\b",
    "span_years": r"""(?<![\d.,$€£-])(?P<both>between[ ])?(?:from[ ])? (?P<y>(?:1\d|20)\d\d)
        (?:[ ]?[-–/][ ]?|[ ]--[ ]|[ ]to[ ]|[ ](?P<and>and)[ ]|[ ]through[ ])
        (?P<y2>(?:1\d|20)?\d\d) (?![\d%,.:-]\d|\d|%)""",
    "decade": r"(?<![\w.,$€£])(?:(?:1\d|20)\d|')(?:(?<=')[2-9])?0s\b",
    "century": r"""\b(?:(?P<n>\d{1,2})(?:st|nd|rd|th)|(?P<w>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth
        |tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth
        |twenty-first))[ -]century\b(?![ ]BC)""",
    "ago": rf"\b(?P<n>{_COUNT})[ ](?P<unit>day|week|month|year)s?[ ]ago\b",
    "stretch": rf"\bthe[ ](?P<way>past|last|next|coming)[ ](?:(?P<n>{_COUNT})[ ])?(?P<unit>day|week|month|year)s?\b",
    "relative": r"""\b(?:(?:earlier|later)[ ])? (?P<way>last|past|previous|this|current|next|coming)[ ]
        (?P<unit>week|weekend|month|quarter|year|decade|century)\b(?!-)""",
    "day_word": r"""\b(?:the[ ]day[ ](?P<far>before[ ]yesterday|after[ ]tomorrow)
        |(?P<word>yesterday|today|tonight|tomorrow|last[ ]night|this[ ](?:morning|afternoon|evening)))\b""",
    "weekday": rf"\b(?:(?P<way>last|next|this|coming)[ ])?(?P<wd>{_WEEKDAY})\b",
    "month": rf"\b(?:(?P<way>last|next|this)[ ])?(?P<m>{_MONTH})(?![\w-])",
    "clock": r"""(?<![\d.,:$€£])(?:[01]?\d|2[0-4])(?:(?:\.|[ ]?:[ ]?)[0-5]\d){0,2}[ ]?(?:[ap]m\b|[ap]\.m\.|o'clock\b|hrs?\b)
        |(?<![\d.,:$€£])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])
        |\b[0-2]\d[0-5]\d[ ](?:GMT|UTC|BST|CET|EST|ET|PT|local[ ]time)\b""",
    "year": r"(?<![\w.,$€£\#:/-])(?<![$€£][ ])(?P<y>(?:1\d|20)\d\d)(?![\w%:]|[.,]\d)",
}
PATTERNS = {name: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for name, pattern in _PATTERNS.items()}

OPENERS = re.compile(
    r"""(?:\b(since|before|prior[ ]to|after|following|until|till|by)[ ]
    (?:(?:early|mid|late|the|at[ ]least)[ -]){0,2})$""",
    re.IGNORECASE | re.VERBOSE,
)
PARTS = re.compile(r"\b(?P<part>early|mid|late)(?:[ ]in)?(?:[ ]the)?[ -]$", re.IGNORECASE)
"""What stands before a month, year or decade of which only a part is meant: "late June", "the early 1950s"."""
SETTING = frozenset({
    "in", "since", "by", "until", "till", "before", "after", "from", "through", "during", "early", "late", "mid", "circa",
    "year", "spring", "summer", "autumn", "fall", "winter", "back", "between", "around", "(", ",", "-lrb-", "born",
})  # fmt: skip
"""Words before a number of four digits that make it a year."""
