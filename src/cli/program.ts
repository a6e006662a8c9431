import type { Host } from "../host/host.ts";
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
  try {
    return await dispatch(ownTerminal(host), choice.name, choice.argv);
  } catch (error) {
    await hideWhatIsNear(host);
    throw error;
  }
}

/** What went wrong repeats what was typed, and may be told before anybody looked for the secrets of the repository. */
async function hideWhatIsNear(host: Host): Promise<void> {
  try {
    const { hideRepositorySecrets, inspectRepository } = await import("../run/repository.ts");
    const { root } = await inspectRepository(host, host.cwd, { forChanges: false });
    await hideRepositorySecrets(host, root);
  } catch {
    // There is none that could be read.
  }
}
