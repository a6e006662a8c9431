import { expect, test } from "bun:test";
import { type ClientKind, clientKinds, mcpPlace, type Person } from "./mcp-clients.ts";
import { running, story, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const scenario = {
  stories: {
    [goal]: [writing({ "a.txt": "fixed\n" })],
    First: [writing({ "a.txt": "1\n" })],
    Second: [writing({ "b.txt": "2\n" })],
  },
  plan: {
    stories: [
      story("S1", { title: "First", writes: ["a.txt"] }),
      story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
    ],
  },
};

/** Takes the first word of these that the form has; when it has none, declines as soon as a person can have read it. */
function choosing(...words: string[]): Person & { seen: string[] } {
  const seen: string[] = [];
  const person: Person = async (form) => {
    seen.push(form.message);
    const choices = form.requestedSchema.properties["answer"]?.oneOf?.map((one) => one.const) ?? [];
    const word = words.find((each) => choices.includes(each));
    if (word !== undefined) return { action: "accept", content: { answer: word } };
    await new Promise((resolve) => setTimeout(resolve, 1100));
    return { action: "decline" };
  };
  return Object.assign(person, { seen });
}

test.each(clientKinds)(
  "%s: from a goal to a branch, with the mode and the plan as forms",
  async (kind) => {
    await using at = await mcpPlace(scenario);
    const person = choosing("sequential", "accept");
    await using client = await at.connect(kind, { person });
    if (kind !== "sdk 1") expect(client.version).toBe(kind);
    const decided = await client.call("decide", { goal });
    expect(decided.data).toMatchObject({ mode: "focused", clarity: "clear", signals: [] });
    expect(decided.text).toContain("focused (");

    const steps: [string, number][] = [];
    const told = await client.call("run", { goal }, { onProgress: (message, at) => steps.push([message, at]) });
    // Agents are at work; these may well be done by then.
    expect(told.data, told.text).toMatchObject({ mode: "sequential" });
    expect(["running", "finished"]).toContain(told.data["state"] as string);
    expect(person.seen).toHaveLength(2);
    expect(person.seen[0]).toContain("Suggested: focused");
    expect(person.seen[1]).toContain("S2  Second");
    const run = String(told.data["run"]);
    const end = await client.call("status", { run, waitSeconds: 60 });
    expect(end.data, end.text).toMatchObject({
      state: "finished",
      outcome: "delivered",
      branch: `baro/${run}`,
      stories: [
        { id: "S1", status: "merged" },
        { id: "S2", status: "merged" },
      ],
    });
    expect(at.repo.git("show", `baro/${run}:b.txt`)).toBe("2");
    expect((await client.call("diff", { run })).text).toContain("+2");
    expect((await client.call("diff", { run, story: "S1" })).text).not.toContain("+2");

    // A client may drop what comes right before the answer, and add steps of its own.
    expect(steps.map(([message]) => message).join("\n")).toMatch(/^(?:intake: |plan: |S1 )/m);
    const told2025 = steps.filter(([message]) => message !== "").map(([, at]) => at);
    if (kind !== "2026-07-28") expect(told2025).toEqual([...new Set(told2025)].toSorted((a, b) => a - b));

    expect(await client.resources()).toEqual(["baro://runs", `baro://runs/${run}`, `baro://runs/${run}/report`]);
    expect(await client.read(`baro://runs/${run}`)).toContain("### Delivered");
    expect(await client.read(`baro://runs/${run}/report`)).toContain("<html");
    expect(JSON.parse(await client.read("baro://runs"))).toMatchObject([{ run, state: "finished" }]);
    expect(client.read("baro://runs/nowhere")).rejects.toThrow(/not found/i);
  },
  60_000,
);

test.each(clientKinds)(
  "%s: a refusal leaves nothing",
  async (kind) => {
    await using at = await mcpPlace(scenario);
    await using client = await at.connect(kind, { person: choosing() });
    const told = await client.call("run", { goal });
    expect(told.data, told.text).toMatchObject({ state: "gone" });
    expect(await client.resources()).toEqual(["baro://runs"]);
    expect(at.repo.git("branch", "--list", "baro/*")).toBe("");
  },
  60_000,
);

test.each(clientKinds)(
  "%s: a client that declines by itself, because nobody is there, leaves the question open",
  async (kind) => {
    await using at = await mcpPlace(scenario);
    await using client = await at.connect(kind, { person: () => ({ action: "decline" }) });
    const told = await client.call("run", { goal });
    expect(told.data, told.text).toMatchObject({ state: "needs_input", question: { id: "q1" } });
    // A model may be shown nothing but the structured content.
    expect(String(told.data["text"])).toContain('call answer with id "q1"');
    const run = String(told.data["run"]);
    const end = await client.call("answer", { run, id: "q1", answer: null, waitSeconds: 60 });
    expect(end.data, end.text).toMatchObject({ state: "gone" });
  },
  60_000,
);

test.each(clientKinds)(
  "%s: a client without forms is told the question, and answers it",
  async (kind) => {
    await using at = await mcpPlace(scenario);
    await using client = await at.connect(kind);
    const begun = await client.call("run", { goal });
    const run = String(begun.data["run"]);
    const asked = await client.call("status", { run, waitSeconds: 60 });
    expect(asked.data).toMatchObject({ state: "needs_input", question: { id: "q1", kind: "mode" } });
    expect(asked.text).toContain('call answer with id "q1"');
    const refused = await client.call("answer", { run, id: "q1", answer: "serial" });
    expect([refused.isError, refused.text]).toEqual([true, expect.stringContaining("answer: ")]);
    const unasked = await client.call("answer", { run, id: "q7", answer: "focused" });
    expect(unasked.text).toContain("it was not asked, or has already been answered");
    const end = await client.call("answer", {
      run,
      id: "q1",
      answer: { mode: "focused", accepted: true },
      waitSeconds: 60,
    });
    expect(end.data, end.text).toMatchObject({ state: "finished", outcome: "delivered" });
  },
  60_000,
);

/** An agent that has said that it is at work, and then waits to be stopped. */
async function atWork(kind: ClientKind) {
  const at = await mcpPlace({
    ...scenario,
    stories: { [goal]: [writing({ "a.txt": "half\n" }), running("sleep 600")] },
  });
  const client = await at.connect(kind);
  return { at, client };
}

test.each(clientKinds)(
  "%s: a call that is cancelled leaves a run that can be resumed",
  async (kind) => {
    const { at, client } = await atWork(kind);
    await using _at = at;
    await using _client = client;
    const cancel = new AbortController();
    const call = client.call(
      "run",
      { goal, yes: true, waitSeconds: 600 },
      { signal: cancel.signal, onProgress: (message) => message.includes("S1 started") && cancel.abort() },
    );
    expect(call).rejects.toThrow();
    await call.catch(() => {});
    const stopped = await client.call("status", { waitSeconds: 60 });
    expect(stopped.data, stopped.text).toMatchObject({ state: "stopped" });
    const run = String(stopped.data["run"]);
    const resumed = await client.call("resume", { run });
    expect(resumed.data).toMatchObject({ run, state: "running" });
    expect((await client.call("stop", { run })).text).toContain("go on with: baro resume");
  },
  60_000,
);

test("every tool says in few words what it does, and whether it changes anything", async () => {
  await using at = await mcpPlace(scenario);
  await using client = await at.connect("2025-11-25");
  const tools = await client.tools();
  const looking = tools.filter(({ annotations = {} }) => "readOnlyHint" in annotations && annotations.readOnlyHint);
  expect(looking.map(({ name }) => name)).toEqual(["decide", "plan", "status", "diff"]);
  for (const { name, description = "" } of tools) expect(description.length, name).toBeLessThan(330);
  // All that a model reads before it does anything.
  expect(JSON.stringify(tools).length).toBeLessThan(24_000);
});
