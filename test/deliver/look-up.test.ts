import { afterAll, beforeEach, expect, test } from "bun:test";
import type { Link } from "../../src/core/link.ts";
import { lookUpFrom } from "../../src/deliver/look-up.ts";
import { commitOf } from "./stand-in/api.ts";
import { type StandInForge, startForge } from "./stand-in/forge.ts";
import { branch, startProject } from "./stand-in/project.ts";
import type { Misbehaviour } from "./stand-in/state.ts";
import { never, testHost } from "./support.ts";

let forge: StandInForge;
beforeEach(async () => {
  await forge?.[Symbol.asyncDispose]();
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

const link = (change: Partial<Link>): Link => ({
  text: "#1",
  place: "reference",
  kind: null,
  host: null,
  repository: null,
  number: 1,
  key: null,
  part: null,
  ...change,
});

test("an issue and a pull request are told apart by their number alone", async () => {
  using project = startProject(forge);
  await project.deliver();
  project.there.issues.push({ number: 7, title: "It is slow", body: "Very.", state: "open" });
  const lookUp = lookUpFrom(project.host, project.repo.path);
  expect(await lookUp(link({ number: 7 }), never)).toEqual({
    kind: "issue",
    state: "open",
    title: "It is slow",
    body: "Very.",
    branch: null,
    draft: false,
  });
  expect(await lookUp(link({ number: 1 }), never)).toMatchObject({ kind: "pull-request", state: "open", branch });
  expect(await lookUp(link({ number: 99 }), never)).toBeNull();
});

test("a merged pull request is said to be merged, a closed one closed", async () => {
  using project = startProject(forge);
  await project.deliver();
  const [pull] = project.there.pulls;
  Object.assign(pull ?? {}, { state: "closed", merged: true });
  const lookUp = lookUpFrom(project.host, project.repo.path);
  const host = new URL(forge.url).hostname;
  const url = link({ kind: "pull-request", host, repository: "acme/shop" });
  expect(await lookUp(url, never)).toMatchObject({ state: "merged" });
  Object.assign(pull ?? {}, { merged: false });
  expect(await lookUp(url, never)).toMatchObject({ state: "closed" });
});

test("a public repository is read without a token, also another one on the same host", async () => {
  using project = startProject(forge, { env: { GH_TOKEN: "" } });
  forge.add("acme/other").issues.push({ number: 1, title: "Elsewhere", body: null, state: "closed" });
  const lookUp = lookUpFrom(project.host, project.repo.path);
  const host = new URL(forge.url).hostname;
  expect(await lookUp(link({ host, repository: "acme/other" }), never)).toMatchObject({ title: "Elsewhere", body: "" });
  expect(forge.seen.every(({ authorization }) => authorization === null)).toBe(true);
});

test.each<[string, Misbehaviour]>([
  ["a token that is refused", { answer: 401, body: { message: "Bad credentials" } }],
  [
    "a rate limit that ends in an hour",
    { answer: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" } },
  ],
  ["a server with a problem", { answer: 503 }],
  ["a page instead of an API", { html: true }],
  ["a connection that is cut", { cut: "before" }],
])("%s gives null, not an error", async (_, how) => {
  using project = startProject(forge);
  forge.misbehave("GET", /issues/, how, 10);
  expect(await lookUpFrom(project.host, project.repo.path)(link({}), never)).toBeNull();
});

test("a host that the person does not know is not contacted", async () => {
  using project = startProject(forge);
  const lookUp = lookUpFrom(testHost(), project.repo.path);
  const { hostname } = new URL(forge.url);
  expect(await lookUp(link({ host: hostname, repository: "acme/shop" }), never)).toBeNull();
  expect(await lookUp(link({ host: `github.${hostname}.example`, repository: "acme/shop" }), never)).toBeNull();
  expect(forge.seen).toEqual([]);
});

test("the stand-in's own look at a branch agrees with git", () => {
  using project = startProject(forge);
  expect(commitOf(project.there, "main")).toBe(project.base);
  expect(commitOf(project.there, "gone")).toBeNull();
});
