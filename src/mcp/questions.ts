import { type ElicitRequestFormParams, inputRequired } from "@modelcontextprotocol/server";
import type { EventOf } from "../core/event.ts";
import { modes } from "../core/mode.ts";
import { chanceText } from "../report/decision-text.ts";
import { plain } from "../report/layout.ts";
import { renderPlan } from "../report/plan-text.ts";
import type { RunState } from "../state/run-state.ts";
import { headOf } from "../text/shorten.ts";

type Asked = EventOf<"question.asked">;
type InputRequest = ReturnType<typeof inputRequired.elicit>;

/** The one field that most forms have. */
const field = "answer";

/** A form has room for a plan, and a program that draws it may not scroll. */
const mostShown = 8000;

/** A question as a form that a client shows to its person. */
export function formOf(asked: Asked, state: RunState): InputRequest {
  const [message, property] = askedFor(asked, state);
  return inputRequired.elicit({
    mode: "form",
    message: headOf(message, mostShown),
    requestedSchema: { type: "object", properties: { [field]: property }, required: [field] },
  });
}

type Property = ElicitRequestFormParams["requestedSchema"]["properties"][string];

function askedFor(asked: Asked, state: RunState): [message: string, property: Property] {
  const { question } = asked;
  switch (asked.kind) {
    case "mode": {
      const choices = asked.modes.map(({ mode, what, cost }) => ({ const: mode, title: `${mode}: ${what} (${cost})` }));
      return [modeText(asked, false), { type: "string", title: question, oneOf: choices, default: asked.opensOn }];
    }
    case "plan": {
      const others = modes.filter((mode) => mode !== asked.mode);
      const choices = [
        { const: "accept", title: "Run this plan" },
        ...others.map((mode) => ({ const: mode, title: `Plan again as ${mode}` })),
        { const: "leave", title: "Leave: run nothing" },
      ];
      return [planText(asked, state), { type: "string", title: question, oneOf: choices, default: "accept" }];
    }
    case "checks": {
      const choices = asked.answers.map(({ value, label, hint }) => ({ const: value, title: `${label}: ${hint}` }));
      return [question, { type: "string", title: "Your choice", oneOf: choices }];
    }
    case "delivery":
      return [question, { type: "boolean", title: "Deliver there" }];
    default:
      return [question, { type: "string", title: "Your answer", minLength: 1 }];
  }
}

/** What the person chose in the form, as the answer that the run takes. A decline leaves. */
export function answerOf(asked: Asked, content: Readonly<Record<string, unknown>> | undefined): unknown {
  const said = content?.[field];
  if (asked.kind === "mode") return { mode: said, accepted: asked.only !== null && said === asked.suggested };
  if (asked.kind !== "plan" || said === "accept" || said === "leave") return said;
  return { action: "mode", mode: said };
}

/** A question as text for whoever answers it with the tool. */
export function questionText(asked: Asked, state: RunState): string {
  const shown =
    asked.kind === "mode" ? modeText(asked, true) : asked.kind === "plan" ? planText(asked, state) : asked.question;
  return `${shown}\n\nQuestion ${asked.id} (${asked.kind}) is open. Ask the person, then call answer with id "${asked.id}" and as answer ${takes(asked)}; null leaves the run.`;
}

function takes(asked: Asked): string {
  switch (asked.kind) {
    case "mode": {
      const names = asked.modes.map(({ mode }) => `"${mode}"`).join(", ");
      if (asked.only === null) return `one of ${names}`;
      return `one of ${names}, or {"mode": "${asked.suggested}", "accepted": true} to take the story shown with it`;
    }
    case "plan":
      return '"accept", {"action": "mode", "mode": …}, {"action": "edit", "stories": […]} with all stories, or "leave"';
    case "checks":
      return `one of ${asked.answers.map(({ value }) => `"${value}"`).join(", ")}`;
    case "delivery":
      return "true or false";
    default:
      return "words";
  }
}

/** `choices`: with what can be chosen, where no form shows it. */
function modeText(asked: Extract<Asked, { kind: "mode" }>, choices: boolean): string {
  const { suggested, confidence, reason, leaves, only } = asked;
  const story =
    only === null
      ? []
      : [`The story: ${only.title}${only.writes.length === 0 ? "" : `, writes ${only.writes.join(", ")}`}`];
  return [
    `${asked.question} Suggested: ${suggested} (${chanceText(confidence)} sure). ${reason}`,
    ...(choices ? asked.modes.map(({ mode, what, cost }) => `- ${mode}: ${what} (${cost})`) : []),
    ...story,
    ...(leaves === null ? [] : [leaves]),
  ].join("\n");
}

function planText(asked: Extract<Asked, { kind: "plan" }>, { enforced }: RunState): string {
  const plan = enforced === null ? [] : renderPlan(enforced, { paint: plain, width: 100 }, false);
  return [asked.question, "", ...plan].join("\n");
}
