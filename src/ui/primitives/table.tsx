import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

export type TableProps = ComponentProps<"table"> & {
  /** The parent scrolls, where a wide table has nothing in it that the keyboard could reach. */
  isScrolledByParent?: boolean;
};

/** A plain table for a few rows. For lists with sorting and paging use DataTable. */
export function Table({ className, isScrolledByParent = false, ...props }: TableProps) {
  const table = <table className={cn("w-full border-collapse text-base", className)} {...props} />;
  return isScrolledByParent ? table : <div className="overflow-x-auto">{table}</div>;
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-line border-b last:border-b-0", className)} {...props} />;
}

export function TableHeader({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn("h-9 px-3 text-left font-medium text-ink-muted text-sm whitespace-nowrap", className)}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("tabular h-row px-3 text-ink", className)} {...props} />;
}
