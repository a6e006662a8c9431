import { expect, test } from "bun:test";
import fc from "fast-check";
import { chooseRemote } from "../../src/deliver/remote/remote.ts";
import { forgeOf } from "../../src/forges/forges.ts";
import { forgeOfUrl, forgeSettingOf } from "../../src/forges/recognise.ts";
import { parseRemoteUrl } from "../../src/forges/remote-url.ts";
import { tokenVariables } from "../../src/forges/token.ts";
import { redact, withoutCredentials } from "../../src/text/redact.ts";

test.each([
  ["https://github.com/acme/shop.git", "https github.com acme/shop"],
  ["https://ada:secret@GitHub.com/acme/shop/", "https github.com acme/shop"],
  ["git@github.com:acme/shop.git", "ssh github.com acme/shop"],
  ["github.com:acme/shop", "ssh github.com acme/shop"],
  ["ssh://git@ssh.github.com:443/acme/shop.git", "ssh github.com acme/shop"],
  ["ssh://git@gitlab.example.com:2222/group/sub/shop.git", "ssh gitlab.example.com group/sub/shop"],
  ["http://127.0.0.1:8080/acme/shop.git", "http 127.0.0.1:8080 acme/shop"],
  ["git+ssh://git@github.com/acme/shop", "ssh github.com acme/shop"],
  ["https://git.example.com/acme/my%20shop.git", "https git.example.com acme/my shop"],
  ["/srv/git/shop.git", null],
  ["../shop.git", null],
  ["file:///srv/git/shop.git", null],
  ["C:/git/shop.git", null],
  ["", null],
])("parseRemoteUrl(%p)", (url, expected) => {
  const place = parseRemoteUrl(url);
  expect(place === null ? null : `${place.scheme} ${place.host} ${place.path}`).toBe(expected);
});

test.each([
  ["https://github.com/acme/shop", {}, "github https://api.github.com https://github.com/acme/shop"],
  ["git@acme.ghe.com:acme/shop", {}, "github https://api.acme.ghe.com https://acme.ghe.com/acme/shop"],
  ["https://github.acme.com/a/b", {}, "github https://github.acme.com/api/v3 https://github.acme.com/a/b"],
  [
    "https://code.acme.com/a/b",
    { GH_HOST: "code.acme.com" },
    "github https://code.acme.com/api/v3 https://code.acme.com/a/b",
  ],
  [
    "https://code.acme.com/a/b",
    { GITHUB_SERVER_URL: "https://code.acme.com" },
    "github https://code.acme.com/api/v3 https://code.acme.com/a/b",
  ],
  ["git@gitlab.com:group/sub/shop.git", {}, "gitlab https://gitlab.com/api/v4 https://gitlab.com/group/sub/shop"],
  ["https://codeberg.org/a/b.git", {}, "gitea https://codeberg.org/api/v1 https://codeberg.org/a/b"],
  ["https://bitbucket.org/a/b.git", {}, "bitbucket https://api.bitbucket.org/2.0 https://bitbucket.org/a/b"],
  [
    "http://localhost:99/a/b.git",
    { BARO_FORGE: "forgejo" },
    "gitea http://localhost:99/api/v1 http://localhost:99/a/b",
  ],
  [
    "http://localhost:99/a/b.git",
    { BARO_FORGE: "github:http://localhost:7/v3/" },
    "github http://localhost:7/v3 http://localhost:99/a/b",
  ],
  ["https://gitlab.com/a/b", { BARO_FORGE: "github" }, "gitlab https://gitlab.com/api/v4 https://gitlab.com/a/b"],
  ["https://code.acme.com/a/b", {}, null],
  ["https://github.com/justone", {}, null],
])("forgeOfUrl(%p, %p)", (url, env, expected) => {
  const forge = forgeOfUrl(url, env, null);
  expect(forge === null ? null : `${forge.kind} ${forge.apiUrl} ${forge.webUrl}`).toBe(expected);
});

test("BARO_FORGE with an unknown kind names the known ones", () => {
  expect(() => forgeSettingOf("sourcehut")).toThrow('Cannot read BARO_FORGE: "sourcehut" is not a forge');
});

test.each([
  ["https://github.com/a/b", {}, ["GH_TOKEN", "GITHUB_TOKEN"]],
  ["https://github.acme.com/a/b", {}, ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]],
  [
    "https://github.acme.com/a/b",
    { GH_HOST: "github.acme.com" },
    ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"],
  ],
  ["https://gitlab.com/a/b", {}, ["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"]],
  ["https://gitlab.evil.example/a/b", {}, []],
  ["https://gitlab.acme.com/a/b", { CI_SERVER_HOST: "gitlab.acme.com" }, ["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN"]],
  ["https://codeberg.org/a/b", {}, []],
])("the variables that may sign in to %p, given %p", (url, env, expected) => {
  const forge = forgeOfUrl(url, env, null);
  expect(forge === null ? null : tokenVariables(forge, env, false)).toEqual(expected);
});

test.each([
  ["https://github.com/a/b", "https://github.com/a/b/compare/main...eve:baro/x-1?expand=1"],
  [
    "https://gitlab.com/a/b",
    "https://gitlab.com/a/b/-/merge_requests/new?merge_request[source_branch]=baro/x-1&merge_request[target_branch]=main",
  ],
  ["https://codeberg.org/a/b", "https://codeberg.org/a/b/compare/main...eve:baro/x-1"],
  ["https://bitbucket.org/a/b", "https://bitbucket.org/a/b/pull-requests/new?source=baro/x-1&dest=main"],
])("the form of %s", (url, expected) => {
  const forge = forgeOfUrl(url, {}, null);
  expect(
    forge === null ? null : forgeOf(forge).requestForm(forge, { branch: "baro/x-1", target: "main", headOwner: "eve" }),
  ).toBe(expected);
});

test.each([
  [["origin"], null, null, { name: "origin" }],
  [["fork"], null, null, { name: "fork" }],
  [["fork", "origin"], null, null, { name: "origin" }],
  [["fork", "origin"], null, "fork", { name: "fork" }],
  [["fork", "origin"], "fork", "origin", { name: "fork" }],
  [["a", "b"], null, "gone", { missing: "ambiguous" }],
  [[], null, null, { missing: "none" }],
])("chooseRemote(%p, asked %p, configured %p)", (names, asked, configured, expected) => {
  expect(chooseRemote({ names, asked, configured })).toEqual(expected as never);
});

test("a remote that was asked for and is not there is impossible", () => {
  expect(() => chooseRemote({ names: ["origin"], asked: "gone", configured: null })).toThrow(
    'Cannot deliver to remote "gone"',
  );
});

test("no credentials of a URL survive, wherever the URL stands", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9._~%-]{1,20}$/);
  fc.assert(
    fc.property(
      name,
      fc.stringMatching(/^[A-Za-z0-9]{8,40}$/),
      fc.constantFrom("https", "http", "ssh"),
      (user, secret, scheme) => {
        const url = `${scheme}://${user}:${secret}@example.com/acme/shop.git`;
        expect(withoutCredentials(url)).toBe(`${scheme}://example.com/acme/shop.git`);
        expect(redact(`fatal: unable to access '${url}': no, ${secret}`, [secret])).not.toContain(secret);
      },
    ),
  );
});
