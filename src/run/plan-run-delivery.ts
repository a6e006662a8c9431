import type { DeliveryPlan } from "../core/delivery.ts";
import { planDelivery } from "../deliver/plan-delivery.ts";
import type { Invocation } from "./run-context.ts";

/** Asking a forge what may be done may take this long. */
const planTimeoutMs = 20_000;

/**
 * What can be delivered, known before anything is spent; the one question that it may have is asked once. `target`: the
 * branch that a follow-up's own request goes into.
 */
export async function planRunDelivery(
  { host, options, person }: Invocation,
  at: { root: string; target: string | null; isLeft?: boolean },
  stop?: AbortSignal,
): Promise<DeliveryPlan> {
  const settings = options.delivery ?? {};
  const input = { ...at, choice: options.deliver, base: options.base, canAsk: person !== null };
  const patience = () => AbortSignal.any([AbortSignal.timeout(planTimeoutMs), ...(stop === undefined ? [] : [stop])]);
  const plan = await planDelivery(host, { ...input, settings, signal: patience() });
  if (plan.question === null || person === null) return plan;
  const answer = await person.answer(plan.question, undefined, "delivery");
  const answered = { ...settings, fork: typeof answer === "string" && /^\s*y/i.test(answer) };
  return planDelivery(host, { ...input, settings: answered, signal: patience() });
}
