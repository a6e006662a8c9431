import { expect, test } from "bun:test";
import type { LinkFacts, LookUp } from "../../src/core/link.ts";
import { systemHost } from "../../src/host/system.ts";
import { parseLink } from "../../src/intake/link.ts";
import { begunLookUp, patientLookUp } from "../../src/run/look-up-link.ts";

const found: LinkFacts = { kind: "issue", state: "open", title: "Slow", body: "", branch: null, draft: false };
const never = new AbortController().signal;

/** A host whose clock is at the second as soon as somebody waits for it; a host on which it never comes. */
const atOnce = { sleep: () => Promise.resolve() };
const notYet = { sleep: () => new Promise<void>(() => {}) };

function linkIn(goal: string) {
  const link = parseLink(goal);
  if (link === null) throw new Error("no link");
  return link;
}

/** A forge that answers only when it is told to, or never more when it is stopped. */
function slowForge() {
  const answer = Promise.withResolvers<LinkFacts | null>();
  const asked: string[] = [];
  const lookUp: LookUp = (link, signal) => {
    asked.push(link.text);
    signal.addEventListener("abort", () => answer.resolve(null), { once: true });
    return answer.promise;
  };
  return { asked, lookUp, answer: () => answer.resolve(found) };
}

test("a goal with a link goes on without its forge after a second, says so, and lets go of it", async () => {
  const forge = slowForge();
  const told: string[] = [];
  const goal = "Make the parser faster, see #12";
  const begun = begunLookUp(forge.lookUp, { goal, remote: null }, never);
  expect(forge.asked).toEqual(["#12"]);
  const patient = patientLookUp(begun, { host: atOnce, goal, tell: async (text) => void told.push(text) });
  expect(await patient(linkIn(goal), never)).toBeNull();
  expect(told).toEqual(["#12 could not be looked up within a second: the goal is used as written"]);
  // Stopped, or it would keep the process from ending.
  expect(await forge.lookUp(linkIn(goal), never)).toBeNull();
});

test("a goal that is a link alone waits on, with a word", async () => {
  const forge = slowForge();
  const told: string[] = [];
  const tell = async (text: string) => {
    told.push(text);
    forge.answer();
  };
  const patient = patientLookUp(forge.lookUp, { host: atOnce, goal: "https://github.com/a/b/issues/12", tell });
  expect(await patient(linkIn("https://github.com/a/b/issues/12"), never)).toEqual(found);
  expect(told).toEqual(["Still looking up https://github.com/a/b/issues/12 on github.com: its text is the goal"]);
});

test("an answer in time is taken without a word, and asked for once", async () => {
  const forge = slowForge();
  const begun = begunLookUp(forge.lookUp, { goal: "Fix #12", remote: null }, never);
  forge.answer();
  const tell = () => Promise.reject(new Error("nothing is to be said"));
  const patient = patientLookUp(begun, { host: notYet, goal: "Fix #12", tell });
  expect(await patient(linkIn("Fix #12"), never)).toEqual(found);
  expect(forge.asked).toEqual(["#12"]);
});

test("nothing is begun for another repository's link, nor for a page", () => {
  const forge = slowForge();
  const remote = "https://github.com/own/thing.git";
  begunLookUp(forge.lookUp, { goal: "Do as https://github.com/a/b/issues/1 says", remote }, never);
  begunLookUp(forge.lookUp, { goal: "Read https://example.com/a/page first", remote }, never);
  expect(forge.asked).toEqual([]);
});

test("the real clock ends a sleep that is not needed any more", async () => {
  const host = systemHost();
  const lookUp: LookUp = () => Promise.resolve(found);
  const patient = patientLookUp(lookUp, { host, goal: "Fix #12", tell: () => Promise.resolve() });
  const before = host.elapsed();
  expect(await patient(linkIn("Fix #12"), never)).toEqual(found);
  expect(host.elapsed() - before).toBeLessThan(900);
});
