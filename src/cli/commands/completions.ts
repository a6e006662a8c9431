import { type Command, command } from "../command.ts";
import { shells } from "../completions/completed.ts";
import { completionScript } from "../completions/script.ts";
import { wordAmong } from "../words.ts";

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
