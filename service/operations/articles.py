"""Articles: taking one in, with everything that follows from it, and letting it go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from factcheck.checker import Checker
from factcheck.matching.copies import bands, signature
from factcheck.models import Article, Claim, Finding, Relation
from service import metrics
from service.candidates import CandidateIndex
from service.operations.comparison import compared, compared_within, origin_among, stored_candidates, with_claims
from service.operations.errors import NotFound
from service.operations.reading import readable
from service.operations.regrouping import grow, regroup, watch
from service.store import Store, Transaction
from service.store.findings import StoredFinding
from service.store.identity import is_well_formed, new_id, source_named
from service.store.records import ArticleDraft, ArticleFilter, ArticleRecord, Ingested, Page, PageRequest


@dataclass(frozen=True, slots=True)
class _Analysis:
    """An article before it is stored, compared with all claims up to the number `watermark`."""

    article: Article
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    signature: tuple[int, ...]
    bands: tuple[int, ...]
    watermark: int


@dataclass(frozen=True, slots=True)
class ArticleOperations:
    """What can be asked about articles, and done with them."""

    store: Store
    checker: Checker
    index: CandidateIndex
    max_text_characters: int

    def get(self, id: str) -> ArticleRecord:  # noqa: A002 - the word of the API
        """The article of this id; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                record = transaction.articles.get(id)
            if record is not None:
                return record
        raise NotFound("article", id)

    def list(self, wanted: ArticleFilter, page: PageRequest) -> Page[ArticleRecord]:
        """Articles, the last stored first."""
        with self.store.read() as transaction:
            return transaction.articles.list(wanted, page)

    def readable(self, draft: ArticleDraft) -> ArticleDraft:
        """The draft with its text, read out of its HTML where it has none; NotAnArticle, TextTooLong."""
        return readable(draft, self.max_text_characters)

    def ingest(self, draft: ArticleDraft) -> Ingested:
        """Store an article, its claims, and what comparing them with all stored claims finds: all of it or nothing.

        The same text of the same source again gives the stored article, and nothing is doubled. Reading and comparing
        are done before the write begins; inside it only claims that were stored meanwhile are compared. NotAnArticle,
        TextTooLong.
        """
        draft = readable(draft, self.max_text_characters)
        text, source = draft.text or "", source_named(draft.source)
        with self.store.read() as transaction:
            known = transaction.articles.with_text(source.id, text)
        if known is not None:
            return Ingested(known, created=False)
        analysis = self._analyse(draft)
        with self.store.write() as transaction:
            known = transaction.articles.with_text(source.id, text)
            if known is not None:
                return Ingested(known, created=False)
            stored = self._store(transaction, analysis)
            record = transaction.articles.get(analysis.article.id)
        if record is None:
            raise NotFound("article", analysis.article.id)
        metrics.ARTICLES.inc()
        for each in stored:
            metrics.FINDINGS.labels(
                each.finding.relation.value, each.finding.kind.value if each.finding.kind else ""
            ).inc()
        return Ingested(record, created=True)

    def delete(self, id: str) -> None:  # noqa: A002 - the word of the API
        """Forget an article with its claims and findings; inconsistencies stay as far as other articles carry them.

        NotFound.
        """
        with self.store.write() as transaction:
            record = transaction.articles.get(id) if is_well_formed(id) else None
            seq = None if record is None else transaction.articles.seq(id)
            if record is None or seq is None:
                raise NotFound("article", id)
            claims = transaction.claims.of_article(seq)
            touched = transaction.inconsistencies.of_article(seq)
            watched = watch(transaction, touched)
            self.index.remove(transaction.connection, {number: claim.terms for number, claim in claims.items()})
            transaction.claims.remove_from_search(claims)
            transaction.articles.remove(id)
            transaction.sources.remove_if_empty(record.article.source.id)
            regroup(transaction, touched, now=datetime.now(UTC), watched=watched)

    def _analyse(self, draft: ArticleDraft) -> _Analysis:
        text = draft.text or ""
        mark = signature(text)
        keys = bands(mark)
        source = source_named(draft.source)
        with self.store.read() as transaction:
            source = transaction.sources.get(source.id) or source
            origin = origin_among(mark, transaction.articles.likenesses(keys))
        article_id = new_id("art")
        article = Article(
            id=article_id,
            source=source,
            text=text,
            title=draft.title,
            url=draft.url,
            author=draft.author,
            published_at=_in_utc(draft.published_at),
            language=draft.language,
            origin=origin or article_id,
        )
        claims = self.checker.extract(article)
        with self.store.read() as transaction:
            watermark = transaction.claims.last_seq()
            candidates = stored_candidates(transaction, self.index, claims)
        metrics.CLAIMS_COMPARED.inc(sum(len(each.claims) for each in candidates))
        findings = compared(self.checker, claims, candidates, self._stored)
        findings += compared_within(self.checker, claims)
        return _Analysis(article, claims, findings, mark, keys, watermark)

    def _stored(self, seqs: Collection[int]) -> Mapping[int, Claim]:
        with self.store.read() as transaction:
            return transaction.claims.by_seq(seqs)

    def _store(self, transaction: Transaction, analysis: _Analysis) -> Sequence[StoredFinding]:
        now = datetime.now(UTC)
        findings = analysis.findings
        if transaction.claims.last_seq() > analysis.watermark:
            late = stored_candidates(transaction, self.index, analysis.claims, after=analysis.watermark)
            findings += compared(self.checker, analysis.claims, late, transaction.claims.by_seq)
        article, claims = self._as_of_now(transaction, analysis)
        findings = with_claims(findings, {claim.id: claim for claim in claims})
        article_seq = transaction.articles.add(
            article,
            claim_count=len(claims),
            signature=analysis.signature,
            bands=analysis.bands,
            created_at=now,
        )
        seqs = transaction.claims.add(article_seq, claims)
        self.index.add(transaction.connection, {seqs[claim.id]: claim.terms for claim in claims})
        others = {claim.id for finding in findings for claim in (finding.a, finding.b)} - seqs.keys()
        seqs |= transaction.claims.seqs(others)
        # A claim that was deleted since it was read takes its findings with it.
        current = [finding for finding in findings if finding.a.id in seqs and finding.b.id in seqs]
        stored = transaction.findings.add(current, seqs)
        disputed = [each for each in stored if each.finding.relation not in (Relation.AGREEMENT, Relation.UNRELATED)]
        grow(transaction, disputed, claim_seqs=seqs, now=now)
        return stored

    def _as_of_now(self, transaction: Transaction, analysis: _Analysis) -> tuple[Article, Sequence[Claim]]:
        """The article and its claims under the source's name, and the origin, that are stored by now."""
        source = transaction.sources.add(analysis.article.source)
        origin = origin_among(analysis.signature, transaction.articles.likenesses(analysis.bands))
        article = replace(analysis.article, source=source, origin=origin or analysis.article.id)
        if article == analysis.article:
            return article, analysis.claims
        return article, [replace(claim, source=source, origin=article.origin) for claim in analysis.claims]


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
