import { expect, test } from "bun:test";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { exemptLoopback } from "../../src/host/loopback.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

const loopback = "localhost,127.0.0.1,[::1]";

test.each([
  [{}, undefined],
  [{ NO_PROXY: "intranet" }, "intranet"],
  [{ HTTP_PROXY: "" }, undefined],
  [{ HTTP_PROXY: "http://proxy" }, loopback],
  [{ https_proxy: "http://proxy" }, loopback],
  [{ HTTP_PROXY: "http://proxy", NO_PROXY: "intranet, localhost" }, "intranet,localhost,127.0.0.1,[::1]"],
  [{ HTTP_PROXY: "http://proxy", no_proxy: "intranet", NO_PROXY: "other" }, `intranet,${loopback}`],
  [{ HTTP_PROXY: "http://proxy", no_proxy: "*" }, "*"],
])("exemptLoopback(%j) leaves NO_PROXY as %j", (env: Record<string, string | undefined>, expected) => {
  exemptLoopback(env);
  expect(env["NO_PROXY"]).toBe(expected);
});

const project = join(import.meta.dir, "..", "..");

test.each([
  ["bun", [process.execPath]],
  ["deno", [join(project, "node_modules", ".bin", "deno"), "run", "--allow-all"]],
])("%s reaches a server on this machine although a proxy is set", async (_name, [program = "", ...args]) => {
  using folder = scratchFolder();
  const server = createServer((_request, response) => response.end("direct"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const system = join(project, "src", "host", "system.ts");
  writeFiles(folder.path, {
    "ask.ts": `import { systemHost } from ${JSON.stringify(system)};
systemHost().writeOut(await (await fetch(${JSON.stringify(url)})).text());
`,
  });
  // Nothing listens there.
  const proxy = { HTTP_PROXY: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9", NO_PROXY: "", no_proxy: "" };
  try {
    const env = { ...process.env, ...proxy };
    const { stdout } = await promisify(execFile)(program, [...args, join(folder.path, "ask.ts")], { env });
    expect(stdout).toBe("direct");
  } finally {
    server.close();
  }
});
