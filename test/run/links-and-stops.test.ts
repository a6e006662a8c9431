import { describe, expect, test } from "bun:test";
import type { Link, LinkFacts, LookUp } from "../../src/core/link.ts";
import type { Host } from "../../src/host/host.ts";
import { parseLink } from "../../src/intake/link.ts";
import { type Interrupts, isInterruption, listenForInterrupts } from "../../src/run/interrupts.ts";
import { begunLookUp, linkLookUp, patientLookUp } from "../../src/run/look-up-link.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { testHost } from "../cli/test-host.ts";

const stopped = AbortSignal.abort(new Error("stopped"));
const named = (name: string) => Object.assign(new Error("x"), { name });

test.each<[string, AbortSignal, unknown, boolean]>([
  ["what stopped it", stopped, stopped.reason, true],
  ["another word that something was stopped", stopped, named("AbortError"), true],
  ["a mistake", stopped, named("TypeError"), false],
  ["no error at all", stopped, { name: "AbortError" }, false],
  ["nothing", stopped, null, false],
  [
    "a word that something was stopped, in a run that goes on",
    new AbortController().signal,
    named("AbortError"),
    false,
  ],
])("a run that was told to stop is interrupted by %s: %p", (_what, signal, error, expected) => {
  expect(isInterruption(error, { signal } as Interrupts)).toBe(expected);
});

test("signals are heard until they are given back; of several the first counts", () => {
  const listeners = new Set<(name: "SIGINT" | "SIGTERM" | "SIGHUP") => void>();
  const host = {
    onSignal: (listener: Parameters<Host["onSignal"]>[0]) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    sleep: () => new Promise<void>(() => {}),
  };
  const interrupts = listenForInterrupts(host);
  expect([interrupts.reason(), interrupts.timeIsUp(), interrupts.loss()]).toEqual([null, false, null]);
  for (const name of ["SIGTERM", "SIGINT"] as const) for (const hear of listeners) hear(name);
  expect([interrupts.reason(), interrupts.signal.aborted]).toEqual(["SIGTERM", true]);
  interrupts.close();
  expect(listeners.size).toBe(0);
});

describe("what a goal links to", () => {
  test.each<[RunOptions["deliver"], boolean]>([
    ["auto", true],
    ["pr", true],
    ["branch", false],
    ["patch", false],
    ["none", false],
  ])("is looked up where %s may go to a forge: %p", (deliver, looks) => {
    const options = { deliver, delivery: {} } as RunOptions;
    expect(linkLookUp(testHost(), options, "/nowhere") !== null).toBe(looks);
  });

  test("can't be known outside of a repository, and that stops nobody", async () => {
    const lookUp = linkLookUp(testHost({ cwd: "/" }), { deliver: "auto", delivery: {} } as RunOptions, "/");
    expect(await lookUp?.(linkIn("Fix #12"), new AbortController().signal)).toBeNull();
  });

  /** A forge whose every answer is noted with the signal that it was asked with. */
  function forge() {
    const asked: { link: string; signal: AbortSignal }[] = [];
    const lookUp: LookUp = (link: Link, signal) => {
      asked.push({ link: link.text, signal });
      return Promise.resolve({ title: link.text } as LinkFacts);
    };
    return { asked, lookUp };
  }
  const never = () => new AbortController().signal;

  test.each<[string, string | null, string[]]>([
    ["Fix #12", null, ["#12"]],
    ["Fix it", null, []],
    // A page is no request, and another repository's is asked for when it is wanted.
    ["See https://example.com/page", null, []],
    ["Fix https://github.com/a/b/issues/3", "https://github.com/a/b.git", ["https://github.com/a/b/issues/3"]],
    ["Fix https://github.com/a/b/issues/3", "https://github.com/c/d.git", []],
  ])("%p with the remote %p is begun early: %j", (goal, remote, expected) => {
    const { asked, lookUp } = forge();
    begunLookUp(lookUp, { goal, remote }, never());
    expect(asked.map(({ link }) => link)).toEqual(expected);
  });

  test("is taken from what was begun; any other link is asked for then, with its own signal", async () => {
    const { asked, lookUp } = forge();
    const begun = begunLookUp(lookUp, { goal: "Fix #12", remote: null }, never());
    expect(await begun(linkIn("#12"), never())).toMatchObject({ title: "#12" });
    expect(asked).toHaveLength(1);
    const own = never();
    expect(await begun(linkIn("#13"), own)).toMatchObject({ title: "#13" });
    expect([asked.length, asked[1]?.signal]).toEqual([2, own]);
    const plain = begunLookUp(lookUp, { goal: "Fix it", remote: null }, never());
    expect(await plain(linkIn("#12"), own)).toMatchObject({ title: "#12" });
    expect(asked[2]?.signal).toBe(own);
  });

  test("that is begun stops with the whole, and with whoever waits for it", () => {
    for (const which of ["whole", "one"] as const) {
      const { asked, lookUp } = forge();
      const [whole, one] = [new AbortController(), new AbortController()];
      const begun = begunLookUp(lookUp, { goal: "Fix #12", remote: null }, whole.signal);
      void begun(linkIn("#12"), one.signal);
      expect(asked[0]?.signal.aborted).toBe(false);
      (which === "whole" ? whole : one).abort();
      expect(asked[0]?.signal.aborted).toBe(true);
    }
  });

  test("and fails is nobody's fault until it is asked for", async () => {
    const failing: LookUp = () => Promise.reject(new Error("no forge"));
    const begun = begunLookUp(failing, { goal: "Fix #12", remote: null }, never());
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(begun(linkIn("#12"), never())).rejects.toThrow("no forge");
  });

  test("is waited for a second, and the wait ends with the answer", async () => {
    const waits: { ms: number; signal: AbortSignal | undefined }[] = [];
    const sleep: Host["sleep"] = (ms, signal) => {
      waits.push({ ms, signal });
      return new Promise<void>(() => {});
    };
    const { lookUp } = forge();
    const patient = patientLookUp(lookUp, { host: { sleep }, goal: "Fix #12", tell: async () => {} });
    expect(await patient(linkIn("#12"), never())).toMatchObject({ title: "#12" });
    expect(waits.map(({ ms, signal }) => [ms, signal?.aborted])).toEqual([[1000, true]]);
  });

  test("is nothing any more for a run that was stopped meanwhile, and nobody is told", async () => {
    const told: string[] = [];
    const over = new AbortController();
    const sleep = async () => over.abort();
    const late: LookUp = () => new Promise(() => {});
    const tell = async (text: string) => void told.push(text);
    const patient = patientLookUp(late, { host: { sleep }, goal: "Fix #12", tell });
    expect([await patient(linkIn("#12"), over.signal), told]).toEqual([null, []]);
  });
});

function linkIn(goal: string): Link {
  const link = parseLink(goal);
  if (link === null) throw new Error("no link");
  return link;
}
