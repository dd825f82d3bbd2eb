import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { DataColumn, Sort } from "./data-column.ts";
import { DataTable, type DataTableProps } from "./data-table.tsx";

type Row = { id: string; name: string; score: number };
const rows: Row[] = [
  { id: "a", name: "Ada", score: 12 },
  { id: "b", name: "Ben", score: 40 },
  { id: "c", name: "Cleo", score: 77 },
];
const columns: DataColumn<Row>[] = [
  { id: "name", header: "Customer", sortable: true, cell: (row) => row.name },
  {
    id: "score",
    header: "Score",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    cell: (row) => row.score,
  },
  { id: "note", header: "Note", cell: (row) => <button type="button">Note on {row.name}</button> },
];

function Example(props: Partial<DataTableProps<Row>> & { onSort?: (sort: Sort) => void }) {
  const [sort, setSort] = useState<Sort>({ column: "name", direction: "asc" });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <DataTable
      caption="Customers"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      empty={<p>Nobody is at risk.</p>}
      sort={sort}
      onSortChange={(next) => {
        setSort(next);
        props.onSort?.(next);
      }}
      selection={{ selected, onChange: setSelected }}
      {...props}
    />
  );
}

const row = (name: string) => screen.getByRole("row", { name: new RegExp(name) });

describe("DataTable", () => {
  it("asks for the sort by the heads and says how it is sorted", async () => {
    const asked: Sort[] = [];
    render(<Example onSort={(sort) => asked.push(sort)} />);
    const head = (name: string) => screen.getByRole("columnheader", { name });
    expect(head("Customer")).toHaveAttribute("aria-sort", "ascending");
    await userEvent.click(screen.getByRole("button", { name: "Customer" }));
    await userEvent.click(screen.getByRole("button", { name: "Score" }));
    expect(asked).toEqual([
      { column: "name", direction: "desc" },
      { column: "score", direction: "desc" },
    ]);
    expect(head("Score")).toHaveAttribute("aria-sort", "descending");
    expect(head("Customer")).toHaveAttribute("aria-sort", "none");
    expect(head("Note")).not.toHaveAttribute("aria-sort");
  });

  it("moves by arrow keys, opens by Enter and selects by Space", async () => {
    const opened: string[] = [];
    render(<Example onOpen={({ name }) => opened.push(name)} />);
    row("Ada").focus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(row("Cleo")).toHaveFocus();
    await userEvent.keyboard("{Home}{ArrowDown}{Enter} ");
    expect(opened).toEqual(["Ben"]);
    expect(screen.getByRole("checkbox", { name: "Select Ben" })).toBeChecked();
    expect(screen.getByRole("checkbox", { name: /Select all/ })).toHaveAttribute("aria-checked", "mixed");
  });

  it("selects by X, and with Shift all rows from the last one on, by key and by press", async () => {
    render(<Example />);
    const isSelected = () =>
      rows.filter(({ name }) => row(name).dataset.selected === "true").map(({ name }) => name);
    row("Ada").focus();
    await userEvent.keyboard("x{End}{Shift>}X{/Shift}");
    expect(isSelected()).toEqual(["Ada", "Ben", "Cleo"]);
    const user = userEvent.setup();
    const box = (name: string) => screen.getByRole("checkbox", { name: `Select ${name}` });
    await user.click(box("Cleo"));
    expect(isSelected()).toEqual(["Ada", "Ben"]);
    await user.keyboard("{Shift>}");
    await user.click(box("Ada"));
    await user.keyboard("{/Shift}");
    expect(isSelected()).toEqual([]);
  });

  it("says of this page alone whether it is selected, and keeps what is selected on others", async () => {
    const changes: string[][] = [];
    const selected = new Set(["x", "y", "z", "w"]);
    const onChange = (next: ReadonlySet<string>) => changes.push([...next]);
    render(<Example selection={{ selected, onChange }} />);
    const all = screen.getByRole("checkbox", { name: /Select all/ });
    expect(all).not.toBeChecked();
    await userEvent.click(all);
    expect(changes).toEqual([["x", "y", "z", "w", "a", "b", "c"]]);
  });

  it("keeps one row in the tab order", () => {
    render(<Example />);
    const inOrder = screen.getAllByRole("row").filter((each) => each.tabIndex === 0);
    expect(inOrder).toHaveLength(1);
  });

  it("opens by a press on the row but not on a control inside it", async () => {
    const opened: string[] = [];
    render(<Example onOpen={({ name }) => opened.push(name)} />);
    await userEvent.click(within(row("Ada")).getByRole("button"));
    await userEvent.click(within(row("Ada")).getByRole("checkbox"));
    expect(opened).toEqual([]);
    await userEvent.click(within(row("Ada")).getByText("12"));
    expect(opened).toEqual(["Ada"]);
  });

  it("selects every row of the page at once", async () => {
    render(<Example />);
    await userEvent.click(screen.getByRole("checkbox", { name: /Select all/ }));
    for (const { name } of rows)
      expect(screen.getByRole("checkbox", { name: `Select ${name}` })).toBeChecked();
  });

  it("shows skeleton rows, the empty state, or what went wrong", () => {
    const { rerender } = render(<Example rows={[]} status="loading" skeletonRows={4} />);
    expect(screen.getByRole("table")).toHaveAttribute("aria-busy", "true");
    expect(document.querySelectorAll("tbody tr")).toHaveLength(4);
    rerender(<Example rows={[]} />);
    expect(screen.getByText("Nobody is at risk.")).toBeInTheDocument();
    rerender(
      <Example rows={[]} status="error" error={{ what: "The list did not load.", todo: "Try again." }} />,
    );
    expect(screen.getByRole("alert")).toHaveTextContent("The list did not load.");
    expect(screen.queryByText("Nobody is at risk.")).not.toBeInTheDocument();
  });

  it("keeps its rows while the next ones load", () => {
    render(<Example status="loading" />);
    expect(row("Ada")).toBeInTheDocument();
  });

  it("opens a row from its card on phones, unless the card leads further itself", async () => {
    const opened: string[] = [];
    const { rerender } = render(
      <Example card={({ name }) => <p>{name}</p>} onOpen={({ id }) => opened.push(id)} />,
    );
    const open = () => within(screen.getByRole("list")).queryByRole("button", { name: "Open Ben" });
    await userEvent.click(open() as HTMLElement);
    expect(opened).toEqual(["b"]);
    rerender(<Example card={({ name }) => <p>{name}</p>} onOpen={() => undefined} cardOpens />);
    expect(open()).toBeNull();
  });
});
