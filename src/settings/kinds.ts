import { type AgentChoice, agentNames, renderAgentChoice } from "../core/agent-name.ts";
import { type Weight, weights } from "../core/story.ts";
import { readDuration, writeDuration } from "../text/duration.ts";
import { nearestName } from "../text/nearest.ts";
import { agentProblem, parseAgentChoice } from "./agent-choice.ts";

/** What is wrong with a written value: the rest of a sentence that begins with "it", and what to write instead. */
export class ValueProblem extends Error {
  readonly hint: string | undefined;

  constructor(problem: string, hint?: string) {
    super(problem);
    this.hint = hint;
  }
}

/**
 * What values a setting takes: how they are written as text (behind a flag, in a variable), and what is allowed, in words
 * that end the sentence "it must be". How a file and a journal hold them is in `schema.ts`.
 */
export interface Kind<T> {
  is: KindName;
  must: string;
  /** What `--help` shows behind the flag; null for a switch, which takes no value. */
  hint: string | null;
  /** The values, where there are only these. */
  values?: readonly string[];
  /** What a switch can be beside on and off. */
  also?: readonly string[];
  /** Several values: the flag can be given again, a variable has one per line, and none is the empty list. */
  list?: boolean;
  /** Reads one text; of a list, one of its entries. Throws `ValueProblem`. */
  read(text: string): T;
  /** The inverse of `read`. */
  render(value: T): string;
}

export type KindName =
  | "switch"
  | "choice"
  | "count"
  | "money"
  | "duration"
  | "text"
  | "ref"
  | "commands"
  | "texts"
  | "agent"
  | "agents"
  | "tiers"
  | "draft"
  | "sandbox"
  | "url";

export const onOff: Kind<boolean> = {
  is: "switch",
  must: "true or false",
  hint: null,
  read: (text) => {
    const value = text.toLowerCase();
    if (["1", "true", "yes", "on"].includes(value)) return true;
    if (["0", "false", "no", "off", ""].includes(value)) return false;
    throw new ValueProblem("must be one of true, false, 1, 0, yes, no, on, off");
  },
  render: String,
};

export function oneOf<const T extends string>(...values: readonly T[]): Kind<T> {
  const must = `one of ${values.join(", ")}`;
  return {
    is: "choice",
    must,
    hint: values.join("|"),
    values,
    read: (text) => {
      const found = values.find((value) => value === text);
      if (found === undefined) throw new ValueProblem(`must be ${must}`, meant(text, values));
      return found;
    },
    render: String,
  };
}

/** The hint that names the nearest of the allowed words. */
export function meant(text: string, values: readonly string[]): string | undefined {
  const nearest = nearestName(text, values);
  return nearest === null ? undefined : `Did you mean "${nearest}"?`;
}

function kind<T>(is: KindName, must: string, hint: string, parse: (text: string) => T | null): Kind<T> {
  return {
    is,
    must,
    hint,
    read: (text) => {
      const value = parse(text);
      if (value === null) throw new ValueProblem(`must be ${must}`);
      return value;
    },
    render: String,
  };
}

export const count = kind("count", "a whole number above 0, such as 4", "N", (text) => {
  const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll("_", "")) : 0;
  return value >= 1 && Number.isSafeInteger(value) ? value : null;
});

export const money = kind("money", "an amount above 0, such as 2.50", "X", (text) => {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
});

export const duration: Kind<number> = {
  ...kind("duration", "a duration such as 90s, 15m or 2h", "90s|15m|2h", (text) => {
    const ms = readDuration(text);
    return ms === null || ms < 1 ? null : Math.round(ms);
  }),
  render: writeDuration,
};

/** Any text; `hint` says what it stands for. */
export function textOf(hint: string): Kind<string> {
  return kind("text", "a text that is not empty", hint, (text) => (text.trim() === "" ? null : text));
}

export const url = kind(
  "url",
  "an address that begins with http:// or https://, such as http://localhost:8080/v1",
  "URL",
  (text) => (/^https?:$/.test(URL.parse(text)?.protocol ?? "") ? text : null),
);

/** What git takes for one commit: no option, and none of the signs by which it writes ranges and exclusions. */
export const ref = kind("ref", "the name of one commit or branch, such as main", "REF", (text) => {
  const name = text.trim();
  // What stands in braces, as in HEAD@{2 days ago}, is free text.
  const bare = name.replace(/\{[^}]*\}/g, "");
  return name === "" || /^[-^:]|\.\.|[\s\p{Cc}*?[\\]|\^[@!-]/u.test(bare) ? null : name;
});

/** A list with one entry for each time the flag is given. */
export function listOf<T>(is: "commands" | "texts" | "agents", must: string, entry: Kind<T>): Kind<T[]> {
  return {
    is,
    must,
    hint: entry.hint,
    list: true,
    read: (text) => [entry.read(text)],
    render: (values) => values.map((value) => entry.render(value)).join("\n"),
  };
}

export const commands = listOf("commands", "a list of commands, or false for none", textOf("CMD"));

export const texts = (hint: string) => listOf("texts", "a list of texts", textOf(hint));

/** Names of environment variables; a star at the end stands for the rest of a name. */
export const variables = listOf(
  "texts",
  "a list of names such as DATABASE_URL or AWS_*",
  kind("text", "the name of a variable, such as DATABASE_URL or AWS_*", "NAME", (text) =>
    /^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(text) ? text : null,
  ),
);

/** A place on this machine, whatever folder baro is started in. */
export const folderOrFile = kind(
  "text",
  "an absolute path, or one that begins with ~/, such as ~/keys/ca.pem",
  "PATH",
  (text) => (/^(\/|~\/).*[^/]/.test(text) ? text.replace(/\/+$/, "") : null),
);

export const agent: Kind<AgentChoice> = {
  is: "agent",
  must: `one of ${agentNames.join(", ")}, demo, acp:COMMAND, with :MODEL after the name if you like`,
  hint: "NAME[:MODEL]",
  read: (text) => {
    const wrong = agentProblem(text);
    if (wrong !== null) throw new ValueProblem(wrong.problem, wrong.hint);
    return parseAgentChoice(text);
  },
  render: renderAgentChoice,
};

/** An agent that takes over, for the stories of one weight alone where one is named. */
export interface Fallback extends AgentChoice {
  weight?: Weight | undefined;
}

export const fallbacks = listOf<Fallback>(
  "agents",
  `a list of agents, each with WEIGHT= before it if you like (${weights.join(", ")})`,
  {
    ...agent,
    is: "agent",
    hint: "[WEIGHT=]NAME[:MODEL]",
    read: (text) => {
      const weight = weights.find((name) => text.startsWith(`${name}=`));
      return weight === undefined ? agent.read(text) : { ...agent.read(text.slice(weight.length + 1).trim()), weight };
    },
    render: ({ weight, ...choice }) => `${weight === undefined ? "" : `${weight}=`}${renderAgentChoice(choice)}`,
  },
);

export type Tiers = Partial<Record<Weight, AgentChoice>>;

/** An agent per story weight: `light=A,standard=B`, or one flag for each. */
export const tiers: Kind<Tiers> = {
  is: "tiers",
  must: `a table with an agent for one or more of ${weights.join(", ")}`,
  hint: "light=A,standard=B,heavy=C",
  list: true,
  read: (text) => {
    const found: Tiers = {};
    for (const entry of text.split(",")) {
      const equals = entry.indexOf("=");
      const weight = weights.find((name) => name === entry.slice(0, equals).trim());
      if (weight === undefined) {
        throw new ValueProblem(`must be a list such as light=NAME,heavy=NAME, of ${weights.join(", ")}`);
      }
      found[weight] = agent.read(entry.slice(equals + 1).trim());
    }
    return found;
  },
  render: (value) =>
    Object.entries(value)
      .map(([weight, choice]) => `${weight}=${renderAgentChoice(choice)}`)
      .join(","),
};

/** A switch with a third value. */
export const draft: Kind<boolean | "auto"> = {
  is: "draft",
  must: "one of true, false, auto",
  hint: "true|false|auto",
  read: (text) => (text === "auto" ? "auto" : onOff.read(text)),
  render: String,
};

/** A switch whose flag may have one more value behind its equals sign. */
export const sandbox: Kind<boolean | "net-off"> = {
  is: "sandbox",
  must: "one of true, false, net-off",
  hint: null,
  also: ["net-off"],
  read: (text) => (text === "net-off" ? "net-off" : onOff.read(text)),
  render: String,
};
