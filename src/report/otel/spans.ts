import { verdictOfCheck } from "../../core/check.ts";
import type { RunEvent } from "../../core/event.ts";
import type { StoryId } from "../../core/story.ts";
import {
  attemptSpanName,
  questionSpanId,
  questionSpanName,
  runSpanName,
  spanIdOf,
  storySpanName,
  type TraceParent,
  traceIdOf,
} from "../../core/trace.ts";
import { addUsage, noUsage, type Usage } from "../../core/usage.ts";

export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** A piece of a run's time. Ids are lower-case hex; times are milliseconds since 1970. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  startMs: number;
  endMs: number;
  attributes: Attributes;
  /** Why it failed; `null`: it did not. */
  failure: string | null;
}

/**
 * The spans of a run: the run, intake, plan, their questions to a model, stories, their agents' attempts, tools, checks, landings and the delivery, named by
 * OpenTelemetry's conventions for generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/). Ids are hashes
 * of the run and of what a span is, so that a run that is resumed, or exported twice, repeats them. Nothing that a goal, an
 * agent or a tool said is in them.
 */
export function spansOf(events: readonly RunEvent[], parent: TraceParent | null = null): Span[] {
  const [first] = events;
  if (first === undefined) return [];
  const fold = new SpanFold(first.run, Date.parse(first.at), parent);
  for (const event of events) fold.take(event);
  return fold.end(Date.parse(events.at(-1)?.at ?? first.at));
}

interface Attempt {
  span: Span;
  usage: Usage;
  usd: number | null;
}

class SpanFold {
  readonly #run: string;
  readonly #traceId: string;
  readonly #root: Span;
  readonly #closed: Span[] = [];
  readonly #stories = new Map<StoryId, Span>();
  readonly #attempts = new Map<StoryId, Attempt>();
  /** How often each question was answered. */
  readonly #answered = new Map<string, number>();
  readonly #tools = new Map<string, Span>();
  #phase: Span | null = null;

  constructor(run: string, startMs: number, parent: TraceParent | null) {
    this.#run = run;
    this.#traceId = traceIdOf(run, parent);
    this.#root = this.#span(
      runSpanName,
      startMs,
      { "gen_ai.operation.name": "invoke_workflow" },
      parent?.spanId ?? null,
    );
    this.#phase = this.#span("intake", startMs, {}, this.#root.spanId);
  }

  take(event: RunEvent): void {
    const ms = Date.parse(event.at);
    switch (event.type) {
      case "run.started":
        Object.assign(this.#root.attributes, { "baro.version": event.version, "gen_ai.agent.name": event.agent });
        return;
      case "intake.decided":
        Object.assign(this.#root.attributes, { "baro.suggested": event.mode, "baro.confidence": event.confidence });
        return;
      case "mode.chosen":
        this.#root.attributes["baro.mode"] = event.mode;
        this.#enter(this.#span("plan", ms, { "gen_ai.operation.name": "plan" }, this.#root.spanId), ms);
        return;
      case "plan.accepted":
        this.#enter(null, ms);
        return;
      case "story.started":
        this.#startAttempt(event, ms);
        return;
      case "model.answered":
        this.#answer(event, ms);
        return;
      case "agent.tool.called":
        this.#tools.set(`${event.story} ${event.attempt} ${event.call}`, this.#toolSpan(event, ms));
        return;
      case "agent.tool.finished":
        this.#endTool(event, ms);
        return;
      case "agent.usage":
        this.#use(event);
        return;
      case "agent.finished":
        this.#endAttempt(event.story, ms, event.ok ? null : event.why);
        return;
      case "story.verified":
      case "run.verified":
        this.#check(event, ms);
        return;
      case "story.merged":
        this.#close(this.#span("merge", ms, lines(event), this.#ofStory(event.story), `${event.commit}`), ms, null);
        return;
      case "story.finished":
        this.#endStory(event, ms);
        return;
      case "delivery.finished":
        this.#close(this.#span("deliver", ms, { "baro.delivery": event.kind }, this.#root.spanId), ms, null);
        return;
      case "run.finished":
        Object.assign(this.#root.attributes, {
          ...usageAttributes(event.usage),
          ...lines(event),
          "baro.outcome": event.outcome,
          "baro.exit_code": event.exitCode,
          "baro.usd": event.usd,
          "baro.speedup": event.speedup,
          "baro.stories": event.stories,
        });
        this.#root.endMs = ms;
        this.#root.failure =
          event.exitCode === 0 || event.exitCode === 4 ? null : event.stopped === true ? "stopped" : event.outcome;
        return;
    }
  }

  /** What is still open ends where the journal does. */
  end(lastMs: number): Span[] {
    this.#enter(null, lastMs);
    for (const story of [...this.#attempts.keys()]) this.#endAttempt(story, lastMs, null);
    for (const span of this.#stories.values()) this.#close(span, lastMs, null);
    this.#root.endMs = Math.max(this.#root.endMs, lastMs);
    return [this.#root, ...this.#closed];
  }

  #span(name: string, startMs: number, attributes: Attributes, parentSpanId: string | null, what = ""): Span {
    const spanId = spanIdOf(this.#run, name, parentSpanId, what);
    return { traceId: this.#traceId, spanId, parentSpanId, name, startMs, endMs: startMs, attributes, failure: null };
  }

  #close(span: Span, endMs: number, failure: string | null): void {
    this.#closed.push({ ...span, endMs: Math.max(span.startMs, endMs), failure });
  }

  #enter(span: Span | null, ms: number): void {
    if (this.#phase !== null) this.#close(this.#phase, ms, null);
    this.#phase = span;
  }

  #ofStory(story: StoryId): string {
    return this.#stories.get(story)?.spanId ?? this.#root.spanId;
  }

  #answer(event: Extract<RunEvent, { type: "model.answered" }>, ms: number): void {
    const { question, ok } = event;
    const before = this.#answered.get(question) ?? 0;
    this.#answered.set(question, before + 1);
    const attributes = {
      "gen_ai.operation.name": "chat",
      ...usageAttributes(event),
      "baro.question": question,
      "baro.usd": event.usd,
    };
    const span = this.#span(questionSpanName(question), ms - event.ms, attributes, this.#root.spanId);
    const spanId = questionSpanId(this.#run, this.#root.spanId, { question, before });
    this.#close({ ...span, spanId }, ms, ok ? null : "no answer");
  }

  #startAttempt(event: Extract<RunEvent, { type: "story.started" }>, ms: number): void {
    const { story, attempt, agent, model, why } = event;
    this.#endAttempt(story, ms, null);
    if (!this.#stories.has(story)) {
      this.#stories.set(story, this.#span(storySpanName(story), ms, { "baro.story": story }, this.#root.spanId));
    }
    const attributes = {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": agent,
      "gen_ai.request.model": model,
      "baro.story": story,
      "baro.attempt": attempt,
      "baro.attempt.reason": why,
    };
    const span = this.#span(attemptSpanName(agent), ms, attributes, this.#ofStory(story), String(attempt));
    this.#attempts.set(story, { span, usage: noUsage, usd: null });
  }

  #toolSpan(event: Extract<RunEvent, { type: "agent.tool.called" }>, ms: number): Span {
    const { story, attempt, call, nativeTool, tool } = event;
    const attributes = {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": nativeTool,
      "baro.tool.kind": tool,
    };
    const parent = this.#attempts.get(story)?.span.spanId ?? this.#ofStory(story);
    return this.#span(`execute_tool ${nativeTool}`, ms, attributes, parent, `${attempt} ${call}`);
  }

  #endTool(event: Extract<RunEvent, { type: "agent.tool.finished" }>, ms: number): void {
    const key = `${event.story} ${event.attempt} ${event.call}`;
    const span = this.#tools.get(key);
    this.#tools.delete(key);
    if (span !== undefined) this.#close(span, ms, event.ok === false ? "tool failed" : null);
  }

  #use(event: Extract<RunEvent, { type: "agent.usage" }>): void {
    const attempt = this.#attempts.get(event.story);
    if (attempt === undefined) return;
    attempt.usage = addUsage(attempt.usage, event);
    if (event.usd !== null) attempt.usd = (attempt.usd ?? 0) + event.usd;
    if (event.model != null) attempt.span.attributes["gen_ai.response.model"] = event.model;
  }

  #endAttempt(story: StoryId, ms: number, failure: string | null): void {
    const attempt = this.#attempts.get(story);
    if (attempt === undefined) return;
    this.#attempts.delete(story);
    const attributes = { ...attempt.span.attributes, ...usageAttributes(attempt.usage), "baro.usd": attempt.usd };
    this.#close({ ...attempt.span, attributes }, ms, failure);
  }

  #check(event: Extract<RunEvent, { type: "story.verified" | "run.verified" }>, ms: number): void {
    const parent = event.type === "story.verified" ? this.#ofStory(event.story) : this.#root.spanId;
    const verdict = verdictOfCheck(event);
    const attributes = { "baro.check.verdict": verdict, "baro.check.failing": event.failing?.length };
    const span = this.#span("check", ms - event.ms, attributes, parent, `${event.command} ${event.seq}`);
    this.#close(span, ms, verdict === "failed" ? "check failed" : null);
  }

  #endStory(event: Extract<RunEvent, { type: "story.finished" }>, ms: number): void {
    const { story, outcome, usage } = event;
    this.#endAttempt(story, ms, null);
    const span = this.#stories.get(story);
    if (span === undefined) return;
    this.#stories.delete(story);
    const attributes = { ...span.attributes, ...usageAttributes(usage), "baro.outcome": outcome };
    this.#close({ ...span, attributes }, ms, outcome === "failed" ? "story failed" : null);
  }
}

/** Token counts under the names of the conventions. */
export function usageAttributes(usage: Usage): Attributes {
  return {
    "gen_ai.usage.input_tokens": usage.input,
    "gen_ai.usage.output_tokens": usage.output,
    "gen_ai.usage.cache_read.input_tokens": usage.cachedInput,
  };
}

function lines(of: { files: number; insertions: number; deletions: number }): Attributes {
  return { "baro.files": of.files, "baro.insertions": of.insertions, "baro.deletions": of.deletions };
}
