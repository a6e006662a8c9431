import type { DeliveryPlan } from "../core/delivery.ts";
import type { RunOptions } from "../core/options.ts";
import type { Person } from "../core/person.ts";
import { planDelivery } from "../deliver/plan-delivery.ts";
import type { Host } from "../host/host.ts";

/** Asking a forge what may be done may take this long. */
const planTimeoutMs = 20_000;

/** What can be delivered, known before anything is spent; the one question that it may have is asked once. */
export async function planRunDelivery(
  host: Host,
  options: RunOptions,
  root: string,
  person: Person | null,
): Promise<DeliveryPlan> {
  const wanted = options.delivery ?? {};
  const input = { root, choice: options.deliver, base: options.base, target: null, settings: wanted };
  const plan = await planDelivery(host, { ...input, signal: AbortSignal.timeout(planTimeoutMs) });
  if (plan.question === null || person === null) return plan;
  const answer = await person.answer(plan.question);
  const settings = { ...plan.settings, fork: /^\s*y/i.test(answer ?? "") };
  return planDelivery(host, { ...input, settings, signal: AbortSignal.timeout(planTimeoutMs) });
}
