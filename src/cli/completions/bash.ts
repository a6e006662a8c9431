import { type Completed, listing, type Values } from "./completed.ts";

const named = `$(case "\${COMP_WORDS[2]}" in -*) ;; *) printf %s "\${COMP_WORDS[2]}" ;; esac)`;

/** Where nothing is offered, bash falls back to the names of files. */
export function bashScript(all: readonly Completed[], run: Completed): string {
  const names = all.map(({ name }) => name).join(" ");
  const flagsOf = ({ flags }: Completed) => flags.map(({ flag }) => flag).join(" ");
  const cases = all.map((command) => {
    const replies = command.places.map((place, index) => {
      const reply = replyOf(place);
      return reply === null ? "" : ` if ((COMP_CWORD - index == ${index + 1})); then ${reply}; fi;`;
    });
    return `    ${command.name}) flags="${flagsOf(command)}";${replies.join("")} ;;`;
  });
  const values = new Map(all.flatMap(({ flags }) => flags).map((one) => [one.flag, one.values]));
  const valueCases = [...values].flatMap(([flag, one]) =>
    one.kind === "none" ? [] : [`    ${flag}) ${replyOf(one) ?? "COMPREPLY=()"}; return ;;`],
  );
  return `# bash completion for baro
${Object.entries(listing('"$previous"', named))
  .map(([kind, line]) => `_baro_${kind}() {\n  ${line}\n}`)
  .join("\n")}
# "compgen -W" would run what a name holds: a branch may be called "$(...)".
_baro_offer() {
  local name
  COMPREPLY=()
  while IFS= read -r name; do
    case "$name" in "$word"*) COMPREPLY+=("$(printf '%q' "$name")") ;; esac
  done
}
_baro() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" flags index
  # bash takes "--mode=focused" for three words.
  if [ "$word" = "=" ]; then word=""; elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  COMPREPLY=()
  case "$previous" in
${valueCases.join("\n")}
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    case " ${names} " in *" \${COMP_WORDS[index]} "*) command="\${COMP_WORDS[index]}"; break ;; esac
  done
  case "$command" in
${cases.join("\n")}
    *) flags="${flagsOf(run)} --version"; COMPREPLY=($(compgen -W "${names}" -- "$word")) ;;
  esac
  COMPREPLY+=($(compgen -W "$flags" -- "$word"))
}
complete -o default -F _baro baro
`;
}

/** The command that fills the reply; null when there is nothing to offer. */
function replyOf(values: Values): string | null {
  switch (values.kind) {
    case "words":
      return `COMPREPLY=($(compgen -W "${values.words.join(" ")}" -- "$word"))`;
    case "files":
    case "folders":
      return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -${values.kind === "files" ? "f" : "d"} -- "$word"))`;
    case "runs":
    case "live":
    case "stories":
    case "picked":
    case "refs":
      return `_baro_offer < <(_baro_${values.kind})`;
    case "any":
    case "none":
      return null;
  }
}
