/** What each measure counts, in the words of the page. */
export function MeasureDefinitions({ businessTimezone }: { businessTimezone: string }) {
  return (
    <details className="max-w-prose text-sm">
      <summary className="cursor-pointer text-accent-ink">How it is counted</summary>
      <dl className="mt-2 flex flex-col gap-2">
        {definitions.map(({ term, means }) => (
          <div key={term}>
            <dt className="font-medium">{term}</dt>
            <dd className="text-ink-muted">{means}</dd>
          </div>
        ))}
        <div>
          <dt className="font-medium">Day</dt>
          <dd className="text-ink-muted">
            The business day ({businessTimezone}) on which a record arrived, not the one on which it was
            written.
          </dd>
        </div>
      </dl>
    </details>
  );
}

const definitions = [
  {
    term: "Rejected share",
    means:
      "Rejected ÷ (accepted + rejected + orphaned). Unchanged records are left out, because each poll reads a little of the past again. Above 1 % it is critical, given at least 100 new records or 10 rejected ones.",
  },
  { term: "Received", means: "Records that came: accepted + unchanged + rejected + orphaned." },
  { term: "Accepted", means: "New records and new versions that were written." },
  {
    term: "Unchanged",
    means: "Known already: the same version, an older one, or one that was rejected or held before.",
  },
  { term: "Rejected", means: "Records that broke the contract and were not in quarantine already." },
  {
    term: "Orphaned",
    means:
      "Valid records that began to wait for their customer or tutor. Each is counted once, however often it is read again.",
  },
  { term: "Late", means: "Accepted records with a date below what had been read before." },
  { term: "New fields", means: "Fields seen for the first time that the contract does not know." },
];
