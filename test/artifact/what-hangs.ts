import { chmodSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../support/scratch.ts";
import type { playground } from "./playground.ts";

/** Ended by nothing but SIGKILL, and what it starts as well. */
export const deaf = "trap '' TERM INT HUP\n(trap '' TERM; sleep 60) &\nwhile :; do sleep 1; done\n";

/** Where it hangs. */
export type Play = Awaited<ReturnType<typeof playground>>;

/** A program of the person's, below their private folder. */
export function program(play: Play, name: string, lines: string): string {
  writeFiles(play.state.path, { [name]: `#!/bin/sh\n${lines}` });
  chmodSync(join(play.state.path, name), 0o755);
  return join(play.state.path, name);
}

/** Stands before git on the PATH, and does this when `when` matches its arguments. */
export function instead(play: Play, when: string, lines: string): Record<string, string> {
  const git = Bun.which("git");
  const path = process.env["PATH"] ?? "";
  program(play, "bin/git", `case " $* " in ${when}) ${lines};; esac\nPATH='${path}' exec ${git} "$@"\n`);
  return { PATH: `${join(play.state.path, "bin")}:${path}` };
}

/** What hangs once the journal tells of this: what is asked before finds it working. */
export const onceSaid = (play: Play, event: string, lines: string, fine: string) =>
  `if grep -qs ${event} ${play.state.path}/state/runs/*/journal.jsonl; then ${lines}\nelse ${fine}\nfi\n`;

/** What hangs once a story has begun. */
export const onceBegun = (play: Play, lines: string, fine: string) => onceSaid(play, "story.started", lines, fine);

/** A hook of the person's. */
export function hook(play: Play, name: string, lines: string): Record<string, string> {
  writeFiles(play.repo.path, { [`.git/hooks/${name}`]: `#!/bin/sh\n${lines}` });
  chmodSync(join(play.repo.path, `.git/hooks/${name}`), 0o755);
  return {};
}

export const fakeSignature = `echo "[GNUPG:] SIG_CREATED " >&2; echo "-----BEGIN PGP SIGNATURE-----"`;

/** What signs their commits. */
export function signer(play: Play, lines: string): Record<string, string> {
  play.repo.git("config", "commit.gpgSign", "true");
  play.repo.git("config", "user.signingKey", "ada");
  play.repo.git("config", "gpg.program", program(play, "signer", lines));
  return {};
}

/** What is asked for their sign-in. */
export function helper(play: Play, lines: string): Record<string, string> {
  play.repo.git("config", "credential.helper", program(play, "helper", lines));
  return { GH_TOKEN: "" };
}

/** A forge that never answers such a request. */
export function silent(play: Play, method: string, path: RegExp): Record<string, string> {
  play.forge.misbehave(method, path, { hang: true }, 1000);
  return {};
}

/** A server that takes a push and says nothing for long. */
export function serverHook(play: Play): Record<string, string> {
  writeFiles(play.there.folder, { "hooks/pre-receive": "#!/bin/sh\nsleep 25\n" });
  chmodSync(join(play.there.folder, "hooks/pre-receive"), 0o755);
  return {};
}
