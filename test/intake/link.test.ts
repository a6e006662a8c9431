import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Link } from "../../src/core/link.ts";
import { isThisRepository, parseLink, withoutLinks } from "../../src/intake/link.ts";

const pull = "pull-request";
const cases: readonly [string, Partial<Link> | null][] = [
  ["https://github.com/acme/app/pull/12", { place: "github", kind: pull, repository: "acme/app", number: 12 }],
  ["github.com/acme/app/pull/12", { place: "github", kind: pull, repository: "acme/app", number: 12 }],
  ["https://github.com/acme/app/pull/12/files#diff-ab1R40", { number: 12, part: "files#diff-ab1R40" }],
  ["https://github.com/acme/app/pull/12#issuecomment-9", { number: 12, part: "issuecomment-9" }],
  ["(https://github.com/acme/app/issues/7)", { kind: "issue", number: 7, part: null }],
  ["https://api.github.com/repos/acme/app/pulls/3", { kind: pull, repository: "acme/app", number: 3 }],
  ["https://github.acme.io/team/app/pull/5", { place: "github", host: "github.acme.io", number: 5 }],
  [
    "https://gitlab.com/a/b/c/-/merge_requests/5#note_1",
    { place: "gitlab", kind: pull, repository: "a/b/c", part: "note_1" },
  ],
  ["https://gitlab.com/a/b/-/issues/5", { place: "gitlab", kind: "issue", repository: "a/b" }],
  ["https://gitlab.com/a/b/-/work_items/5", { place: "gitlab", kind: "issue", number: 5 }],
  ["https://bitbucket.org/a/b/pull-requests/9/diff", { place: "bitbucket", kind: pull, number: 9, part: "diff" }],
  ["https://codeberg.org/a/b/pulls/4", { place: "gitea", kind: pull, repository: "a/b", number: 4 }],
  ["https://git.acme.io/a/b/pulls/4", { place: "gitea", kind: pull, number: 4 }],
  ["https://linear.app/acme/issue/ENG-14/checkout-broken", { place: "tracker", kind: "issue", key: "ENG-14" }],
  ["https://acme.atlassian.net/browse/pay-77", { place: "tracker", key: "PAY-77" }],
  ["ABC-12", { place: "tracker", key: "ABC-12" }],
  ["#12", { place: "reference", kind: null, repository: null, number: 12 }],
  ["fixes #981", { number: 981 }],
  ["gh:acme/app#12", { place: "github", repository: "acme/app", number: 12 }],
  ["acme/app#12", { place: "reference", repository: "acme/app", number: 12 }],
  ["review PR 12", { kind: pull, number: 12 }],
  ["merge !34", { kind: pull, number: 34 }],
  ["https://example.com/spec.", { kind: "page", text: "https://example.com/spec", repository: null }],
  ["UTF-8 support in src/a.ts", null],
  ["Use Node.js 20 and foo.bar/baz", null],
  ["color: #fff", null],
];

test.each(cases)("%p is read as a link", (goal, expected) => {
  const link = parseLink(goal);
  if (expected === null) expect(link).toBeNull();
  else expect(link).toMatchObject(expected);
});

const remotes: readonly [string, string | null, boolean | null][] = [
  ["https://github.com/acme/app/pull/1", "git@github.com:acme/app.git", true],
  ["https://github.com/Acme/App/pull/1", "https://github.com/acme/app", true],
  ["https://github.com/acme/app/pull/1", "https://token:x@github.com/acme/app.git/", true],
  ["https://github.com/acme/app/pull/1", "ssh://git@ssh.github.com:443/acme/app.git", true],
  ["https://api.github.com/repos/acme/app/pulls/1", "https://github.com/acme/app.git", true],
  ["https://gitlab.com/acme/app/-/merge_requests/1", "https://github.com/acme/app", false],
  ["https://github.com/acme/other/pull/1", "git@github.com:acme/app.git", false],
  ["https://github.com/acme/app/pull/1", null, null],
  ["https://github.com/acme/app/pull/1", "/srv/git/app.git", null],
  ["#12", null, true],
  ["https://linear.app/acme/issue/ENG-14/x", "git@github.com:acme/app.git", null],
];

test.each(remotes)("%p seen from the remote %p: here is %p", (goal, remote, expected) => {
  const link = parseLink(goal);
  if (link === null) throw new Error("The goal holds no link");
  expect(isThisRepository(link, remote)).toBe(expected);
});

test("what is left of a goal without its links holds no link", () => {
  expect(withoutLinks("fix https://github.com/a/b/pull/1 and #2, gh:a/b#3").trim()).toMatch(/^fix\s+and\s+,$/);
});

test("any text is read without a throw, and a link's text is a piece of it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true })), (goal) => {
      const link = parseLink(goal);
      if (link !== null) expect(goal).toContain(link.text);
    }),
  );
});
