import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { cleanedDeep, redact, redactor, secretOf, secretsOfVariables } from "../../src/text/redact.ts";

const value = "pa55-Wörd/with+odd=chars";
const secrets = [secretOf("the test's", value)].filter((secret) => secret !== null);
const clean = redactor(secrets);

describe("what is taken out", () => {
  test.each([
    ["as it is", value],
    ["in JSON", JSON.stringify({ key: value })],
    ["in an address", `https://x.example/?key=${encodeURIComponent(value)}`],
    ["in hexadecimal", Buffer.from(value).toString("hex")],
    ["in upper-case hexadecimal", Buffer.from(value).toString("hex").toUpperCase()],
    ["in base64", Buffer.from(value).toString("base64")],
    ["in base64 for addresses", Buffer.from(value).toString("base64url")],
    ["in an address, each letter", `?key=${[...Buffer.from(value)].map((byte) => `%${byte.toString(16)}`).join("")}`],
    [
      "in an address, as Python writes it",
      `?key=${encodeURIComponent(value).replace("%2F", "/").toLowerCase()}`
        .replace("wö", "Wö")
        .replace("pa55-w", "pa55-W"),
    ],
    ["in HTML", value.replaceAll("/", "&#x2F;").replaceAll("=", "&#61;")],
    ["in JSON, each letter", [...value].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")],
    ["in a program's string", [...Buffer.from(value)].map((byte) => `\\x${byte.toString(16)}`).join("")],
    ["as a dump shows it", Buffer.from(value).toString("hex").replace(/../g, "$& ").trim()],
    ["as a list of bytes", [...Buffer.from(value)].map((byte) => `0x${byte.toString(16).toUpperCase()}`).join(", ")],
    ["in base64 of UTF-16", Buffer.from(value, "utf16le").toString("base64")],
    [
      "in base64 with short lines",
      Buffer.from(`${"x".repeat(50)}${value}${"y".repeat(50)}`)
        .toString("base64")
        .replace(/.{76}/g, "$&\n"),
    ],
    ["coloured in part", `${value.slice(0, 9)}\u001b[0m\u001b[1;31m${value.slice(9)}`],
    ["coloured letter by letter, in JSON", JSON.stringify([...value].join("\u001b[7m"))],
    ["broken by a narrow terminal", `${value.slice(0, 9)}\n${value.slice(9)}`],
    ["broken within a frame, in JSON", JSON.stringify(`${value.slice(0, 9)}\r\n  │ ${value.slice(9)}`)],
    ["as a list of numbers", `[${[...Buffer.from(value)].join(", ")}]`],
    ["in base64 of base64", Buffer.from(Buffer.from(value).toString("base64")).toString("base64")],
    ["in an address within an address", `?to=${encodeURIComponent(encodeURIComponent(value))}`],
    ["in a mail", [...Buffer.from(value)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join("")],
    ["backwards", [...value].toReversed().join("")],
    ["in base64 of a longer text", Buffer.from(`user:${value}:more`).toString("base64")],
  ])("%s", (_how, text) => {
    expect(clean(`before ${text} after`)).toMatch(/^before .*\[redacted\].* after$/s);
  });

  const key = "z9Kq-71pp-Wd44-mm08xY";
  const cleanKey = redactor(secretsOfVariables({ SHOP_KEY: key }));
  test.each([
    ["put together by a program", `"${key.slice(0, 8)}" + "${key.slice(8)}"`],
    ["put together by a shell", `'${key.slice(0, 8)}'"${key.slice(8)}"`],
    ["on two lines of one string", `${key.slice(0, 8)}\\\n${key.slice(8)}`],
    ["on two lines of one string, in JSON", JSON.stringify(`"${key.slice(0, 8)}"\n  "${key.slice(8)}"`)],
    ["letter by letter", [...key].join(" ")],
    ["with marks that are not seen", [...key].join("\u200b")],
    ["in the other case", key.toUpperCase()],
    ["without its dashes", key.replaceAll("-", "_")],
    ["in base32", "PI4UW4JNG4YXA4BNK5SDINBNNVWTAODYLE"],
    ["rotated by half the alphabet", "m9Xd-71cc-Jq44-zz08kL"],
    ["in base64 that is turned around", [...Buffer.from(key).toString("base64")].toReversed().join("")],
    ["turned around, in base64", Buffer.from([...key].toReversed().join("")).toString("base64")],
    ["in base64 of UTF-16 as networks have it", Buffer.from(key, "utf16le").swap16().toString("base64")],
    ["bit by bit", [...Buffer.from(key)].map((byte) => byte.toString(2).padStart(8, "0")).join(" ")],
    ["as hexdump shows it", Buffer.from(key).toString("hex").replace(/..../g, "$& ")],
    ["in a style sheet", [...Buffer.from(key)].map((byte) => `\\${byte.toString(16)} `).join("")],
    ["of full width", [...key].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join("")],
    ["of full width in JSON", JSON.stringify({ key: "ｚ９Ｋｑ-71pp-Wd44-ｍｍ08ｘY" })],
    ["in bold letters", "𝐳𝟗𝐊𝐪-𝟕𝟏𝐩𝐩-𝐖𝐝𝟒𝟒-𝐦𝐦𝟎𝟖𝐱𝐘"],
  ])("a key %s", (_how, text) => {
    expect(cleanKey(`before ${text} after`)).toMatch(/^before .*\[redacted\].* after$/s);
    expect(cleanKey(text)).not.toMatch(/z9|71|44|08|PI4U/i);
  });

  test("the password of an address alone, and a key of a key file", () => {
    const file = JSON.stringify({ type: "service", client_secret: "9sd8-fkj2-0vns", private_key: "a-b-c-1-2-3-4-5" });
    const env = { DATABASE_DSN: "postgres://app:Zx%239-kk21@db/x", ACCOUNT_CREDENTIALS: file };
    const out = redactor(secretsOfVariables(env));
    expect(out("psql -W Zx#9-kk21; Zx%239-kk21; curl -d 9sd8-fkj2-0vns a-b-c-1-2-3-4-5")).toBe(
      "psql -W [redacted]; [redacted]; curl -d [redacted] [redacted]",
    );
  });

  test("a password in an address, and not the user name of ssh", () => {
    const none = redactor([]);
    expect(none("postgres://app:s3cret@db/x and ssh://git@host/x.git")).toBe(
      "postgres://db/x and ssh://git@host/x.git",
    );
    expect(none("https://ghp_0123456789abcdefghij@host/x")).toBe("https://host/x");
  });

  test("a token in what is asked of an address, by the name that it has there", () => {
    const none = redactor([]);
    const asked = "https://x.example/a?ref=main&private_token=Zx81-Qw72-Rt63&sig=aB3%2Bdd91kkQ%3D#top";
    expect(none(asked)).toBe("https://x.example/a?ref=main&private_token=[redacted]&sig=[redacted]#top");
    expect(redact(`fatal: unable to access '${asked}'`)).not.toContain("Zx81");
    for (const same of ["https://x.example/?token=YOUR_TOKEN_HERE", "a ? token=b : c", "x.example/?page=12345678901"])
      expect(none(same)).toBe(same);
  });

  test("each line of a key", () => {
    const line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj";
    const key = secretOf("k", `-----BEGIN KEY-----\n${line}\n-----END KEY-----`);
    expect(redactor(key === null ? [] : [key])(`x ${line}`)).toBe("x [redacted]");
  });

  test("the longer of two secrets that begin alike", () => {
    const env = { A_TOKEN: "abc12345", B_TOKEN: "abc12345-long-0" };
    expect(redactor(secretsOfVariables(env))("abc12345-long-0")).toBe("[redacted]");
  });
});

describe("what is no secret", () => {
  test.each([
    "test",
    "none",
    "ollama",
    "lm-studio",
    "sk-xxx",
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxx-xxxx-xxxx",
    "sk-no-key-required",
    "not-needed",
    "your-api-key-here-1",
    "<your token here>",
    "$" + "{API_TOKEN}",
    "test-key-1",
    "dummy-token-12",
    "changeme",
    "********",
    "12345678",
    "1234567890",
    "00000000000000000000",
    "password123",
    "/home/me/.ssh/id_ed25519",
    "https://auth.example.com/login",
    "a b",
  ])("%s", (placeholder) => {
    expect(secretsOfVariables({ OPENAI_API_KEY: placeholder })).toEqual([]);
  });

  test("words and dates that a name is made of, put otherwise", () => {
    const out = redactor(
      secretsOfVariables({ APP_KEY: "shop-2024-prod", B_KEY: "release-1.2.3-4", C_KEY: "Summer2024!" }),
    );
    const text = "The shop 2024: prod, Release 1, 2, 3 and 4; summer 2024; SHOP_2024_PROD";
    expect(out(text)).toBe(text);
  });

  test("a variable of another name", () => {
    expect(secretsOfVariables({ PATH: "/usr/bin:/opt/x9", EDITOR_NAME: "abcdef123456" })).toEqual([]);
  });
});

test("a key as services make them is a secret", () => {
  for (const key of [
    "sk-proj-4fjK29dkQ",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "hunter2-hunter2",
    "tok_9f8e7d6c",
  ])
    expect(secretsOfVariables({ MY_API_KEY: key })).toHaveLength(1);
});

test("cleanedDeep() cleans values and leaves the shape", () => {
  const event = { type: "agent.text", text: `the key is ${value}`, paths: [value, "a"], n: 1, none: null };
  expect(cleanedDeep(event, clean)).toEqual({
    type: "agent.text",
    text: "the key is [redacted]",
    paths: ["[redacted]", "a"],
    n: 1,
    none: null,
  });
  const plain = { text: "nothing" };
  expect(cleanedDeep(plain, clean)).toBe(plain);
});

test("cleanedDeep() looks at a long list piece by piece, and takes out of it what it holds", () => {
  const pairs = Array.from({ length: 20_000 }, (_, n) => ({ a: `S${n}`, why: "They have no path in common" }));
  let longest = 0;
  const measured = (text: string) => {
    longest = Math.max(longest, text.length);
    return clean(text);
  };
  const event = { type: "plan.enforced", pairs, width: 4 };
  expect(cleanedDeep(event, measured)).toBe(event);
  expect(longest).toBeLessThan(JSON.stringify(event).length / 10);
  const told = { ...event, pairs: pairs.with(12_345, { a: "S12345", why: `Both name ${value}` }) };
  const shown = cleanedDeep(told, clean);
  expect(shown).toEqual({ ...event, pairs: pairs.with(12_345, { a: "S12345", why: "Both name [redacted]" }) });
  expect(Object.keys(shown)).toEqual(Object.keys(told));
});

test("cleanedDeep() finds what JSON writes with more backslashes than the text has", () => {
  const escaped = [...value].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  const dump = Buffer.from(value).toString("hex").replace(/.{16}/g, "$&\n");
  expect(cleanedDeep({ text: [escaped, dump] }, clean)).toEqual({
    text: ["[redacted]", expect.stringContaining("[redacted]")],
  });
});

test("looking takes time that grows with the text alone", () => {
  const from = performance.now();
  for (const text of ["A".repeat(3_000_000), "\\".repeat(3_000_000), "%41".repeat(1_000_000), "41 ".repeat(1_000_000)])
    clean(text);
  expect(performance.now() - from).toBeLessThan(60_000);
});

test("no text comes out with the secret in it", () => {
  const around = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(clean(before + value + after)).not.toContain(value);
      expect(clean(JSON.stringify(before + value + after))).not.toContain(JSON.stringify(value).slice(1, -1));
    }),
  );
});
