/** What any child may see of our environment: enough to run programs, nothing that is a secret. */
const allowed = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TERM",
  "TMPDIR",
  "TEMP",
  "TMP",
  "XDG_CONFIG_HOME",
  "XDG_CACHE_HOME",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "XDG_RUNTIME_DIR",
  "SYSTEMROOT",
  "COMSPEC",
  "PATHEXT",
  "APPDATA",
  "LOCALAPPDATA",
  "USERPROFILE",
  "PROGRAMFILES",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
  "JAVA_HOME",
  "GOPATH",
  "GOROOT",
  "GOCACHE",
  "GOMODCACHE",
  "CARGO_HOME",
  "RUSTUP_HOME",
  "PYENV_ROOT",
  "VIRTUAL_ENV",
  "NVM_DIR",
  "BUN_INSTALL",
  "DENO_DIR",
  "PNPM_HOME",
  "CI",
]);

/** Whether a variable is one that every child of ours gets. */
export function isForEveryChild(name: string): boolean {
  return allowed.has(name) || name.startsWith("LC_");
}

/**
 * The environment of a child: the allow-list, `LC_*`, what `names` adds and what `extra` sets. `BUN_*` never passes but
 * for `BUN_INSTALL`: some of those variables make a compiled Bun program run other code.
 */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
  names: readonly string[] = [],
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    if (isForEveryChild(name) || names.includes(name)) result[name] = value;
  }
  return { ...result, ...extra };
}

/**
 * The variables that a person lets through to agents, checks and set-up beside the usual ones, for `extra` above. A name
 * with a star at its end stands for all that begin so. What passes anyway is not among them, and `BUN_*` never is.
 */
export function passedVariables(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const chosen = (name: string) =>
    names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || allowed.has(name) || name.startsWith("BUN_")) continue;
    if (chosen(name)) passed[name] = value;
  }
  return passed;
}

/** Names that were asked to be passed on and that the environment does not hold; a pattern may match nothing. */
export function unsetVariables(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): readonly string[] {
  return names.filter((name) => !name.endsWith("*") && env[name] === undefined);
}

/** A PATH without what depends on where one stands. */
export function fixedPath(path: string): string {
  const folders = path.split(":");
  return folders.every((folder) => folder.startsWith("/"))
    ? path
    : folders.filter((folder) => folder.startsWith("/")).join(":");
}
