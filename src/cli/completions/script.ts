import { unreachable } from "../../core/error.ts";
import type { Command } from "../command.ts";
import { bashScript } from "./bash.ts";
import { completedOf, type Shell } from "./completed.ts";
import { fishScript } from "./fish.ts";
import { zshScript } from "./zsh.ts";

/** The completion script of a shell, made of the commands' own definitions. `run` is what a line without a command means. */
export function completionScript(shell: Shell, commands: readonly { summary: string; command: Command }[]): string {
  const all = commands.map(({ summary, command }) => completedOf(summary, command));
  const run = all.find(({ name }) => name === "run");
  if (run === undefined) throw new Error("There is no command run");
  switch (shell) {
    case "bash":
      return bashScript(all, run);
    case "zsh":
      return zshScript(all, run);
    case "fish":
      return fishScript(all);
    default:
      return unreachable(shell);
  }
}
