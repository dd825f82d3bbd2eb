import { lookOfTier } from "#domain/customers/risk-tier.ts";
import { formatDate } from "#ui/figures/dates.ts";
import { formatCount, formatDecimal, formatInterval, formatPercent } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { BacktestAnswer } from "../backtest-schemas.ts";

type Summary = NonNullable<BacktestAnswer["summary"]>;
type Share = Summary["leaving"];

export type BacktestReportProps = { backtest: BacktestAnswer; timezone: string };

/** Whether the score saw who would leave: by tier, against the mean, and what it missed. */
export function BacktestReport({ backtest, timezone }: BacktestReportProps) {
  const { state, summary, cutOffs, computed, total, error } = backtest;
  if (state === "failed")
    return <p className="text-critical-ink">It could not be computed: {error}. It is tried again.</p>;
  if (summary === null || cutOffs === null)
    return (
      <p className="text-ink-muted" aria-live="polite">
        {state === "queued"
          ? "Waiting for the worker."
          : `Computing past scores: ${formatCount(computed)} of about ${formatCount(total ?? computed)}.`}
      </p>
    );
  if (summary.customers === 0)
    return (
      <p className="text-ink-muted">
        Not enough history: nobody was active at a month end that lies sixty days back.
      </p>
    );
  return (
    <div className="flex flex-col gap-3">
      <p>{verdict(summary)}</p>
      <TierTable summary={summary} />
      <p className="text-ink-muted text-sm">
        {formatCount(summary.customers)} scores at {cutOffs.length} month ends from{" "}
        {dayOf(cutOffs[0], timezone)} to {dayOf(cutOffs.at(-1), timezone)}, of customers with a session in the
        sixty days before; left means no completed session in the sixty days after. {drawnText(cutOffs)}
      </p>
    </div>
  );
}

// A month ends as the next one begins: a moment before is its last day.
function dayOf(cutOff: { at: string } | undefined, timezone: string): string {
  return cutOff === undefined ? "–" : formatDate(Date.parse(cutOff.at) - 1, timezone);
}

function verdict({ leaving, missed, auc }: Summary): string {
  const parts = [`${shareText(leaving)} of active customers left within sixty days.`];
  if (missed !== null)
    parts.push(`Of those who left, ${formatPercent(missed.rate, 0)} stood healthy or thriving before.`);
  if (auc !== null)
    parts.push(
      `In ${formatPercent(auc, 0)} of pairs, who left had the lower score than who stayed (50 % would be chance).`,
    );
  return parts.join(" ");
}

function drawnText(cutOffs: NonNullable<BacktestAnswer["cutOffs"]>): string {
  const isDrawn = cutOffs.some(({ population, examined }) => examined < 0.9 * population);
  return isDrawn ? "At each of them a sample of the customers was drawn." : "";
}

function shareText(share: Share): string {
  return share === null ? "–" : formatPercent(share.rate);
}

function TierTable({ summary }: { summary: Summary }) {
  return (
    <Table>
      <caption className="sr-only">Who left, by the tier before</caption>
      <TableHead>
        <TableRow>
          <TableHeader>Tier then</TableHeader>
          <TableHeader className="text-right">Customers</TableHeader>
          <TableHeader className="text-right">Left</TableHeader>
          <TableHeader className="text-right">Share</TableHeader>
          <TableHeader className="text-right">95 %</TableHeader>
          <TableHeader className="text-right">Times the mean</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {summary.tiers.map(({ tier, customers, left, leaving, lift }) => (
          <TableRow key={tier}>
            <th scope="row" className="h-row px-3 text-left font-normal">
              <StatusBadge {...lookOfTier(tier)} variant="plain" />
            </th>
            <TableCell className="text-right">{formatCount(customers)}</TableCell>
            <TableCell className="text-right">{formatCount(left)}</TableCell>
            <TableCell className="text-right font-medium">{shareText(leaving)}</TableCell>
            <TableCell className="whitespace-nowrap text-right text-ink-muted">
              {leaving === null ? "–" : formatInterval(leaving.low, leaving.high)}
            </TableCell>
            <TableCell className="text-right">{lift === null ? "–" : `${formatDecimal(lift, 1)}×`}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
