import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that speaks as claude does and says `many` numbered words, so many a second. Gives the environment in which it is found. */
export function talkativeClaude(folder: string, many: number, perSecond: number): Record<string, string> {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const program = join(bin, "claude");
  const usage = { input_tokens: 10, output_tokens: 5 };
  const say = (value: unknown) => `process.stdout.write(${JSON.stringify(`${JSON.stringify(value)}\n`)});`;
  const lines = [
    `#!${process.execPath}`,
    'if (process.argv[2] === "--version") { console.log("2.1.330 (Claude Code)"); process.exit(0); }',
    'require("node:fs").writeFileSync("f1.txt", "done\\n");',
    say({ type: "system", subtype: "init", session_id: "s1", cwd: "/" }),
    "let said = 0;",
    "const began = performance.now();",
    "const timer = setInterval(() => {",
    `  const due = Math.min(${many}, Math.floor(((performance.now() - began) * ${perSecond}) / 1000));`,
    '  let text = "";',
    "  for (; said < due; said++) {",
    '    const content = [{ type: "text", text: "word " + said }];',
    '    text += JSON.stringify({ type: "assistant", message: { id: "m" + said, content } }) + "\\n";',
    "  }",
    "  process.stdout.write(text);",
    `  if (said < ${many}) return;`,
    "  clearInterval(timer);",
    `  ${say({ type: "result", subtype: "success", is_error: false, result: "Done", usage })}`,
    "}, 10);",
  ];
  writeFileSync(program, `${lines.join("\n")}\n`);
  chmodSync(program, 0o755);
  return { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, ANTHROPIC_API_KEY: "k" };
}
