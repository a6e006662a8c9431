import { expect, test } from "bun:test";
import type { ForgeRepository } from "../../src/core/delivery.ts";
import { canonicalHost, forgeNamed, forges, publicForge } from "../../src/forges/forges.ts";
import { parseLink } from "../../src/intake/link.ts";

const on = (kind: string, host: string): ForgeRepository => ({
  kind,
  host,
  path: "acme/shop",
  webUrl: `https://${host}/acme/shop`,
  apiUrl: "",
});

test("no name, host or variable belongs to two forges", () => {
  const all = forges.flatMap(({ kind, otherNames, hosts, signIn }) => [
    ...[kind, ...otherNames].map((name) => `name ${name}`),
    ...[...hosts.known, ...Object.keys(hosts.otherNames)].map((name) => `host ${name}`),
    ...[...hosts.variables, ...signIn.variables].map((name) => `variable ${name}`),
  ]);
  expect(all).toEqual([...new Set(all)]);
});

test.each(forges)("$kind: what it says of itself fits together", (forge) => {
  const [host = ""] = forge.hosts.known;
  expect(publicForge(host)).toBe(forge);
  expect(forge.links.host.test(host)).toBe(true);
  expect(URL.canParse(forge.apiUrl(host, `https://${host}`))).toBe(true);
  const form = forge.requestForm(on(forge.kind, host), { branch: "baro/größe #1", target: "main", headOwner: "eve" });
  expect(URL.canParse(form)).toBe(true);
  expect(form).not.toContain("#");
  expect(forge.signIn.hint(host)).not.toBe("");
  for (const shape of [...forge.links.paths, ...forge.links.shorthands])
    expect(shape.pattern.source).toContain("(?<number>");
});

test.each(forges)("$kind: its token goes to no host that nobody named", (forge) => {
  expect(forge.signIn.mayGoTo("git.evil.example", {})).toBe(false);
  expect(forge.signIn.mayGoTo(`${forge.kind}.evil.example`, {})).toBe(false);
  for (const name of forge.hosts.variables)
    expect(forge.signIn.mayGoTo("git.acme.io", { [name]: "git.acme.io" })).toBe(true);
});

test.each(
  forges.flatMap(({ hosts }) => [
    ...Object.entries(hosts.otherNames),
    ...hosts.known.map((name): [string, string] => [`www.${name}`, name]),
  ]),
)("%s is %s", (other, host) => {
  expect(canonicalHost(other)).toBe(host);
});

test("a host that is no forge's keeps its name", () => {
  expect(canonicalHost("www.acme.io")).toBe("www.acme.io");
});

test.each(["", "svn", "GitHub Enterprise"])("forgeNamed(%j) says what may be written", (name) => {
  expect(() => forgeNamed(name)).toThrow("is not a forge");
});

test("forgeNamed() takes other names and any case", () => {
  expect(["GitHub", "forgejo"].map((name) => forgeNamed(name).kind)).toEqual(["github", "gitea"]);
});

test.each(forges)("$kind: a link to a known host is a link to it", (forge) => {
  const [host = ""] = forge.hosts.known;
  expect(parseLink(`look at https://${host}/acme/shop/some/page`)?.place).toBe(forge.kind);
});
