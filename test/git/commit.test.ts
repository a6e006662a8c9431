import { expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { commitTree, requireIdentity, requireSigning, signsCommits } from "../../src/git/commit.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const without = (...names: string[]): Host => ({
  ...host,
  env: Object.fromEntries(Object.entries(host.env).filter(([name]) => !names.includes(name))),
});

test("commits need a name and an address that somebody chose", async () => {
  using repository = scratchRepository();
  await requireIdentity(host, repository.path);
  const nobody = without("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL");
  expect(requireIdentity(nobody, repository.path)).rejects.toMatchObject({
    code: "config",
    message: "Cannot commit: git does not know your name and e-mail address",
  });
  repository.git("config", "user.name", "Grace");
  repository.git("config", "user.email", "grace@example.com");
  await requireIdentity(nobody, repository.path);
});

/** A signer that signs, refuses, or waits for a passphrase that nobody will type. */
function withSigner(script: string) {
  const repository = scratchRepository();
  repository.write({ ".git/signer": `#!/bin/sh\n${script}\n` });
  chmodSync(`${repository.path}/.git/signer`, 0o755);
  repository.git("config", "gpg.program", `${repository.path}/.git/signer`);
  repository.git("config", "commit.gpgSign", "true");
  const tree = repository.git("rev-parse", "HEAD^{tree}");
  return { repository, facts: { tree, parents: [], message: "Signed\n", sign: true } };
}

test("commits are signed as the person configured", async () => {
  const { repository, facts } = withSigner(
    'cat >/dev/null; echo "[GNUPG:] SIG_CREATED " >&2; echo "-----BEGIN PGP SIGNATURE-----"',
  );
  using _ = repository;
  expect(await signsCommits(host, repository.path)).toBe(true);
  const commit = await commitTree(host, repository.path, facts);
  expect(repository.git("cat-file", "commit", commit)).toContain("gpgsig -----BEGIN PGP SIGNATURE-----");
});

test("a signer that can't sign is an error with what to do", async () => {
  const { repository, facts } = withSigner("echo no secret key >&2; exit 2");
  using _ = repository;
  expect(commitTree(host, repository.path, facts)).rejects.toMatchObject({
    code: "git-failed",
    hint: "Unlock the signing key first (echo | gpg --clearsign), or set commit.gpgSign to false for this repository",
  });
});

test("a signer that waits for somebody at a terminal is not waited for", async () => {
  const { repository, facts } = withSigner("exec sleep 600");
  using _ = repository;
  // The clock of this host runs so fast that half a minute is over at once.
  const hasty: Host = { ...host, sleep: (ms, signal) => host.sleep(ms / 100, signal) };
  const started = performance.now();
  await expect(commitTree(hasty, repository.path, facts)).rejects.toThrow("Cannot sign the commit");
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("whether the signer signs is known before there is anything to sign", async () => {
  const refusing = withSigner("echo no secret key >&2; exit 2");
  using repository = refusing.repository;
  expect(requireSigning(host, repository.path)).rejects.toMatchObject({ code: "config" });
  repository.git("config", "commit.gpgSign", "false");
  await requireSigning(host, repository.path);
  repository.git("config", "--unset", "commit.gpgSign");
  await requireSigning(host, repository.path);
});

test("unsigned commits do not ask the signer", async () => {
  const { repository, facts } = withSigner("touch asked; exit 2");
  using _ = repository;
  await commitTree(host, repository.path, { ...facts, sign: false });
  expect(repository.git("status", "--porcelain")).toBe("");
});

test.each([
  [
    { "gpg.program": "/no/where/gpg" },
    /^Install \/no\/where\/gpg, or name the signer that is here with gpg\.program, /,
  ],
  [{ "gpg.format": "pgp" }, /^Set gpg\.format to openpgp, x509 or ssh, /],
  [{ "gpg.format": "x509", "gpg.x509.program": "false" }, /^Unlock .* \(echo \| gpgsm --sign\), /],
  [{ "gpg.format": "ssh" }, /^Name your key with user\.signingKey, /],
])("what keeps a signer from signing is what is to be mended: %p", async (settings, hint) => {
  using repository = scratchRepository();
  repository.git("config", "commit.gpgSign", "true");
  for (const [name, value] of Object.entries(settings)) repository.git("config", name, value);
  const refused = { code: "config", hint: expect.stringMatching(hint) };
  await expect(requireSigning(host, repository.path)).rejects.toMatchObject(refused);
});

test("nobody guesses whether commits are to be signed", async () => {
  using repository = scratchRepository();
  expect(await signsCommits(host, repository.path)).toBe(false);
  repository.git("config", "commit.gpgSign", "always");
  await expect(signsCommits(host, repository.path)).rejects.toMatchObject({
    code: "config",
    message: "Cannot tell whether to sign commits: bad boolean config value 'always' for 'commit.gpgsign'",
  });
});
