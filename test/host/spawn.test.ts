import { expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { delimiter } from "node:path";
import { tryGit } from "../../src/git/git.ts";
import { runCommand } from "../../src/host/run-command.ts";
import { findProgram } from "../../src/host/spawn.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const real = host.env["PATH"] ?? "";

test.each([".", "", "./node_modules/.bin", "node_modules/.bin"])(
  'programs of an agent\'s making are passed over where the PATH begins with "%s"',
  async (folder) => {
    using repository = scratchRepository();
    const trap = "#!/bin/sh\necho trapped\n";
    for (const name of ["git", "uname"]) {
      repository.write({ [name]: trap, [`node_modules/.bin/${name}`]: trap });
      for (const at of [".", "node_modules/.bin"]) chmodSync(`${repository.path}/${at}/${name}`, 0o755);
    }
    const env = { ...host.env, PATH: `${folder}${delimiter}${real}` };
    const cwd = repository.path;
    const ran = await runCommand(host, { program: "uname", args: [], cwd, env: { PATH: env.PATH } });
    const asked = await tryGit({ ...host, env }, cwd, ["-c", "alias.x=!uname", "x"]);
    const said = [ran, asked].map(({ stdout }) => stdout.toString("utf8"));
    expect(said.join()).not.toContain("trapped");
    expect(said[1]).toBe(said[0] ?? "");
    expect(findProgram("uname", env.PATH)).toStartWith("/");
  },
);
