/** What changes the shell that the rest is run in. */
const changesShell = /^(?:cd|pushd|popd|export|set|unset|source|\.|umask|ulimit|alias|[A-Za-z_]\w*=\S*$)(?:\s|$)/;

/** A command without what stands in quotes: that joins nothing, and begins no comment. */
export function withoutQuoted(command: string): string {
  return command.replace(/'[^']*'|"(?:[^"\\]|\\.)*"/g, (quoted) => "_".repeat(quoted.length));
}

/** A command without what stands in quotes or brackets: what is joined there is one part for what is around it. */
function withoutGroups(command: string): string {
  let bare = withoutQuoted(command);
  for (let before = ""; before !== bare; ) {
    before = bare;
    bare = bare.replace(/\$?\([^()]*\)/g, (group) => "_".repeat(group.length));
  }
  return bare;
}

/** Whether the end of a command is run only where what comes before it has failed: what fails there is the last of it. */
export function endsWithOther(command: string): boolean {
  const bare = withoutGroups(command);
  return bare.lastIndexOf("||") > bare.lastIndexOf("&&");
}

/** What holds more commands than its separators show. */
const compound = /(?:^|[;&|]\s*)(?:for|while|until|if|case|select|function)\b|[{}`\\"'\n]|(?:^|\s)#|(?<![&>])&(?!&)/;

/** Commands that are run one after the other whatever becomes of the one before; `null`: it is no such list. */
export function listOfCommands(command: string): string[] | null {
  const bare = withoutGroups(command);
  if (!bare.includes(";") || compound.test(bare)) return null;
  const ends = [...bare.matchAll(/;/g)].map(({ index }) => index);
  const parts = [...ends, command.length].map((end, at) =>
    command.slice(at === 0 ? 0 : (ends[at - 1] ?? 0) + 1, end).trim(),
  );
  // What changes the shell for what comes after it stands alone.
  const isKept = parts.every((part) => {
    const steps = withoutGroups(part).split("&&");
    return part !== "" && (steps.length === 1 || steps.every((step) => isStep(step.trim())));
  });
  return isKept && parts.length > 1 ? parts : null;
}

const orExit = /\s*\|\|\s*exit(?:\s+(?:\d+|\$\?))?$/;

/** A command whose end says in other words that it is a chain, as one: `a || exit 1; b`, `set -e; a; b`, `a && b; exit $?`. */
function asChain(command: string): string {
  const told = command.replace(/\s*;\s*exit\s+\$\?\s*$/, "");
  const parts = listOfCommands(told) ?? [told];
  const [first = "", ...rest] = parts;
  if (/^set -\w*e\w*$/.test(first) && rest.length > 0) return rest.map((part) => part.replace(orExit, "")).join(" && ");
  return parts.slice(0, -1).every((part) => orExit.test(part))
    ? parts.map((part) => part.replace(orExit, "")).join(" && ")
    : told;
}

/** Commands that are run one after the other as long as each holds; `null`: it is no such chain. */
export function chainOf(given: string): string[] | null {
  const command = asChain(given);
  const bare = withoutGroups(command);
  if (/[;()`\\"'\n]|(?:^|\s)#|\|\||(?<![&>])&(?!&)/.test(bare)) return null;
  const ends = [...bare.matchAll(/&&/g)].map(({ index }) => index);
  const parts = [...ends, command.length].map((end, at) =>
    command.slice(at === 0 ? 0 : (ends[at - 1] ?? 0) + 2, end).trim(),
  );
  return parts.includes("") || parts.filter(isStep).length < 2 ? null : parts;
}

function isStep(part: string): boolean {
  return !changesShell.test(part);
}

/**
 * All parts of a chain, whatever the one before says; a folder that can't be entered ends it all the same. It ends as the
 * first one that failed, which is how the chain itself ends.
 */
export function allOf(parts: readonly string[], goneOn: (part: string) => string): string {
  const steps = parts.map((part) =>
    isStep(part) ? `{ ${goneOn(part)}; } || ended=$((ended ? ended : $?))` : `${part} || exit $?`,
  );
  return ["ended=0", ...steps, "exit $ended"].join("; ");
}
