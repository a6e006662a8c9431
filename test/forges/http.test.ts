import { afterAll, beforeEach, expect, test } from "bun:test";
import { z } from "zod";
import { hintForFailure } from "../../src/forges/advice.ts";
import { forgeClient } from "../../src/forges/client.ts";
import { explainFailure, ForgeFailure } from "../../src/forges/failure.ts";
import { github } from "../../src/forges/github/github.ts";
import { type StandInForge, standInToken, startForge } from "../deliver/stand-in/forge.ts";
import { startProject } from "../deliver/stand-in/project.ts";
import type { Misbehaviour } from "../deliver/stand-in/state.ts";
import { never } from "../deliver/support.ts";

let forge: StandInForge;
beforeEach(async () => {
  await forge?.[Symbol.asyncDispose]();
  forge = await startForge();
  forge.add("acme/shop");
});
afterAll(() => forge[Symbol.asyncDispose]());

const now = 1_800_000_000_000;

function client({ token = standInToken as string | null, timeoutMs = 5000 } = {}) {
  const slept: number[] = [];
  const host = { slept, now: () => now, sleep: async (ms: number) => void slept.push(ms) };
  const connection = {
    apiUrl: `${forge.url}/api/v3`,
    token,
    authorize: (token: string) => github.api?.authorize(token) ?? {},
    timeoutMs,
    signal: never,
  };
  return { host, client: forgeClient(host, connection) };
}

async function failureOf(act: Promise<unknown>): Promise<ForgeFailure> {
  const error = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ForgeFailure) return error;
  throw new Error(`This is no failure of a forge: ${error}`);
}

const shop = {
  kind: "github",
  host: "github.com",
  path: "acme/shop",
  webUrl: "https://github.com/acme/shop",
  apiUrl: "https://api.github.com",
};

test.each<[string, Misbehaviour, string]>([
  ["401", { answer: 401, body: { message: "Bad credentials" } }, "forge.test does not accept the token"],
  [
    "403",
    { answer: 403, body: { message: "Must have admin rights" } },
    "the token has no right to do this on forge.test (Must have admin rights)",
  ],
  ["404", { answer: 404 }, "forge.test does not know it, or the token may not see it"],
  [
    "422",
    { answer: 422, body: { message: "Validation Failed", errors: [{ field: "base", code: "invalid" }] } },
    "forge.test refuses it (Validation Failed; base invalid)",
  ],
  [
    "a rate limit",
    { answer: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 3600) } },
    "the rate limit of forge.test is used up until 2027-01-15T09:00:00.000Z",
  ],
  ["a page", { html: true }, "what answers at forge.test is not its API (HTTP 200, not JSON)"],
  [
    "an unexpected shape",
    { answer: 200, body: { full_name: 1 } },
    'what answers at forge.test is not its API (unexpected answer at "full_name")',
  ],
])("%s is explained, with something to do about it", async (_, how, expected) => {
  forge.misbehave("GET", /repos/, how);
  const failure = await failureOf(client().client.ask(z.object({ full_name: z.string() }), "/repos/acme/shop"));
  expect(explainFailure(failure, "forge.test")).toBe(expected);
  expect(hintForFailure(failure, shop)).not.toBe("");
});

test("a reading that fails on the way is repeated, a writing is not", async () => {
  const { host, client: api } = client();
  forge.misbehave("GET", /repos/, { answer: 502 });
  forge.misbehave("GET", /repos/, { answer: 503 });
  expect(await api.ask(z.object({ full_name: z.string() }), "/repos/acme/shop")).toEqual({ full_name: "acme/shop" });
  expect(host.slept).toEqual([1000, 4000]);
  forge.misbehave("POST", /pulls/, { answer: 502 });
  const failure = await failureOf(api.send(z.unknown(), { method: "POST", path: "/repos/acme/shop/pulls", body: {} }));
  expect(failure).toMatchObject({ kind: "server", answered: false });
  expect(forge.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a rate limit that ends soon is waited for, also when writing", async () => {
  using _ = startProject(forge);
  const { host, client: api } = client();
  forge.misbehave("POST", /forks/, {
    answer: 403,
    headers: { "retry-after": "20" },
    body: { message: "You have exceeded a secondary rate limit" },
  });
  await api.send(z.unknown(), { method: "POST", path: "/repos/acme/shop/forks", body: {} });
  expect(host.slept).toEqual([21_000]);
});

test("a forge that never answers is given up on", async () => {
  forge.misbehave("GET", /repos/, { hang: true }, 3);
  const failure = await failureOf(client({ timeoutMs: 50 }).client.ask(z.unknown(), "/repos/acme/shop"));
  expect(failure.kind).toBe("timeout");
});

test("a token is sent to no other origin than the API's", async () => {
  await using other = await startForge();
  other.add("acme/shop");
  forge.misbehave("GET", /repos/, { answer: 302, headers: { location: `${other.url}/api/v3/repos/acme/shop` } });
  expect(await client().client.ask(z.object({ full_name: z.string() }), "/repos/acme/shop")).toEqual({
    full_name: "acme/shop",
  });
  expect(other.seen.map(({ authorization }) => authorization)).toEqual([null]);
  forge.misbehave("POST", /repos/, { answer: 307, headers: { location: `${other.url}/api/v3/repos/acme/shop/forks` } });
  const failure = await failureOf(
    client().client.send(z.unknown(), { method: "POST", path: "/repos/acme/shop/forks", body: {} }),
  );
  expect(failure.kind).toBe("invalid");
  expect(other.seen).toHaveLength(1);
});

test("a list that names another origin as its next page ends there, one that names itself ends too", async () => {
  await using other = await startForge();
  const { client: api } = client();
  const page = (next: string) => ({ answer: 200, body: [1], headers: { link: `<${next}>; rel="next"` } });
  forge.misbehave("GET", /pulls/, page(`${other.url}/api/v3/repos/acme/shop/pulls`));
  expect(await api.list(z.array(z.number()), "/repos/acme/shop/pulls")).toEqual([1]);
  expect(other.seen).toEqual([]);
  const self = `${forge.url}/api/v3/repos/acme/shop/pulls`;
  forge.misbehave("GET", /pulls/, page(self), 20);
  expect(await api.list(z.array(z.number()), self)).toEqual([1]);
});

test.each<[string, Misbehaviour, RegExp]>([
  ["a token that is refused", { answer: 401, body: { message: "Bad credentials" } }, /does not accept the token/],
  ["a rate limit", { answer: 429, headers: { "retry-after": "7200" } }, /the rate limit of \S+ is used up until/],
  ["a repository that the token may not see", { answer: 404 }, /does not know it/],
  ["a forge with a problem", { answer: 500 }, /has a problem of its own/],
])("%s is known before the run: pr is impossible, auto leaves a branch", async (_, how, expected) => {
  using project = startProject(forge);
  forge.misbehave("GET", /\/repos\/acme\/shop$/, how, 6);
  await expect(project.plan("pr")).rejects.toMatchObject({
    code: "delivery-impossible",
    message: expect.stringMatching(expected),
  });
  expect(await project.plan("auto")).toMatchObject({ kind: "branch", why: expect.stringMatching(expected) });
});

test("--preview asks nobody anything", async () => {
  using project = startProject(forge);
  expect((await project.plan("branch")).kind).toBe("branch");
  expect((await project.plan("patch")).kind).toBe("patch");
  expect([...forge.seen, ...forge.world.gitSeen]).toEqual([]);
});
