import { expect, test } from "bun:test";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { renderDiagnosis } from "../../src/cli/commands/doctor.ts";
import { runProgram } from "../../src/cli/program.ts";
import { plain } from "../../src/report/layout.ts";
import type { Diagnosis } from "../../src/run/doctor.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { testHost } from "./test-host.ts";

const ada = "[user]\n\tname = Ada\n\temail = ada@example.com\n";
const served = { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" };

/** What doctor says in a repository where no agent is installed, and a server is named for the agent openai. */
async function doctor(flags: string[], config = "", more: Readonly<Record<string, string>> = served, outside = false) {
  using home = scratchFolder();
  using repository = scratchRepository({ "a.txt": "a" });
  writeFiles(home.path, { ".config/baro/config.toml": config, gitconfig: ada });
  const git = { GIT_CONFIG_GLOBAL: join(home.path, "gitconfig"), XDG_STATE_HOME: join(home.path, "state") };
  const env = { HOME: home.path, PATH: "/usr/bin:/bin", ...git, ...more };
  const host = testHost({ cwd: outside ? home.path : repository.path, env });
  const exitCode = await runProgram(host, ["doctor", "--json", ...flags]);
  const diagnosis = JSON.parse(host.out()) as Diagnosis;
  const chosen = diagnosis.checks.filter(({ name }) => name.startsWith("chosen"));
  const lacks = diagnosis.checks.flatMap((check) => check.lacks ?? []);
  return { exitCode, ok: diagnosis.ok, lacks, chosen: chosen.map(({ name, state }) => [name, state]) };
}

test.each<[string[], Readonly<Record<string, string>>, outside: boolean, lacks: string[]]>([
  [[], {}, false, ["an agent that is ready"]],
  [[], served, false, []],
  [[], served, true, ["a repository that it can work in"]],
  [[], {}, true, ["a repository that it can work in", "an agent that is ready"]],
  [["--agent", "demo"], {}, false, []],
  [["--agent", "acp:cat"], {}, false, []],
])(
  "doctor %j with %j (outside a repository: %p) exits as a run would that lacks %j",
  async (flags, env, outside, lacks) => {
    const ok = lacks.length === 0;
    expect(await doctor(flags, "", env, outside)).toMatchObject({ exitCode: ok ? 0 : 5, ok, lacks });
  },
);

test.each([
  [[], "", 0, []],
  [["--agent", "codex:gpt"], "", 5, [["chosen codex", "error"]]],
  [["--agent", "acp:no-such-program --acp"], "", 5, [["chosen acp:no-such-program --acp", "error"]]],
  [["--agent", "acp:cat"], "", 0, [["chosen acp:cat", "ok"]]],
  [["--agent", "demo"], "", 0, []],
  [
    ["--agent", "openai"],
    'planner = "pi"\n[tier]\nheavy = "pi:big"\n',
    5,
    [
      ["chosen openai", "ok"],
      ["chosen pi", "error"],
    ],
  ],
])("doctor %j with %p looks at what was chosen", async (flags, config, exitCode, chosen) => {
  expect(await doctor(flags, config)).toMatchObject({ exitCode, ok: exitCode === 0, chosen });
});

test.each([
  [ada, 0, "ok", "as Ada <ada@example.com>"],
  ["", 5, "error", "Cannot commit: git does not know your name and e-mail address"],
  [
    `${ada}[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n`,
    5,
    "error",
    expect.stringContaining("Cannot sign the commit"),
  ],
])("doctor says whether commits can be made with %j", async (config, exitCode, state, detail) => {
  using repository = scratchRepository({ "a.txt": "a" });
  using home = scratchFolder();
  writeFiles(home.path, { gitconfig: config });
  const env = {
    HOME: home.path,
    PATH: "/usr/bin:/bin",
    OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    GIT_CONFIG_GLOBAL: join(home.path, "gitconfig"),
  };
  const host = testHost({ cwd: repository.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
  expect(await runProgram(host, ["doctor", "--json"])).toBe(exitCode);
  const { checks } = JSON.parse(host.out()) as Diagnosis;
  expect(checks.find(({ name }) => name === "commits")).toMatchObject({ state, detail });
});

/** A server that lists one model to whoever has its key; a slow one never answers. */
async function listing(does: "lists" | "hangs" | "has no list") {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (does === "hangs") return;
    if (does === "has no list") return void response.writeHead(404).end("{}");
    if (request.headers.authorization !== "Bearer right") {
      return void response.writeHead(401).end(JSON.stringify({ error: { message: "Incorrect API key provided" } }));
    }
    response.end(JSON.stringify({ data: [{ id: "small-coder" }] }));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: () => asked,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test.each([
  ["lists", "right", ["--agent", "openai:small-coder"], "ok", /answers$/, null, 1],
  [
    "lists",
    "right",
    ["--agent", "openai:smal-coder"],
    "error",
    /does not list smal-coder/,
    /Did you mean small-coder\?/,
    1,
  ],
  ["lists", "right", ["--agent", "openai:gpt"], "error", /does not list gpt/, /--agent openai:MODEL: small-coder/, 1],
  ["lists", "wrong", ["--agent", "openai"], "error", /401/, /OPENAI_API_KEY/, 1],
  ["lists", "wrong", [], "warning", /401/, /OPENAI_API_KEY/, 1],
  ["has no list", "right", ["--agent", "openai:any"], "ok", /lists no models/, null, 1],
  ["hangs", "right", ["--agent", "openai"], "error", /does not answer within 6 s/, /server runs/, 1],
  ["hangs", "right", ["--agent", "openai", "--offline"], undefined, /./, null, 0],
] as const)(
  "doctor asks an endpoint that %s with key %s and %j once: %s",
  async (does, key, flags, state, detail, advice, requests) => {
    using server = await listing(does);
    using home = scratchFolder();
    const env = { HOME: home.path, PATH: "/usr/bin:/bin", OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key };
    const host = testHost({ cwd: home.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
    await runProgram(host, ["doctor", "--json", ...flags]);
    const { checks } = JSON.parse(host.out()) as Diagnosis;
    const found = checks.find(({ name }) => name === "endpoint");
    expect(found?.state).toBe(state as never);
    expect(server.asked()).toBe(requests);
    if (found === undefined) return;
    expect(found.detail).toMatch(detail);
    if (advice === null) expect(found.advice).toBeNull();
    else expect(found.advice).toMatch(advice);
  },
  20_000,
);

test("doctor says what an endpoint that is not there lacks", async () => {
  using home = scratchFolder();
  const env = { HOME: home.path, PATH: "/usr/bin:/bin", OPENAI_BASE_URL: "http://no-such-host.invalid/v1" };
  const host = testHost({ cwd: home.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
  expect(await runProgram(host, ["doctor", "--json", "--agent", "openai"])).toBe(5);
  const { checks } = JSON.parse(host.out()) as Diagnosis;
  expect(checks.find(({ name }) => name === "endpoint")).toMatchObject({
    state: "error",
    detail: expect.stringContaining("Cannot reach http://no-such-host.invalid/v1"),
    advice: "Check OPENAI_BASE_URL, and that the server runs",
  });
});

test("doctor advises on a forge that is not signed in to", async () => {
  using repository = scratchRepository({ "a.txt": "a" });
  using home = scratchFolder();
  repository.git("remote", "add", "origin", "https://github.invalid/acme/shop.git");
  const env = { HOME: home.path, PATH: "/usr/bin:/bin", BARO_FORGE: "github" };
  const host = testHost({ cwd: repository.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
  await runProgram(host, ["doctor", "--json"]);
  const { checks } = JSON.parse(host.out()) as Diagnosis;
  expect(checks.find(({ name }) => name === "delivery")).toMatchObject({
    state: "warning",
    detail: expect.stringContaining("A local branch"),
    advice: expect.stringMatching(/GH_TOKEN|gh auth login/),
  });
  const offline = testHost({ cwd: repository.path, env: { ...env, XDG_STATE_HOME: join(home.path, "state") } });
  await runProgram(offline, ["doctor", "--json", "--offline"]);
  expect(offline.out()).not.toContain('"delivery"');
}, 40_000);

test("a warning is not passed over at the end", () => {
  const last = (state: "ok" | "warning" | "missing" | "error") => {
    const checks = [{ name: "git", state, detail: "2", advice: null }];
    return renderDiagnosis({ ok: state !== "error", checks }, { width: 80, paint: plain }).at(-1);
  };
  expect(last("ok")).toBe("Everything baro needs is there");
  expect(last("missing")).toBe("Everything baro needs is there");
  expect(last("warning")).toBe("Everything works, but see the warnings");
  expect(last("error")).toBe("Something that baro needs is missing");
  const lacking = ["a repository that it can work in", "an agent that is ready"].map((lacks) => {
    return { name: lacks, state: "error" as const, detail: "none", advice: null, lacks };
  });
  const broken = { name: "git", state: "error" as const, detail: "1", advice: null };
  expect(renderDiagnosis({ ok: false, checks: [...lacking, broken] }, { width: 80, paint: plain }).at(-1)).toBe(
    "Something that baro needs is missing",
  );
  expect(renderDiagnosis({ ok: false, checks: lacking }, { width: 80, paint: plain }).at(-1)).toBe(
    "Nothing is broken, but a run needs a repository that it can work in and an agent that is ready",
  );
});
