"use client";

import { Check, Copy } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "../primitives/button.tsx";
import { Skeleton } from "../primitives/skeleton.tsx";
import { asTabbedText, type ChartData, type ChartThreshold, tableOf } from "./chart-data.ts";
import { ChartTable } from "./chart-table.tsx";

export type LineChartProps = ChartData & {
  /** Names the chart: "Health score, last 90 days". */
  title: string;
  thresholds?: readonly ChartThreshold[];
  domain?: readonly [number, number];
  /** An instant to mark as now. */
  now?: string;
  /** A press on the plot chooses the point under it. */
  onPick?: (at: string) => void;
  heightPx?: number;
};

/** Recharts comes only with a page that shows a chart, and after its figures. */
const LineChartPlot = dynamic(() => import("./line-chart-plot.tsx").then((module) => module.LineChartPlot), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

export function LineChart(props: LineChartProps) {
  const { title, heightPx = 240 } = props;
  const table = tableOf(props);
  return (
    <figure aria-label={title} className="flex flex-col gap-2">
      <div style={{ height: heightPx }} className="w-full min-w-0">
        <LineChartPlot {...props} heightPx={heightPx} />
      </div>
      <details className="group/table text-sm">
        <summary className="inline-flex min-h-6 cursor-pointer items-center rounded-sm text-ink-muted hover:text-ink">
          Show as table
        </summary>
        <div className="mt-2 max-h-72 overflow-auto rounded-lg border border-line">
          <ChartTable caption={title} columns={table.columns} rows={table.rows} />
        </div>
        <CopyButton text={() => asTabbedText(table)} />
      </details>
    </figure>
  );
}

function CopyButton({ text }: { text: () => string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="sm"
      className="mt-2"
      onClick={async () => {
        await navigator.clipboard.writeText(text());
        setCopied(true);
      }}
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span role="status">{copied ? "Copied" : "Copy table"}</span>
    </Button>
  );
}
