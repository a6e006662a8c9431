import { type ArgsDef, defineCommand, type ParsedArgs, runCommand } from "citty";
import type { Host } from "../host/host.ts";
import { repeatableFlags } from "../settings/flags.ts";
import { strictArguments } from "./strict.ts";

/** A command of baro. Its flags and words are checked strictly before `run` sees them. */
export interface Command {
  name: string;
  description: string;
  args: ArgsDef;
  /** The last positional takes all the words that are left: `baro run fix the login`. */
  manyWords: boolean;
  examples: readonly string[];
  /** Gives the exit code. */
  run(host: Host, argv: readonly string[]): Promise<number>;
}

interface Definition<T extends ArgsDef> {
  name: string;
  description: string;
  args: T;
  manyWords?: boolean;
  examples?: readonly string[];
  run(host: Host, args: ParsedArgs<T>): Promise<number>;
}

/** Makes a command of its definition: citty parses what `strictArguments` let through. */
export function command<const T extends ArgsDef>(definition: Definition<T>): Command {
  const { name, description, args, manyWords = false, examples = [] } = definition;
  const rules = { command: `baro ${name}`, args, repeatable: repeatableFlags, manyWords };
  return {
    name,
    description,
    args,
    manyWords,
    examples,
    run: async (host, argv) => {
      const rawArgs = strictArguments(argv, rules);
      let exitCode = 0;
      await runCommand(
        defineCommand<T>({
          args,
          run: async (context) => {
            exitCode = await definition.run(host, context.args);
          },
        }),
        { rawArgs },
      );
      return exitCode;
    },
  };
}
