import { shellWord } from "../../text/quoting.ts";
import { type Completed, type CompletedFlag, listing, type Values } from "./completed.ts";

export function zshScript(all: readonly Completed[], run: Completed): string {
  const list = all.map(({ name, summary }) => `    ${shellWord(`${name}:${summary.replaceAll(":", "\\:")}`)}`);
  const cases = all.map((command) => `    ${command.name}) ${argumentsOf(command)} ;;`);
  return `#compdef baro
${Object.entries(listing('"$words[CURRENT-1]"', `\${words[2]:#-*}`))
  .map(([kind, line]) => `_baro_${kind}() {\n  local -a found\n  found=(\${(f)"$(${line})"})\n  compadd -a found\n}`)
  .join("\n")}
_baro() {
  local -a names
  names=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command names
    return
  fi
  local name="$words[2]"
  if (( ! \${names[(I)$name:*]} )); then
    ${argumentsOf(run)}
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$name" in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_baro" ]; then _baro "$@"; else compdef _baro baro; fi
`;
}

function argumentsOf({ flags, places }: Completed): string {
  const words = places.map((place, index) =>
    place.kind === "any" ? " '*:word:_files'" : ` '${index + 1}:word:${actionOf(place)}'`,
  );
  return `_arguments -S ${flags.map(specOf).join(" ")}${words.join("")}`;
}

function specOf({ flag, description, values }: CompletedFlag): string {
  const label = description.replace(/[[\]:]/g, " ");
  return shellWord(values.kind === "none" ? `${flag}[${label}]` : `${flag}=[${label}]:value:${actionOf(values)}`);
}

function actionOf(values: Values): string {
  switch (values.kind) {
    case "words":
      return `(${values.words.map((word) => word.replaceAll(":", "\\:")).join(" ")})`;
    case "files":
      return "_files";
    case "folders":
      return "_files -/";
    case "runs":
    case "live":
    case "stories":
    case "picked":
    case "refs":
      return `_baro_${values.kind}`;
    case "any":
    case "none":
      return " ";
  }
}
