import { BaroError } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import { plainText } from "../text/plain.ts";
import { redactor, secretsOfVariables } from "../text/redact.ts";
import { asksForBuild, asksForVersion, builtFrom, version, versionLine } from "./version.ts";

/**
 * Runs one command line and gives its exit code. Throws `BaroError` for `main` to print.
 */
export async function runProgram(host: Host, argv: readonly string[]): Promise<number> {
  if (asksForVersion(argv)) {
    host.writeOut(`${versionLine}\n`);
    return 0;
  }
  if (asksForBuild(argv)) {
    const { buildFacts } = await import("../run/build-facts.ts");
    host.writeOut(`${JSON.stringify({ version, commit: builtFrom, ...buildFacts(host) })}\n`);
    return 0;
  }
  host.hide(redactor(secretsOfVariables(host.env)));
  const { chooseCommand } = await import("./choose-command.ts");
  const choice = chooseCommand(argv);
  if (choice.kind === "version") {
    host.writeOut(`${versionLine}\n`);
    return 0;
  }
  if (choice.kind !== "command") {
    const { renderEvents, renderExitCodes, renderOverview } = await import("./help.ts");
    const columns = host.terminal.columns();
    const pages = {
      overview: () => renderOverview(columns),
      events: () => renderEvents(columns),
      "exit-codes": () => renderExitCodes(columns),
    };
    host.writeOut(pages[choice.kind]());
    return 0;
  }
  if (choice.help) {
    const [{ commands }, { renderHelp }] = await Promise.all([import("./commands.ts"), import("./help.ts")]);
    const command = await commands[choice.name].load();
    host.writeOut(renderHelp(command, host.terminal.columns(), choice.argv.includes("--all")));
    return 0;
  }
  if (choice.notice !== null) host.writeErr(`note: ${choice.notice}\n`);
  const [{ dispatch }, { ownTerminal }] = await Promise.all([import("./dispatch.ts"), import("./terminal/owner.ts")]);
  return await dispatch(ownTerminal(host), choice.name, choice.argv);
}

/** An error as a person reads it: what could not be done and why, then the next thing to type. A bug has its stack. */
export function renderError(error: unknown, how: { color: boolean; verbose: boolean }): string {
  const paint = (code: number, text: string) => (how.color ? `\u001b[${code}m${text}\u001b[39m` : text);
  if (!(error instanceof BaroError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${paint(31, "bug:")} ${versionLine} hit a bug\n${stack}`;
  }
  const lines = [`${paint(31, "error:")} ${plainText(error.message)}`];
  if (error.hint !== undefined) lines.push(`${paint(36, "hint:")} ${plainText(error.hint)}`);
  if (how.verbose) lines.push(...causesOf(error).map((cause) => `${paint(90, "cause:")} ${cause}`));
  return lines.join("\n");
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 8; ) {
    causes.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}
