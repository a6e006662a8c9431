import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";
import { openTerminal } from "./terminal.ts";

const goal = "Fix the typo in a.txt";
const args = [goal, "--mode", "focused", "--agent", "openai:scripted-1", "--no-verify", "--yes"];

/** A repository whose person signs with the key that `makeKey` leaves in a folder; it gives their settings. */
async function playground(
  makeKey: (folder: string) => { settings: Record<string, string>; env?: Record<string, string> },
) {
  const endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
  const state = privateState();
  const repo = scratchRepository({ "a.txt": "a\n" });
  const { settings, env = {} } = makeKey(state.path);
  for (const [name, value] of Object.entries({ "commit.gpgSign": "true", ...settings }))
    repo.git("config", name, value);
  return {
    repo,
    served: endpoint.served,
    call: { cwd: repo.path, args, env: { ...state.env, ...endpoint.env, ...env } },
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]();
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

function sshKey(passphrase: string) {
  return (folder: string) => {
    const file = join(folder, "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-f", file]);
    return { settings: { "gpg.format": "ssh", "user.signingKey": `${file}.pub` } };
  };
}

/** The folder of an agent's socket: paths of those are short. */
function gpgHome() {
  const path = mkdtempSync("/tmp/baro-gpg-");
  const env = { ...process.env, GNUPGHOME: path };
  return {
    path,
    key: (passphrase: string) => () => {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      const batch = ["--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase];
      const user = "Ada Tester <ada@example.com>";
      execFileSync("gpg", [...batch, "--quick-gen-key", user, "default", "sign", "never"], { env, stdio: "ignore" });
      // What the agent remembers of the passphrase is forgotten with it.
      execFileSync("gpgconf", ["--kill", "gpg-agent"], { env });
      return { settings: { "user.signingKey": "ada@example.com" }, env: { GNUPGHOME: path } };
    },
    [Symbol.dispose]: () => {
      execFileSync("gpgconf", ["--kill", "gpg-agent"], { env });
      rmSync(path, { recursive: true, force: true });
    },
  };
}

test("a key of ssh's or gpg's signs the commit", async () => {
  using home = gpgHome();
  const keys = [
    [sshKey(""), "-----BEGIN SSH SIGNATURE-----"],
    [home.key(""), "-----BEGIN PGP SIGNATURE-----"],
  ] as const;
  for (const [key, signature] of keys) {
    await using play = await playground(key);
    const ended = await runArtifact({ ...play.call, args: [...args, "--json"] });
    expect(ended.exitCode).toBe(0);
    const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
    expect(play.repo.git("cat-file", "commit", branch)).toContain(signature);
  }
});

test("a key with a passphrase, on a terminal: said before anything is spent, and nobody is asked", async () => {
  using home = gpgHome();
  const keys = [
    [sshKey("open sesame"), /ssh-add .*key\)/],
    [home.key("open sesame"), /gpg --clearsign/],
  ] as const;
  for (const [key, hint] of keys) {
    await using play = await playground(key);
    const started = performance.now();
    const terminal = openTerminal({ program: artifact, ...play.call });
    expect(await terminal.exit).toBe(2);
    expect(performance.now() - started).toBeLessThan(20_000);
    const screen = terminal.screen().replaceAll(/\s+/g, " ");
    expect(screen).toContain("Cannot sign the commit");
    expect(screen).toMatch(hint);
    expect(screen).not.toContain("passphrase for");
    expect(play.served).toEqual([]);
    expect(play.repo.git("for-each-ref", "refs/heads/baro")).toBe("");
  }
});
