import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../src/host/host.ts";
import { runCommand } from "../../src/host/run-command.ts";
import { makeLiveRepository } from "./live-repository.ts";
import { goalFor } from "./live-script.ts";

const names = ["alpha"] as const;

/** The Model Context Protocol's own inspector with `baro mcp`: it looks for errors in the tools, and calls some. Gives what was wrong. */
export async function playInspector(
  host: Host,
  { root, binary, inspector, path }: { root: string; binary: string; inspector: string; path: string },
): Promise<string[]> {
  const place = realpathSync(mkdtempSync(join(root, "run-")));
  const [repository, home] = [join(place, "repository"), join(place, "home")];
  makeLiveRepository(repository, names);
  const inspect = async (wants: RegExp, ...args: string[]): Promise<string[]> => {
    const result = await runCommand(host, {
      program: inspector,
      args: ["--cli", binary, "mcp", "--method", ...args],
      cwd: repository,
      env: { PATH: path, HOME: home, BARO_HOME: join(home, "baro"), BARO_INTAKE: "rules" },
      timeoutMs: 60_000,
      detached: true,
    });
    const said = `${result.stdout.toString("utf8")}\n${result.stderr.toString("utf8")}`;
    return result.exitCode === 0 && wants.test(said) ? [] : [`${args.join(" ")}: ${said.slice(-600)}`];
  };
  try {
    return [
      ...(await inspect(/"decide".*"resume".*Schema portability: 0 errors/s, "tools/list")),
      ...(await inspect(
        /"mode": "focused"/,
        "tools/call",
        "--tool-name",
        "decide",
        "--tool-arg",
        `goal=${goalFor(names)}`,
      )),
      ...(await inspect(/"baro:\/\/runs"/, "resources/list")),
      ...(await inspect(/"contents"/, "resources/read", "--uri", "baro://runs")),
    ];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
