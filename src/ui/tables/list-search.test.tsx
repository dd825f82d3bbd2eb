import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { ChangedNote } from "./changed-note.tsx";
import { ListSearch } from "./list-search.tsx";

describe("search and the note of changes", () => {
  test("searches once after typing, and at once on Enter or when cleared", async () => {
    const user = userEvent.setup();
    const onSearch = vi.fn<(value: string) => void>();
    const { rerender } = render(<ListSearch value="" by="name, e-mail or id" onSearch={onSearch} />);
    await user.type(screen.getByRole("searchbox", { name: "Search by name, e-mail or id" }), "park{Enter}");
    expect(onSearch.mock.calls).toEqual([["park"]]);
    rerender(<ListSearch value="park" by="name, e-mail or id" onSearch={onSearch} />);
    await user.click(screen.getByRole("button", { name: "Clear the search" }));
    expect(onSearch).toHaveBeenLastCalledWith("");
  });

  test("follows the address", () => {
    const onSearch = vi.fn<(value: string) => void>();
    const { rerender } = render(<ListSearch value="park" by="name or id" onSearch={onSearch} />);
    rerender(<ListSearch value="lee" by="name or id" onSearch={onSearch} />);
    expect(screen.getByRole("searchbox", { name: "Search by name or id" })).toHaveValue("lee");
  });

  test("says how many have changed places, and is quiet otherwise", async () => {
    const onShow = vi.fn<() => void>();
    const { rerender } = render(<ChangedNote count={0} onShow={onShow} />);
    expect(screen.queryByRole("button")).toBeNull();
    rerender(<ChangedNote count={3} onShow={onShow} />);
    await userEvent.click(screen.getByRole("button", { name: /3 changed/ }));
    expect(onShow).toHaveBeenCalled();
  });
});
