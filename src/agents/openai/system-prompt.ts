import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { messageOf } from "../../core/error.ts";
import type { AgentTask } from "../agent.ts";
import { confine } from "./confine.ts";
import { boundText } from "./head-tail.ts";
import type { ToolContext } from "./tool.ts";
import { readTextFile } from "./tools/files.ts";

const maxInstructionBytes = 16_000;
const instructionFiles = ["AGENTS.md", "CLAUDE.md"];

/** The fixed part of every session, what the task adds to it, and the repository's own instructions when it has any. */
export function systemPrompt(
  { root, cwd }: Pick<ToolContext, "root" | "cwd">,
  { readOnly, instructions = null }: Pick<AgentTask, "readOnly" | "instructions">,
  notice: (message: string) => void,
): string {
  // Who asks a question says what the answer is for; our own words would only be in the way.
  const own = readOnly ? (instructions ?? looking) : [working, instructions].filter(Boolean).join("\n\n");
  const below = relative(root, cwd);
  const place =
    below === ""
      ? ""
      : `You are in its folder "${below}": paths are relative to that folder, and "../" leads towards the root.`;
  // From the root to where it works: the nearest instructions have the last word.
  const folders = [
    root,
    ...below
      .split(sep)
      .filter(Boolean)
      .map((_part, at, all) => join(root, ...all.slice(0, at + 1))),
  ];
  const instructionTexts = folders.map((folder) => repositoryInstructions(root, folder, notice));
  return [own, place, ...instructionTexts].filter(Boolean).join("\n\n");
}

const working = [
  "You are a coding agent at work in a git repository, with nobody to ask. Paths are relative to its root.",
  "Look before you edit, change no more than the task needs, and check your work with the repository's own commands.",
  "Leave git's history alone: no commit, branch, checkout, reset or stash. Your changes are collected when you end.",
  "Independent calls may be made in one answer. When the task is done, answer without a call: say in a few lines what",
  "you changed, how you checked it, and what you could not do.",
].join("\n");

const looking = [
  "You answer a question about a git repository, with nobody to ask. Paths are relative to its root.",
  "You can look but not change anything. Look only as far as the answer needs, then give it in the form asked for.",
].join("\n");

function repositoryInstructions(root: string, folder: string, notice: (message: string) => void): string | null {
  const file = instructionFiles.find((one) => existsSync(join(folder, one)));
  if (file === undefined) return null;
  const name = relative(root, join(folder, file));
  try {
    const text = readTextFile(confine(root, name), name);
    if (Buffer.byteLength(text) > maxInstructionBytes) {
      notice(`${name} has more than ${maxInstructionBytes} bytes: its middle is left out of the instructions`);
    }
    return `The repository's instructions (${name}):\n\n${boundText(text, maxInstructionBytes)}`;
  } catch (error) {
    notice(`${name} is left out of the instructions: ${messageOf(error)}`);
    return null;
  }
}
