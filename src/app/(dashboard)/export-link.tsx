import { Download } from "lucide-react";
import { formatCount } from "#ui/figures/format.ts";
import { buttonClass } from "#ui/primitives/button.tsx";

/** `rows` as a text where they were not counted to their end: 10,000+. */
type ExportLinkProps = { href: string; rows: number | string };

/** The file of exactly what a list shows. The browser writes it as it comes, however long it is. */
export function ExportLink({ href, rows }: ExportLinkProps) {
  return (
    <a href={href} download className={buttonClass()}>
      <Download aria-hidden />
      Export CSV
      <span className="tabular font-normal text-ink-muted">
        {typeof rows === "string" ? rows : formatCount(rows)}
        <span className="sr-only"> {rows === 1 ? "row" : "rows"}</span>
      </span>
    </a>
  );
}
