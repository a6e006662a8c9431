import { expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { standInToken } from "../deliver/stand-in/forge.ts";
import { runArtifact } from "./artifact.ts";
import { hidden, hiddenForms, hiddenValues, seenIn } from "./hidden-values.ts";
import { playground } from "./playground.ts";
import { type Scenario, story, writing } from "./scripted-endpoint.ts";

/** A title holds no more than this. */
const longest = 900;
const parts: string[] = [];
for (const form of hiddenForms) {
  const last = parts.pop();
  if (last === undefined) parts.push(form);
  else if (last.length + form.length > longest) parts.push(last, form);
  else parts.push(`${last} | ${form}`);
}
const goal = `Rename the headings of a.txt and b.txt, with ${hidden}`;
const scenario = {
  plan: {
    stories: parts.map((part, n) =>
      story(`S${n + 1}`, {
        title: `${part} in ${n}`,
        brief: `Write ${n}, ${hidden}`,
        writes: [`f${n}.txt`],
        acceptance: [part],
      }),
    ),
  },
  first: ({ schema, user, turn }) => {
    if (schema !== null) return undefined;
    const name = /f\d+\.txt/.exec(user)?.[0] ?? "a.txt";
    return turn === 0 ? writing({ [name]: "x\n" }) : { text: `Done with ${hidden}` };
  },
} satisfies Scenario;

type Play = Awaited<ReturnType<typeof playground>>;
type Answer = [status: number, body: unknown];

/** Takes what it is sent, and answers as a forge that quotes it. */
async function listener(answer: (method: string, path: string, body: Record<string, unknown>) => Answer) {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const { authorization: _own, ...headers } = request.headers;
    seen.push(`${request.method} ${request.url} ${JSON.stringify(headers)} ${text}`);
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const [status, body] = answer(request.method ?? "", path, text === "" ? {} : JSON.parse(text));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => void server.close().closeAllConnections(),
  };
}

const gitlabProject = {
  id: 1,
  path_with_namespace: "acme/shop",
  web_url: "http://gitlab.test/acme/shop",
  default_branch: "main",
  archived: false,
  http_url_to_repo: "http://gitlab.test/acme/shop.git",
  ssh_url_to_repo: "git@gitlab.test:acme/shop.git",
  permissions: { project_access: null, group_access: { access_level: 40 } },
};

const merge = (body: Record<string, unknown>) => ({
  iid: 1,
  id: 501,
  project_id: 1,
  source_project_id: 1,
  target_project_id: 1,
  state: "opened",
  draft: false,
  sha: "0".repeat(40),
  web_url: "http://gitlab.test/acme/shop/-/merge_requests/1",
  labels: [],
  reviewer_ids: [],
  ...body,
});

/** A server of git that says this of every push. */
function serverSays(play: Play, lines: string): void {
  writeFileSync(join(play.there.folder, "hooks/pre-receive"), `#!/bin/sh\n${lines}\n`);
  chmodSync(join(play.there.folder, "hooks/pre-receive"), 0o755);
}

/** An "ssh" that runs what it is told where the repositories lie. */
function overSsh(play: Play, kind: string): Record<string, string> {
  const root = dirname(dirname(play.there.folder));
  const script = join(play.state.path, "ssh");
  writeFileSync(script, `#!/bin/sh\nfor last; do :; done\ncd ${root} && eval "$last"\n`);
  chmodSync(script, 0o755);
  play.repo.git("remote", "set-url", "origin", `git@${kind}.test:acme/shop.git`);
  return { BARO_FORGE: kind, GIT_SSH_COMMAND: script, GIT_ALLOW_PROTOCOL: "file:ssh", GH_TOKEN: "" };
}

interface Forge {
  env: Record<string, string>;
  seen: () => string;
}

type Made = Forge & Disposable;

async function api(play: Play, kind: string, token: string, answer: Parameters<typeof listener>[0]): Promise<Made> {
  const forge = await listener(answer);
  const path = kind === "gitlab" ? "api/v4" : "api/v1";
  play.repo.git("remote", "set-url", "origin", play.forge.cloneUrl("acme/shop", `ada:${standInToken}@`));
  return {
    env: { BARO_FORGE: `${kind}:${forge.url}/${path}`, [token]: "test-token-of-a-forge", GH_TOKEN: "" },
    seen: () => forge.seen.join("\n"),
    [Symbol.dispose]: forge[Symbol.dispose],
  };
}

const gitlab = (refuses: boolean) => (play: Play) =>
  api(play, "gitlab", "GITLAB_TOKEN", (method, path, body) => {
    if (path.endsWith("/users")) return [200, []];
    if (path.endsWith("/branches/main")) return [200, { name: "main", protected: true }];
    if (/\/merge_requests\/\d+$/.test(path))
      return [200, merge({ source_branch: "x", target_branch: "main", title: "x" })];
    if (!path.endsWith("/merge_requests")) return [200, gitlabProject];
    if (method === "GET") return [200, []];
    if (refuses) return [400, { message: { base: [`no: ${JSON.stringify(body)} and ${hidden}`] } }];
    return [201, merge(body)];
  });

const gitea = (refuses: boolean) => (play: Play) =>
  api(play, "gitea", "GITEA_TOKEN", (method, path, body) => {
    if (path.includes("/branches/")) return [200, { name: "main", protected: false }];
    if (!path.includes("/pulls")) {
      const repository = {
        full_name: "acme/shop",
        default_branch: "main",
        permissions: { push: true },
        archived: false,
      };
      return [
        200,
        {
          id: 1,
          private: false,
          fork: false,
          html_url: "http://g.test/acme/shop",
          clone_url: "http://g.test/acme/shop.git",
          ssh_url: "git@g.test:acme/shop.git",
          login: "ada",
          ...repository,
        },
      ];
    }
    if (method === "GET") return [200, []];
    if (refuses) return [422, { message: `no: ${JSON.stringify(body)} and ${hidden}`, errors: [hidden] }];
    const repo = { full_name: "acme/shop" };
    const head = { ref: body["head"], sha: "0".repeat(40), repo };
    const base = { ref: "main", sha: "0".repeat(40), repo };
    const url = "http://g.test/acme/shop/pulls/1";
    return [201, { number: 1, html_url: url, url, state: "open", draft: false, merged: false, ...body, head, base }];
  });

const pushed = (kind: string) => async (play: Play) => {
  const options = join(play.state.path, "options");
  serverSays(play, `env | grep ^GIT_PUSH_OPTION > ${options}; echo 'remote says: ${hidden.replaceAll("'", "")}'`);
  return {
    env: overSsh(play, kind),
    seen: () => (existsSync(options) ? readFileSync(options, "utf8") : "pushed"),
    [Symbol.dispose]: () => {},
  };
};

const refused = (kind: string) => async (play: Play) => {
  serverSays(play, `echo 'no: ${hidden.replaceAll("'", "")}' >&2; exit 1`);
  return { env: overSsh(play, kind), seen: () => "nothing", [Symbol.dispose]: () => {} };
};

const forges: [what: string, make: (play: Play) => Promise<Made>, ends: RegExp][] = [
  ["GitLab's API", gitlab(false), /Opened merge request #1/],
  ["GitLab's API, which refuses and quotes", gitlab(true), /could not be opened: .*refuses it/],
  ["Gitea's API", gitea(false), /Opened pull request #1/],
  ["Gitea's API, which refuses and quotes", gitea(true), /could not be opened: .*refuses it/],
  ["GitLab by what a push asks for", pushed("gitlab"), /merge request/],
  ["Bitbucket by its form", pushed("bitbucket"), /submit the form/],
  ["a server that refuses the push and quotes", refused("gitlab"), /pre-receive hook declined/],
];

test.each(forges)(
  "what nobody may read goes neither to %s nor into what is told of it",
  async (_what, make, ends) => {
    await using play = await playground(scenario);
    play.repo.write({ ".git/info/exclude": ".env\n", ".env": `SHOP_PASSWORD=${hiddenValues[1]}\n` });
    using forge = await make(play);
    const env = { ...play.env, SHOP_API_KEY: hiddenValues[0], ...forge.env };
    const call = (...args: string[]) => runArtifact({ cwd: play.repo.path, args, env });
    const loud = `printf '%s\\n' '${hidden.replaceAll("'", "'\\''")}'`;
    const flags = ["--agent", "openai:scripted-1", "--mode", "parallel", "--intake", "rules", "--yes"];
    const run = await call(goal, ...flags, "--verify", loud, "--verbose", "--deliver", "pr");
    const told = run.stdout + run.stderr;
    const said = new Map([["run", told]]);
    for (const args of [
      ["show"],
      ["show", "--json"],
      ["report", "--out", "-"],
      ["deliver"],
      ["runs", "--json"],
      ["otel", "--json"],
    ]) {
      const { stdout, stderr } = await call(...args);
      said.set(args.join(" "), stdout + stderr);
      expect(stdout + stderr).not.toBe("");
    }
    expect(forge.seen()).not.toBe("");
    said.set("the forge", forge.seen());
    said.set(
      "the server",
      play.repo.git("ls-remote", play.there.folder) + play.repo.git("log", "--all", "--format=%B%D"),
    );
    expect(seenIn(said)).toEqual([]);
    expect(told).toMatch(ends);
  },
  90_000,
);
