import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import Ajv from "ajv";
import { parse } from "smol-toml";
import { configTemplate } from "../../src/settings/config-template.ts";
import { artifact, privateState, runArtifact } from "../artifact/artifact.ts";
import { scriptedEndpoint, story, writing } from "../artifact/scripted-endpoint.ts";
import { scratchRepository } from "../support/scratch.ts";

/** Compiles what the binary prints; gives the first thing that a document does not fit in, or null. */
function schemaOf(kind: string): (document: unknown) => string | null {
  const { stdout, status } = spawnSync(artifact, ["schema", kind], { encoding: "utf8" });
  expect(status).toBe(0);
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });
  const validate = ajv.compile(JSON.parse(stdout));
  return (document) => (validate(document) ? null : ajv.errorsText(validate.errors));
}

test("a run's events and its plan fit in the schemas that the binary prints", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n", "check.sh": "grep -q . a.txt\n" });
  using state = privateState();
  await using endpoint = await scriptedEndpoint({
    stories: { First: [writing({ "a.txt": "a1\n", "stray.txt": "x\n" })], Second: [] },
    plan: {
      stories: [
        story("S1", { title: "First", writes: ["a.txt"] }),
        story("S2", { title: "Second", writes: ["b.txt"], dependsOn: ["S1"] }),
      ],
    },
  });
  const call = (args: string[], stdin?: string) =>
    runArtifact({
      args: [...args, "--agent", "openai", "--json"],
      cwd: repo.path,
      env: { ...state.env, ...endpoint.env },
      ...(stdin === undefined ? {} : { stdin }),
    });
  const planned = await call(["plan", "--mode", "sequential", "First a.txt, then b.txt from it"]);
  const plan = JSON.parse(planned.stdout);
  expect(schemaOf("plan")(plan)).toBeNull();
  expect(schemaOf("plan")({ ...plan, stories: [] })).toContain("stories");
  expect(schemaOf("plan")({ ...plan, storys: [] })).toContain("additional properties");

  const ended = await call(["conduct", "-", "--verify", "sh check.sh"], planned.stdout);
  const fits = schemaOf("events");
  const types = new Set(ended.events.map(({ type }) => type));
  for (const type of ["run.started", "intake.decided", "story.started", "surface.violated", "run.finished"] as const) {
    expect(types).toContain(type);
  }
  for (const event of ended.events) expect(fits(event), event.type).toBeNull();
  const { outcome: _, ...cut } = ended.events.at(-1) as unknown as Record<string, unknown>;
  expect(fits(cut)).toContain("outcome");
});

test("the template, with all that it shows set, fits in the schema of the configuration and points to it", () => {
  const text = configTemplate({}, "repository");
  expect(text).toMatch(/^#:schema https:\S+\/docs\/schemas\/config\.json\n/);
  const set = text.replaceAll(/^# ([a-z-]+ = |\[[a-z.]+\])/gm, "$1");
  const fits = schemaOf("config");
  const document = parse(set);
  expect(Object.keys(document).length).toBeGreaterThan(20);
  expect(fits(document)).toBeNull();
  expect(fits({ ...document, mode: "wild" })).toContain("mode");
  expect(fits({ ...document, modus: "focused" })).toContain("additional properties");
});
