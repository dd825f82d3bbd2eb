import { formatCount, formatDecimal } from "#ui/figures/format.ts";
import { HoverNote } from "#ui/primitives/hover-note.tsx";

/** A subject as the balance stores it: `balance` over the week, and how many of its hours are short. */
export type BalanceSubject = { code: string; name: string; balance: number; hoursShort: number };

const most = 10;
const balanceText = (balance: number) => (balance > most ? `over ${most}` : formatDecimal(balance, 2));

/** On hover and focus, the subjects behind the balance: those with short hours first. */
export function BalanceSubjects({ subjects, known }: { subjects: readonly BalanceSubject[]; known: number }) {
  if (subjects.length === 0) return null;
  return (
    <HoverNote
      label="Balance by subject"
      note={<SubjectBalances subjects={subjects} known={known} />}
      className="relative z-10 min-h-6 self-start rounded-sm text-ink-muted text-sm underline decoration-dotted underline-offset-4 touch:min-h-11"
    >
      By subject
    </HoverNote>
  );
}

function SubjectBalances({ subjects, known }: { subjects: readonly BalanceSubject[]; known: number }) {
  return (
    <div className="flex flex-col gap-2">
      <table className="w-full">
        <thead className="text-left text-ink-muted text-xs">
          <tr>
            <th className="font-normal">Subject</th>
            <th className="text-right font-normal">Balance</th>
            <th className="text-right font-normal">Hours short</th>
          </tr>
        </thead>
        <tbody>
          {subjects.map(({ code, name, balance, hoursShort }) => (
            <tr key={code}>
              <th scope="row" className="max-w-32 truncate text-left font-normal">
                {name}
              </th>
              <td className="tabular text-right">{balanceText(balance)}</td>
              <td className="tabular text-right">{formatCount(hoursShort)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {known > subjects.length ? (
        <p className="text-ink-muted text-xs">
          Those with most short hours, then the scarcest, of {formatCount(known)}. All are on the page of
          demand.
        </p>
      ) : null}
    </div>
  );
}
