import { defaultDeliverySettings } from "../core/delivery.ts";
import { defaultParallelism } from "../core/mode.ts";
import { count, draft, duration, onOff, textOf, texts, url } from "./kinds.ts";
import type { Row } from "./row.ts";

/** What every setting of a section has in common: only a file sets it, and no run records it. */
const section = { from: ["file"], takers: [], recorded: false } as const;
const delivery = { ...section, group: "delivery", untrusted: "never" } as const;
const running = { ...section, group: "agents", untrusted: "never" } as const;

/** The settings that only a file has, in a table of their own. `delivery.target` is `target` below `[delivery]`. */
export const sectionRows = {
  "delivery.target": {
    ...delivery,
    kind: textOf("BRANCH"),
    unset: null,
    unsetWords: "the base's branch",
    help: "The branch that a pull request goes into",
    example: "main",
  },
  "delivery.labels": {
    ...delivery,
    kind: texts("LABEL"),
    unset: null,
    help: "Labels of a pull request",
    example: "baro",
  },
  "delivery.reviewers": {
    ...delivery,
    kind: texts("NAME"),
    unset: null,
    help: "Who to ask for review; team:NAME or org/team for a team",
    example: "ada",
  },
  "delivery.draft": {
    ...delivery,
    untrusted: { only: true },
    kind: draft,
    unset: "auto",
    unsetWords: "auto: when the result is partial",
    help: "Whether a pull request is a draft",
  },
  "delivery.title": {
    ...delivery,
    kind: textOf("TEMPLATE"),
    unset: null,
    option: "titleTemplate",
    help: "A pull request's title, with {title}, {mode} and {run}",
    example: "{title} ({mode})",
  },
  "delivery.body": {
    ...delivery,
    kind: textOf("TEMPLATE"),
    unset: null,
    option: "bodyTemplate",
    help: "A pull request's text, with {body} or its parts: {goal}, {mode}, {stories}, {checks}, {review}, {figures}",
    example: "{body}",
  },
  "delivery.remote": {
    ...delivery,
    kind: textOf("REMOTE"),
    unset: null,
    unsetWords: "the branch's own, the only one, or origin",
    help: "The remote to push to",
    example: "origin",
  },
  "delivery.fork": {
    ...delivery,
    kind: onOff,
    unset: null,
    unsetWords: "asked",
    help: "Whether baro may make a fork where you may not push",
    example: "false",
  },
  "delivery.forge": {
    ...delivery,
    kind: textOf("FORGE"),
    unset: null,
    unsetWords: "told by the remote's address",
    help: "Which forge the remote's host is: github, gitlab, gitea, bitbucket",
    example: "gitea",
  },
  "delivery.api-url": {
    ...delivery,
    kind: url,
    unset: null,
    unsetWords: "the forge's usual place",
    help: "The address of the forge's API; needs forge in the same table",
    example: "https://git.example.com/api/v1",
  },
  "delivery.max-file-bytes": {
    ...delivery,
    kind: count,
    unset: defaultDeliverySettings.maxFileBytes,
    help: "The largest file that may be part of a delivery",
  },
  "delivery.allow": {
    ...delivery,
    kind: texts("PATTERN"),
    unset: null,
    help: "Paths whose findings do not stop a push; your own secrets always do",
    example: "test/fixtures/",
  },
  "endpoint.base-url": {
    ...running,
    kind: url,
    unset: null,
    unsetWords: "OPENAI_BASE_URL, else OpenAI's own when OPENAI_API_KEY is set",
    help: "The OpenAI-compatible endpoint of the agent openai",
    example: "http://127.0.0.1:11434/v1",
  },
  "endpoint.api-key-env": {
    ...running,
    kind: textOf("NAME"),
    unset: null,
    help: "The variable that holds its key; a key itself is never written in a file",
    example: "MY_ENDPOINT_KEY",
  },
  "agents.silence": {
    ...running,
    kind: duration,
    unset: 10 * 60_000,
    option: "silenceMs",
    help: "How long an agent may be silent before it counts as stalled",
  },
  "agents.tool": {
    ...running,
    kind: duration,
    unset: 30 * 60_000,
    option: "toolMs",
    help: "How long one tool call may take",
  },
  "agents.max-turns": {
    ...running,
    kind: count,
    unset: 200,
    help: "How many turns an agent may take for a story",
  },
  "agents.instructions": {
    ...running,
    kind: textOf("TEXT"),
    unset: null,
    option: "extraInstructions",
    help: "Words for every story's agent",
    example: "Keep the changelog up to date",
  },
  "agents.effort": {
    ...running,
    kind: textOf("LEVEL"),
    unset: null,
    unsetWords: "the agent's own",
    help: "How hard the model thinks, where the agent lets it be chosen",
    example: "medium",
  },
  "worker.slots": {
    ...running,
    kind: count,
    unset: defaultParallelism,
    help: "The most agents at once that baro worker takes on this machine",
  },
  "worker.labels": {
    ...running,
    kind: texts("K=V"),
    unset: [],
    unsetWords: "only os and arch",
    help: "What this machine has that a story may need",
    example: "gpu=a100",
  },
  "worker.repositories": {
    ...running,
    kind: texts("URL"),
    unset: [],
    unsetWords: "any",
    help: "The only repositories that baro worker works on",
    example: "https://git.example.com/team/app",
  },
} as const satisfies Record<string, Row>;

/** What the sections are for, as the commented configuration says it. */
export const sections = {
  delivery: "How a pull request looks and where it goes.",
  endpoint: "An OpenAI-compatible endpoint for the agent openai.",
  agents: "How agents are run.",
  worker: "This machine as a worker of others: what baro worker offers.",
} as const;

/** A section that one source sets as a whole: an address never gets another source's key. */
export const wholeSections: readonly string[] = ["endpoint"];
