import { fishWord } from "../../text/quoting.ts";
import { type Completed, listing, type Values } from "./completed.ts";

const named = `(string match -rv -- '^(-.*)?$' (commandline -opc)[3] "")`;

export function fishScript(all: readonly Completed[]): string {
  const lines = [
    "# fish completion for baro",
    ...Object.entries(listing("(commandline -opc)[-1]", named)).map(
      ([kind, line]) => `function __baro_${kind}; ${line}; end`,
    ),
    "function __baro_place; set -l typed (commandline -opc); test (count $typed) -eq $argv[1]; end",
    "complete -c baro -f",
    ...all.map(({ name, summary }) => `complete -c baro -n __fish_use_subcommand -a ${name} -d ${fishWord(summary)}`),
  ];
  for (const { name, flags, places } of all) {
    const others = all.map((other) => other.name).filter((other) => other !== "run");
    // A line without a command is a run.
    const seen =
      name === "run" ? `not __fish_seen_subcommand_from ${others.join(" ")}` : `__fish_seen_subcommand_from ${name}`;
    const when = `-n ${fishWord(seen)}`;
    places.forEach((place, index) => {
      const word = offeredOf(place);
      const there = fishWord(`${seen}; and __baro_place ${index + 2}`);
      if (word !== null) lines.push(`complete -c baro -n ${there} ${word}`);
    });
    for (const { flag, description, values } of flags) {
      const what = values.kind === "none" ? "" : ` -r ${offeredOf(values) ?? ""}`.trimEnd();
      lines.push(`complete -c baro ${when} -l ${flag.slice(2)}${what} -d ${fishWord(description)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function offeredOf(values: Values): string | null {
  switch (values.kind) {
    case "words":
      return `-f -a ${fishWord(values.words.join(" "))}`;
    case "files":
      return "-F";
    case "folders":
      return "-f -a '(__fish_complete_directories)'";
    case "runs":
    case "live":
    case "stories":
    case "picked":
    case "refs":
      return `-f -a '(__baro_${values.kind})'`;
    case "any":
    case "none":
      return null;
  }
}
