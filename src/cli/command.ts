import { workingIn } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { type Flag, flagsOf } from "../settings/flags.ts";
import { startFolder } from "../settings/load.ts";
import { type Arguments, readArguments, type Word } from "./arguments.ts";

/** A command of baro. Its flags and words are checked strictly before `run` sees them. */
export interface Command {
  name: string;
  description: string;
  words: readonly Word[];
  /** The last word takes all the words that are left: `baro run fix the login`. */
  manyWords: boolean;
  flags: readonly Flag[];
  examples: readonly string[];
  /** Gives the exit code. */
  run(host: Host, argv: readonly string[]): Promise<number>;
}

interface Definition {
  name: string;
  description: string;
  words?: readonly Word[];
  manyWords?: boolean;
  /** The flags that are the command's alone; those of the settings that it takes are added. */
  flags?: readonly Flag[];
  examples?: readonly string[];
  run(host: Host, args: Arguments): Promise<number>;
}

/** Makes a command of its definition. */
export function command(definition: Definition): Command {
  const { name, words = [], manyWords = false, examples = [] } = definition;
  const flags = [...(definition.flags ?? []), ...flagsOf(name)];
  const form = { command: `baro ${name}`, words, manyWords, flags };
  return {
    ...form,
    name,
    description: definition.description,
    examples,
    run: async (host, argv) => {
      const args = readArguments(argv, form);
      return await workingIn(startFolder(host, args.flags), () => definition.run(host, args));
    },
  };
}
