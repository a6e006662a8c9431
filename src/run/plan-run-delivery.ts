import type { DeliveryPlan } from "../core/delivery.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person } from "../core/person.ts";
import { planDelivery } from "../deliver/plan-delivery.ts";
import type { Host } from "../host/host.ts";

/** Asking a forge what may be done may take this long. */
const planTimeoutMs = 20_000;

/**
 * What can be delivered, known before anything is spent; the one question that it may have is asked once. `target`: the
 * branch that a follow-up's own request goes into.
 */
export async function planRunDelivery(
  host: Host,
  options: RunOptions,
  at: { root: string; target: string | null },
  person: Person | null,
): Promise<DeliveryPlan> {
  const settings = options.delivery ?? {};
  const input = { ...at, choice: options.deliver, base: options.base, canAsk: person !== null };
  const plan = await planDelivery(host, { ...input, settings, signal: AbortSignal.timeout(planTimeoutMs) });
  if (plan.question === null || person === null) return plan;
  const answer = await person.answer(plan.question);
  const answered = { ...settings, fork: /^\s*y/i.test(answer ?? "") };
  return planDelivery(host, { ...input, settings: answered, signal: AbortSignal.timeout(planTimeoutMs) });
}
