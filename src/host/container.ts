/** Whether this machine says of itself that it is a container, which is a sandbox of its own. */
export function inContainer(
  env: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean,
): boolean {
  if ((env["container"] ?? "") !== "" || env["IS_SANDBOX"] === "1") return true;
  return ["/.dockerenv", "/run/.containerenv"].some(exists);
}
