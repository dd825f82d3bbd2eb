import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { type ManyProgress, ManyResult } from "./many-result.tsx";
import { RecordManyForm, type RecordManyFormProps } from "./record-many-form.tsx";
import { SelectionBar, type SelectionBarProps } from "./selection-bar.tsx";

const bar = (changes: Partial<SelectionBarProps> = {}) => {
  const props: SelectionBarProps = {
    count: 25,
    total: 312,
    most: 1_000,
    isFilter: false,
    onSelectFilter: vi.fn<() => void>(),
    onClear: vi.fn<() => void>(),
    children: <button type="button">Assign</button>,
    ...changes,
  };
  return { props, ...render(<SelectionBar {...props} />) };
};

describe("the bar of what is selected", () => {
  test("says how many, and selects all of the filter", async () => {
    const user = userEvent.setup();
    const { props } = bar();
    expect(screen.getByText("25 selected")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Select all 312 of this filter" }));
    expect(props.onSelectFilter).toHaveBeenCalledOnce();
    await user.click(screen.getByRole("button", { name: "Select none" }));
    expect(props.onClear).toHaveBeenCalledOnce();
  });

  test("states the most there can be at once", () => {
    const { unmount } = bar({ total: 12_345 });
    expect(screen.getByRole("button", { name: "Select the first 1,000 of 12,345" })).toBeVisible();
    unmount();
    bar({ count: 1_000, total: 12_345, isFilter: true });
    expect(screen.getByText(/1,000 selected/)).toHaveTextContent("1,000 selected – the first of 12,345");
  });

  test("is not there where nothing is selected", () => {
    const { container } = bar({ count: 0 });
    expect(container).toBeEmptyDOMElement();
  });
});

describe("recording for many", () => {
  test("asks for action, state, time and note", async () => {
    const user = userEvent.setup();
    const onRecord = vi.fn<RecordManyFormProps["onRecord"]>();
    render(<RecordManyForm count={12} now={new Date("2026-03-02T12:00:00Z")} onRecord={onRecord} />);
    await user.click(screen.getByRole("radio", { name: "Email" }));
    await user.type(screen.getByLabelText(/Note/), "Spring offer");
    await user.click(screen.getByRole("button", { name: "Record for 12" }));
    expect(onRecord).toHaveBeenLastCalledWith({
      action: "email",
      state: "done",
      note: "Spring offer",
      dueAt: null,
    });
    await user.click(screen.getByRole("radio", { name: "Planned" }));
    await user.click(screen.getByRole("button", { name: "Record for 12" }));
    expect(onRecord).toHaveBeenLastCalledWith(
      expect.objectContaining({ state: "planned", dueAt: "2026-03-03T12:00:00.000Z" }),
    );
  });
});

describe("what came of it", () => {
  const result = (changes: Partial<ManyProgress>) => {
    const onRetry = vi.fn<() => void>();
    const progress = { wanted: 3, done: [1], refused: [], isRunning: false, fault: null, ...changes };
    render(<ManyResult progress={progress} doneWord="recorded" onRetry={onRetry} timezone="UTC" />);
    return onRetry;
  };

  test("names everybody for whom it was not done, with the reason and from when it may be", () => {
    const refused = [
      {
        customerId: 7,
        name: "Farid Park",
        why: "Calls are made from 8 to 20 o'clock where the customer lives.",
        from: "2026-03-03T14:00:00.000Z",
        mayInsist: true,
      },
    ];
    result({ done: [1, 2], refused });
    expect(screen.getByRole("status")).toHaveTextContent("2 of 3 recorded.");
    const list = within(screen.getByRole("region", { name: "Not done" }));
    expect(list.getByRole("link", { name: "Farid Park" })).toHaveAttribute("href", "/customers/7");
    expect(list.getByText(/Calls are made from 8 to 20/)).toHaveTextContent(
      "It may be done from 3 Mar 2026, 14:00.",
    );
  });

  test("tells how far it is, who left the filter meanwhile, and why it stopped", async () => {
    const user = userEvent.setup();
    const { unmount } = render(
      <ManyResult
        progress={{ wanted: 100, done: [1, 2], refused: [], isRunning: true, fault: null }}
        doneWord="recorded"
        onRetry={() => undefined}
        timezone="UTC"
      />,
    );
    expect(screen.getByRole("progressbar", { name: "Customers dealt with" })).toHaveAttribute("value", "2");
    unmount();
    const onRetry = result({ fault: "The dashboard did not answer." });
    expect(screen.getByText(/It stopped after 1/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: /again/i }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  test("says so when some no longer match the filter", () => {
    result({ done: [1, 2] });
    expect(screen.getByRole("status")).toHaveTextContent("2 of 3 recorded. 1 no longer matches the filter.");
  });
});
