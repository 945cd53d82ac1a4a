// A client of the service with the types that openapi-typescript makes of openapi.yaml; compiling it is half the test.
import createClient from "openapi-fetch";
import type { components, paths } from "./crosscheck.js";

type Claim = components["schemas"]["Claim"];

const address = process.argv[2] ?? "";
const client = createClient<paths>({ baseUrl: address });

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

const said: [string, string][] = [
  ["Morning Ledger", "OpenAI leads open-source AI, and its models are free for anyone to download."],
  ["Dispatch", "OpenAI keeps its models proprietary."],
];
for (const [source, text] of said) {
  const posted = await client.POST("/v1/articles", { body: { source, text } });
  demand(posted.data !== undefined && "source" in posted.data, "an article was not stored");
  demand(posted.data.source.name === source, "the source is another");
}

const refused = await client.POST("/v1/articles", { body: { source: "Dispatch", text: " " } });
demand(refused.error?.code === "validation_failed", "a blank text was not refused");
demand(refused.error.errors?.[0]?.pointer === "/text", "the field was not named");

const accepted = await client.POST("/v1/articles", {
  params: { header: { Prefer: "respond-async" } },
  body: { source: "Coastal Wire", text: "The ferry from Port Ellery was late." },
});
demand(accepted.data !== undefined && "progress" in accepted.data, "an article was not accepted");
const job = await client.GET("/v1/jobs/{id}", { params: { path: { id: accepted.data.id } } });
demand(job.data?.kind === "article", "the job does something else");

const listed = await client.GET("/v1/inconsistencies", { params: { query: { relation: "contradiction", limit: 5 } } });
const found = listed.data?.items[0];
demand(found !== undefined, "no inconsistency was found");
demand(found.kind === "opposed_concept", "the conflict is of another kind");

const claims: Claim[] = found.positions.flatMap((position) => position.claims);
for (const claim of claims) {
  demand(claim.article_id !== null, "a stored claim is of no article");
  const article = await client.GET("/v1/articles/{id}", { params: { path: { id: claim.article_id } } });
  const { utf16_start, utf16_end } = claim.span;
  demand(article.data?.text.slice(utf16_start, utf16_end) === claim.text, "a span is wrong");
}

const reviewed = await client.PATCH("/v1/inconsistencies/{id}", {
  params: { path: { id: found.id }, header: { "If-Match": "*" } },
  body: { status: "confirmed", note: null },
});
demand(reviewed.data?.status === "confirmed", "the review was not stored");

const check = await client.GET("/v1/check", { params: { query: { claim: "OpenAI leads open-source AI." } } });
demand(check.data !== undefined, "the claim was not looked up");
demand(check.data.independent_sources.contradicting === 1, "the other source was not counted");
console.log(check.data.verdict);
