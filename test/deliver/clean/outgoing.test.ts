import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { findUnclean } from "../../../src/deliver/clean/clean-diff.ts";
import { renderFindings } from "../../../src/deliver/clean/finding.ts";
import { testHost } from "../../cli/test-host.ts";
import { scratchRepository } from "../../support/scratch.ts";
import { anywhere } from "../support.ts";

const secret = "q8Zr-27mm-Lk09-xx51";
const env = { SHOP_API_KEY: secret };

/** What is found, as people read it. */
async function found(repo: ReturnType<typeof scratchRepository>, branches = ["baro/work-1"]): Promise<string> {
  const base = repo.git("rev-list", "--max-parents=0", "HEAD");
  const place = { root: repo.path, base, commit: repo.git("rev-parse", "HEAD"), remote: null, branches };
  const findings = await findUnclean(testHost({ env }), {
    ...place,
    stories: [anywhere],
    maxFileBytes: 1_000_000,
    allow: [],
  });
  const text = renderFindings(findings, 9);
  expect(text).not.toContain(secret);
  return text;
}

function utf16(text: string, order: "le" | "be", mark: boolean): Buffer {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

/** Long enough for what it is packed into to have every byte in it, ends of lines among them. */
const noise = Array.from({ length: 3_000 }, (_, n) => `${(n * 7919) % 4093}\n`).join("");

/** An archive as far as it is read here: each file after its header. */
function zipOf(files: Record<string, string>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(30);
    header.write("PK\u0003\u0004", "latin1");
    header.writeUInt16LE(8, 8);
    header.writeUInt16LE(name.length, 26);
    return [header, Buffer.from(name), deflateRawSync(text)];
  });
  return Buffer.concat(parts);
}

const content = `first\nkey = ${secret}\n`;

describe("a private value in content, whatever git thinks of it", () => {
  test.each([
    ["with a NUL byte", Buffer.from(`\0\0${content}`)],
    ["in UTF-16 LE", utf16(content, "le", false)],
    ["in UTF-16 LE with a mark", utf16(content, "le", true)],
    ["in UTF-16 BE", utf16(content, "be", false)],
    ["in UTF-16 BE with a mark", utf16(content, "be", true)],
    ["in Latin-1", Buffer.from(`gr\u00fc\u00dfe ${secret}\n`, "latin1")],
    ["in base64 of 76 columns", Buffer.from(wrapped(Buffer.from(`${"x".repeat(40)}${secret}`).toString("base64"), 60))],
    ["in hexadecimal", Buffer.from(`${Buffer.from(secret).toString("hex")}\n`)],
    ["in a packed file", gzipSync(`${noise}${content}`)],
    ["in an archive", zipOf({ "empty.txt": "", "noise.txt": noise, "settings.txt": content })],
    ["in an address", Buffer.from(`https://x.example/?k=${encodeURIComponent(secret)}\n`)],
  ])("%s", async (_how, bytes) => {
    using repo = scratchRepository();
    writeFileSync(join(repo.path, "data.bin"), bytes);
    repo.git("add", "--all");
    repo.git("commit", "--quiet", "--message", "Work");
    expect(await found(repo)).toContain("data.bin");
  });

  test.each(["-diff", "binary", "-text -diff", "diff=none"])("with the attribute %s", async (attribute) => {
    using repo = scratchRepository();
    repo.commit("Work", { ".gitattributes": `*.dat ${attribute}\n`, "a.dat": content });
    expect(await found(repo)).toBe("a.dat:2 holds the value of the environment's SHOP_API_KEY");
  });
});

function wrapped(text: string, columns: number): string {
  return text.replace(new RegExp(`.{${columns}}`, "g"), "$&\n");
}

test("in the subject or the body of a commit, also of one that a later commit follows", async () => {
  using repo = scratchRepository();
  repo.commit(`Use ${secret}`, { "a.txt": "a\n" });
  const first = repo.git("rev-parse", "HEAD").slice(0, 10);
  repo.commit(`Work\n\n- the key is ${secret}`, { "a.txt": "b\n" });
  const second = repo.git("rev-parse", "HEAD").slice(0, 10);
  const text = await found(repo);
  expect(text).toContain(`the message of ${first} holds the value of the environment's SHOP_API_KEY`);
  expect(text).toContain(`the message of ${second} holds`);
});

test("in the name of a file or a folder, empty files included", async () => {
  using repo = scratchRepository();
  repo.commit("Work", { [`keys/${secret}/a.txt`]: "" });
  expect(await found(repo)).toBe("keys/[redacted]/a.txt holds the value of the environment's SHOP_API_KEY");
});

test.each([[`baro/${secret}`], ["baro/use-q8zr-27mm-lk09-xx51-now"]])("in the name of a branch", async (branch) => {
  using repo = scratchRepository();
  repo.commit("Work", { "a.txt": "a\n" });
  expect(await found(repo, [branch])).toBe("the branch's name holds the value of the environment's SHOP_API_KEY");
});

test("what looks like a token in a message or a name", async () => {
  using repo = scratchRepository();
  const token = ["ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"].join("");
  repo.commit(`Sign in with ${token}`, { [`${token}.txt`]: "a\n" });
  const text = await found(repo);
  expect(text).not.toContain(token);
  expect(text).toContain("the message of");
  expect(text).toContain("[redacted].txt");
});

test("a picture and an ordinary commit hold nothing", async () => {
  using repo = scratchRepository();
  const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919 + (index >> 3)) % 256));
  writeFileSync(join(repo.path, "a.png"), noise);
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--message", "Draw a picture (#12)\n\nCo-authored-by: Ada <ada@example.com>");
  expect(await found(repo)).toBe("");
});
