import { expect, test } from "bun:test";
import { secretsOfFile } from "../../src/git/env-file.ts";
import { shows } from "../../src/text/redact.ts";

const value = "q7Lm-204x/Tt+91vW";

test.each([
  ["as most write it", `A_TOKEN=${value}`],
  ["with a mark before it", `\uFEFFA_TOKEN=${value}`],
  ["in UTF-16, read as UTF-8", [..."\uFFFD\uFFFD", ..."A_TOKEN="].join("\0") + [...value].join("\0")],
  ["behind another on its line", `export B=1 A_TOKEN=${value}`],
  ["before another on its line", `A_TOKEN="${value}" B="1"`],
  ["declared", `declare -rx A_TOKEN="${value}"`],
  ["for fish", `set -gx A_TOKEN ${value}`],
  ["for csh", `setenv A_TOKEN '${value}'`],
  ["for PowerShell", `$env:A_TOKEN = "${value}"`],
  ["for cmd", `set A_TOKEN=${value}\r`],
  ["in JSON", `{"B": 1, "A_TOKEN": "${value}"}`],
  ["in TOML", `[app]\nA_TOKEN = """${value}"""`],
  ["in a list", `environment:\n  - A_TOKEN=${value}`],
  ["for Docker", `ENV A_TOKEN ${value}`],
  ["commented out", `#A_TOKEN=${value}`],
  ["going on in the next line", `A_TOKEN=${value.slice(0, 7)}\\\n${value.slice(7)}`],
  ["joined of parts", `A_TOKEN=${value.slice(0, 4)}'${value.slice(4, 9)}'"${value.slice(9)}"`],
  ["in words of C", `A_TOKEN=$'${value}'`],
  ["put together of variables", `P=${value.slice(0, 9)}\nA_TOKEN=\${P}${value.slice(9)}`],
  ["among lines", `A_TOKEN="first\n${value}-and-more\nlast"`],
])("a value of an .env file is known when it is written %s", (_how, text) => {
  expect(
    secretsOfFile(".env", text).some(
      (secret) => shows(`it is ${value} there`, secret) || shows(`${value}-and-more`, secret),
    ),
  ).toBe(true);
});

test("a quote within quotes is read as a shell reads it", () => {
  const [secret] = secretsOfFile(".env", `A_TOKEN='it'\\''s-${value}'`).filter(({ forms }) =>
    forms[0]?.startsWith("it's"),
  );
  expect(secret?.forms[0]).toBe(`it's-${value}`);
});

test("what is no secret stays none, however it is written", () => {
  const text =
    "NODE_ENV=production\n# PORT=3000\nexport HOST=localhost B=2\n# the auth: ask them\nA_TOKEN=\nA_TOKEN=$OTHER\n";
  expect(secretsOfFile(".env", text).map(({ forms }) => forms[0])).toEqual([]);
});

test("a large file is read in a time that grows with it alone", () => {
  const line = `A_${"x".repeat(60)}="unclosed ' \`\n`;
  const started = performance.now();
  secretsOfFile(".env", line.repeat(12_000));
  expect(performance.now() - started).toBeLessThan(10_000);
});
