import { float64Column, int32Column, uint8Column, uint32Column } from "./columns.ts";
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

/** All calls that were ever decided. The id is the position plus one; a call is written down once, when it ends. */
export class CallTable {
  private readonly customer = int32Column();
  private readonly reason = uint8Column();
  private readonly duration = uint32Column();
  private readonly called = float64Column();
  private readonly created = float64Column();

  get count(): number {
    return this.created.length;
  }

  add(plan: CallPlan): void {
    this.customer.push(plan.customer);
    this.reason.push(plan.reason);
    this.duration.push(plan.durationSeconds);
    this.called.push(plan.calledUs);
    this.created.push(plan.createdUs);
  }

  createdUs(id: number): number {
    return this.created.at(id - 1);
  }

  eachChange(id: number, visit: (us: number) => void): void {
    visit(this.created.at(id - 1));
  }

  render(id: number): Row {
    const index = id - 1;
    const created = printInstant(this.created.at(index));
    return {
      id,
      customer_id: this.customer.at(index),
      called_at: printInstant(this.called.at(index)),
      reason_code: reasons[this.reason.at(index)] ?? "other",
      duration_seconds: this.duration.at(index),
      created_at: created,
      updated_at: created,
      deleted_at: null,
    };
  }
}
