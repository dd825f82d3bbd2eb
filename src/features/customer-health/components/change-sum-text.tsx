import { componentWords } from "#domain/customers/risk-tier.ts";
import { formatSigned } from "#ui/figures/format.ts";
import type { ChangeSumAnswer } from "../health-schemas.ts";

export type ChangeSumTextProps = { sum: ChangeSumAnswer; since: string };

/** "−18 since Tuesday: two billing calls −15, a rating of 2 −3", with the records behind each part. */
export function ChangeSumText({ sum, since }: ChangeSumTextProps) {
  const { points, parts, scoreFrom, scoreTo, text } = sum;
  if (points === null || parts.every((part) => part.points === 0))
    return (
      <p>
        {since}: {text}.
      </p>
    );
  return (
    <div className="flex flex-col gap-2">
      <p className="text-lg">
        <span className="tabular font-medium">{points === 0 ? "±0" : formatSigned(points)}</span>{" "}
        {since.charAt(0).toLowerCase() + since.slice(1)}
        <span className="text-ink-muted">
          {" "}
          ({scoreFrom} → {scoreTo})
        </span>
        : {text.slice(text.indexOf(": ") + 2)}.
      </p>
      <ul className="text-ink-muted text-sm">
        {parts
          .filter((part) => part.points !== 0 && part.records.length > 0)
          .map((part) => (
            <li key={part.component}>
              {wordOf(part.component)} <span className="tabular">{formatSigned(part.points)}</span>:{" "}
              <PartRecords records={part.records} />
            </li>
          ))}
      </ul>
    </div>
  );
}

function wordOf(component: ChangeSumAnswer["parts"][number]["component"]): string {
  if (component === "settings") return "Settings";
  return component === "rounding" ? "Rounding" : componentWords[component];
}

const recordWords = { sessions: "session", calls: "call", goals: "goal" } as const;
const recordsShown = 5;

function PartRecords({ records }: { records: ChangeSumAnswer["parts"][number]["records"] }) {
  const more = records.length - recordsShown;
  return (
    <>
      {records.slice(0, recordsShown).map(({ resource, id }, index) => (
        <span key={`${resource} ${id}`}>
          {index > 0 ? ", " : ""}
          <a href={`#${resource}-${id}`} className="whitespace-nowrap hover:text-ink hover:underline">
            {recordWords[resource]} {id}
          </a>
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ""}
    </>
  );
}
