import { defineCommand, runCommand } from "citty";
import type { Host } from "../host/host.ts";
import type { Command } from "./command.ts";
import { type CommandName, commands } from "./commands.ts";

/**
 * Runs a command with its arguments as they were typed and gives the exit code. citty finds and loads the one command that
 * is named; each reads its own arguments, strictly.
 */
export async function dispatch(host: Host, name: CommandName, argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const runnable = (command: Command) =>
    defineCommand({
      meta: { name: command.name, description: command.description },
      run: async ({ rawArgs }) => {
        exitCode = await command.run(host, rawArgs);
      },
    });
  const entries = Object.entries(commands).map(([key, { load }]) => [key, async () => runnable(await load())] as const);
  const program = defineCommand({ meta: { name: "baro" }, subCommands: Object.fromEntries(entries) });
  await runCommand(program, { rawArgs: [name, ...argv] });
  return exitCode;
}
