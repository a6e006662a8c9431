import { type Completed, listRuns, type Values } from "./completed.ts";

const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

export function fishScript(all: readonly Completed[]): string {
  const lines = [
    "# fish completion for baro",
    `function __baro_runs; ${listRuns}; end`,
    "complete -c baro -f",
    ...all.map(({ name, summary }) => `complete -c baro -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`),
  ];
  for (const { name, flags, first } of all) {
    const others = all.map((other) => other.name).filter((other) => other !== "run");
    // A line without a command is a run.
    const seen =
      name === "run" ? `not __fish_seen_subcommand_from ${others.join(" ")}` : `__fish_seen_subcommand_from ${name}`;
    const when = `-n ${quoted(seen)}`;
    const word = offeredOf(first);
    if (word !== null) lines.push(`complete -c baro ${when} ${word}`);
    for (const { flag, description, values } of flags) {
      const what = values.kind === "none" ? "" : ` -r ${offeredOf(values) ?? ""}`.trimEnd();
      lines.push(`complete -c baro ${when} -l ${flag.slice(2)}${what} -d ${quoted(description)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function offeredOf(values: Values): string | null {
  switch (values.kind) {
    case "words":
      return `-f -a ${quoted(values.words.join(" "))}`;
    case "files":
      return "-F";
    case "folders":
      return "-f -a '(__fish_complete_directories)'";
    case "runs":
      return "-f -a '(__baro_runs)'";
    case "any":
    case "none":
      return null;
  }
}
