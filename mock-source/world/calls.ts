import { bytesPerRowOf, float64Column, int32Column, uint8Column, uint16Column } from "./columns.ts";
import { printInstant } from "./instants.ts";
import type { CallPlan, Row } from "./model.ts";

export const reasons = [
  "billing",
  "scheduling",
  "technical",
  "tutor_complaint",
  "cancellation",
  "progress",
  "other",
] as const;

export type Reason = (typeof reasons)[number];

/** Reasons for which somebody still calls who has left. */
const reasonsAfterwards: ReadonlySet<number> = new Set([
  reasons.indexOf("billing"),
  reasons.indexOf("cancellation"),
]);

export const isMadeAfterLeaving = (reason: number): boolean => reasonsAfterwards.has(reason);

/** All calls that were ever decided. The id is the position plus one; a call is written down once, when it ends. */
export class CallTable {
  private readonly columns = {
    customer: int32Column(),
    reason: uint8Column(),
    duration: uint16Column(),
    called: float64Column(),
    created: float64Column(),
  };
  readonly bytesPerRow = bytesPerRowOf(this.columns);

  get count(): number {
    return this.columns.created.length;
  }

  add(plan: CallPlan): void {
    this.columns.customer.push(plan.customer);
    this.columns.reason.push(plan.reason);
    this.columns.duration.push(plan.durationSeconds);
    this.columns.called.push(plan.calledUs);
    this.columns.created.push(plan.createdUs);
  }

  createdUs(id: number): number {
    return this.columns.created.at(id - 1);
  }

  render(id: number): Row {
    const index = id - 1;
    const created = printInstant(this.columns.created.at(index));
    return {
      id,
      customer_id: this.columns.customer.at(index),
      called_at: printInstant(this.columns.called.at(index)),
      reason_code: reasons[this.columns.reason.at(index)] ?? "other",
      duration_seconds: this.columns.duration.at(index),
      created_at: created,
      updated_at: created,
      deleted_at: null,
    };
  }
}
