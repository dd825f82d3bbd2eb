import { ProgressToTarget } from "#ui/charts/progress-to-target.tsx";
import { formatCount } from "#ui/figures/format.ts";
import type { DayPlan as DayPlanAnswer } from "../schemas.ts";

/** `total` as it is written: how many wait, perhaps not counted to their end. */
export type DayPlanProps = { day: DayPlanAnswer; total: string };

/** How much of the queue fits into today, and who has done what today. */
export function DayPlan({ day, total }: DayPlanProps) {
  return (
    <section
      aria-label="Today"
      className="grid gap-x-8 gap-y-3 rounded-lg border border-line bg-surface p-card md:grid-cols-[18rem_minmax(0,1fr)]"
    >
      <div className="flex flex-col gap-2">
        <p className="text-base">
          <span className="tabular font-semibold">{formatCount(day.fits)}</span> of{" "}
          <span className="tabular">{total}</span> fit into today
        </p>
        <ProgressToTarget label="Contacts made today" value={day.doneToday} target={day.capacity} />
      </div>
      {day.byOwner.length === 0 ? (
        <p className="self-center text-ink-muted text-sm">Nothing is recorded yet today.</p>
      ) : (
        <ul
          aria-label="Done today, by whom"
          className="flex flex-wrap content-center gap-x-6 gap-y-1 text-sm"
        >
          {day.byOwner.map(({ ownerId, ownerName, contacts, tasks }) => (
            <li key={ownerId} className="tabular">
              <span className="font-medium">{ownerName || "A colleague"}</span>{" "}
              <span className="text-ink-muted">
                {formatCount(contacts)} {contacts === 1 ? "contact" : "contacts"}
                {tasks > 0 ? `, ${formatCount(tasks)} ${tasks === 1 ? "task" : "tasks"}` : ""}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
