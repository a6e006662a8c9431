import type { ArgDef } from "citty";
import type { Command } from "./command.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface Completed {
  name: string;
  summary: string;
  flags: CompletedFlag[];
  words: string[];
}

interface CompletedFlag {
  flag: string;
  description: string;
  /** The values to choose from; null when it takes any value, empty when it takes none. */
  values: readonly string[] | null;
}

/** The words that a command's first argument can be. */
const firstWords: Readonly<Record<string, readonly string[]>> = {
  demo: ["focused", "parallel"],
  completions: shells,
  map: ["claude", "codex", "opencode", "pi"],
};

/** The completion script of a shell, made of the commands' own definitions. */
export function completionScript(shell: Shell, commands: readonly { summary: string; command: Command }[]): string {
  const all = commands.map(({ summary, command }) => ({
    name: command.name,
    summary,
    flags: flagsOfCommand(command),
    words: [...(firstWords[command.name] ?? [])],
  }));
  if (shell === "bash") return bashScript(all);
  return shell === "zsh" ? zshScript(all) : fishScript(all);
}

function flagsOfCommand(command: Command): CompletedFlag[] {
  const flags = Object.entries(command.args)
    .filter(([, def]) => def.type !== "positional")
    .map(([name, def]) => completedFlag(name, def));
  return [...flags, { flag: "--help", description: "Show this command's flags", values: [] }];
}

function completedFlag(name: string, def: ArgDef): CompletedFlag {
  const isSwitch = def.type === "boolean";
  const off = isSwitch && def.description === undefined ? "no-" : "";
  const text = def.description ?? ("negativeDescription" in def ? def.negativeDescription : undefined) ?? "";
  const values = "options" in def ? (def.options ?? null) : null;
  return { flag: `--${off}${name}`, description: text.replace(/[`$"\\]/g, ""), values: isSwitch ? [] : values };
}

function bashScript(all: readonly Completed[]): string {
  const names = all.map(({ name }) => name).join(" ");
  const cases = all.map(({ name, flags, words }) => {
    const list = [...words, ...flags.map(({ flag }) => flag)].join(" ");
    return `    ${name}) COMPREPLY=($(compgen -W "${list}" -- "$word")) ;;`;
  });
  const values = new Map(all.flatMap(({ flags }) => flags).map(({ flag, values: list }) => [flag, list]));
  const valueCases = [...values].flatMap(([flag, list]) => {
    if (list !== null && list.length === 0) return [];
    const reply = list === null ? 'compgen -f -- "$word"' : `compgen -W "${list.join(" ")}" -- "$word"`;
    return [`    ${flag}) COMPREPLY=($(${reply})); return ;;`];
  });
  return `# bash completion for baro
_baro() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" index
  case "$previous" in
${valueCases.join("\n")}
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    case " ${names} " in *" \${COMP_WORDS[index]} "*) command="\${COMP_WORDS[index]}"; break ;; esac
  done
  case "$command" in
${cases.join("\n")}
    *) COMPREPLY=($(compgen -W "${names} ${all[0]?.flags.map(({ flag }) => flag).join(" ") ?? ""} --version" -- "$word")) ;;
  esac
}
complete -o default -F _baro baro
`;
}

function zshScript(all: readonly Completed[]): string {
  const quoted = (text: string) => text.replaceAll("'", "'\\''");
  const list = all.map(({ name, summary }) => `    '${name}:${quoted(summary.replaceAll(":", "\\:"))}'`);
  const cases = all.map(({ name, flags, words }) => {
    const specs = flags.map(({ flag, description, values }) => {
      const label = quoted(description.replace(/[[\]:]/g, " "));
      if (values !== null && values.length === 0) return `'${flag}[${label}]'`;
      const action = values === null ? "_files" : `(${values.join(" ")})`;
      return `'${flag}=[${label}]:value:${action}'`;
    });
    const word = words.length > 0 ? `'1:word:(${words.join(" ")})'` : "'*:word:_files'";
    return `    ${name}) _arguments -S ${[...specs, word].join(" ")} ;;`;
  });
  return `#compdef baro
_baro() {
  local -a names
  names=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local name="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$name" in
${cases.join("\n")}
    *) _files ;;
  esac
}
if [ "$funcstack[1]" = "_baro" ]; then _baro "$@"; else compdef _baro baro; fi
`;
}

function fishScript(all: readonly Completed[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = ["# fish completion for baro", "complete -c baro -f"];
  for (const { name, summary, flags, words } of all) {
    lines.push(`complete -c baro -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`);
    const when = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    if (words.length > 0) lines.push(`complete -c baro ${when} -a ${quoted(words.join(" "))}`);
    for (const { flag, description, values } of flags) {
      const what = values === null ? "-r -F" : values.length > 0 ? `-x -a ${quoted(values.join(" "))}` : "";
      lines.push(
        `complete -c baro ${when} -l ${flag.slice(2)} ${what} -d ${quoted(description)}`.replace(/ {2,}/g, " "),
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
