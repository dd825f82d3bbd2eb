import type { Quarantined } from "../../quarantine/schemas.ts";

export type FaultListProps = { faults: Quarantined["faults"]; most?: number };

/** What is wrong with a record: where, and why. */
export function FaultList({ faults, most = faults.length }: FaultListProps) {
  const hidden = faults.length - most;
  return (
    <ul className="flex flex-col gap-0.5 whitespace-normal">
      {faults.slice(0, most).map(({ path, reason }) => (
        <li key={`${path} ${reason}`}>
          {path === "" ? null : (
            <>
              <span className="font-mono text-sm">{path}</span>:{" "}
            </>
          )}
          <span>{reason}</span>
        </li>
      ))}
      {hidden > 0 ? <li className="text-ink-muted text-sm">and {hidden} more</li> : null}
    </ul>
  );
}
