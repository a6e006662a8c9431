import { unreachable } from "../../core/error.ts";
import { wordAmong } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { bashScript } from "../completions/bash.ts";
import { completedOf, type Shell, shells } from "../completions/completed.ts";
import { fishScript } from "../completions/fish.ts";
import { zshScript } from "../completions/zsh.ts";

/** `loadAll` gives every command: the scripts are made of their definitions, this one's included. */
export function completionsOf(loadAll: () => Promise<{ summary: string; command: Command }[]>): Command {
  return command({
    name: "completions",
    description: "Print the completions of baro's commands and flags for a shell.",
    examples: [
      "baro completions bash > ~/.local/share/bash-completion/completions/baro",
      "baro completions zsh > ~/.zfunc/_baro",
      "baro completions fish > ~/.config/fish/completions/baro.fish",
    ],
    words: [{ name: "shell", needed: true, help: shells.join(", "), values: shells }],
    run: async (host, { words }) => {
      const shell = wordAmong(words[0] ?? "", shells, "shell");
      host.writeOut(completionScript(shell, await loadAll()));
      return 0;
    },
  });
}

/** The completion script of a shell, made of the commands' own definitions. `run` is what a line without a command means. */
function completionScript(shell: Shell, commands: readonly { summary: string; command: Command }[]): string {
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
