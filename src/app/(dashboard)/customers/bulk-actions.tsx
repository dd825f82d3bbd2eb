"use client";

import { ClipboardList, UserRound } from "lucide-react";
import { useState } from "react";
import { ManyResult } from "#features/interventions/components/many-result.tsx";
import { RecordManyForm } from "#features/interventions/components/record-many-form.tsx";
import { SelectionBar } from "#features/interventions/components/selection-bar.tsx";
import { mostAtOnce } from "#features/interventions/weights.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Dialog, DialogContent } from "#ui/primitives/dialog.tsx";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "#ui/primitives/menu.tsx";
import { type ManyAction, useActOnMany } from "./use-act-on-many.ts";
import { useColleagues } from "./use-colleagues.ts";
import type { Selection } from "./use-selection.ts";

export type BulkActionsProps = {
  selection: Selection;
  /** How many the filter shows, and the query that says which. */
  total: number;
  filter: string;
  /** When the list that is shown was read: who was handed over since is not handed over again. */
  seenAt: string;
  userId: string;
  now: Date;
  timezone: string;
};

/** What can be done with several customers at once: the bar, the form and what came of it. */
export function BulkActions(props: BulkActionsProps) {
  const { selection, total, filter, now, timezone } = props;
  const [isRecording, setRecording] = useState(false);
  const [action, setAction] = useState<ManyAction | null>(null);
  const many = useActOnMany();
  const run = async (next: ManyAction) => {
    setRecording(false);
    setAction(next);
    const { ids, isFilter, count } = selection;
    const refused = await many.run(next, { ids, isFilter, count, filter });
    // Whom it was not done for stays selected, for something else.
    selection.selectOnly(refused.map(({ customerId }) => customerId));
  };
  const { progress } = many;
  return (
    <>
      <SelectionBar
        count={selection.count}
        total={total}
        most={mostAtOnce}
        isFilter={selection.isFilter}
        onSelectFilter={selection.selectFilter}
        onClear={selection.clear}
      >
        <AssignMenu {...props} onAssign={(next) => void run(next)} />
        <Button size="sm" variant="primary" onClick={() => setRecording(true)}>
          <ClipboardList aria-hidden />
          Record action…
        </Button>
      </SelectionBar>
      <Dialog open={isRecording} onOpenChange={setRecording}>
        <DialogContent
          title={`Record an action for ${formatCount(selection.count)} ${selection.count === 1 ? "customer" : "customers"}`}
          description="What follows is measured for each of them."
        >
          <RecordManyForm
            count={selection.count}
            now={now}
            onRecord={(body) => void run({ kind: "record", body, doneWord: "recorded" })}
          />
        </DialogContent>
      </Dialog>
      <Dialog open={progress !== null} onOpenChange={(open) => !open && !progress?.isRunning && many.close()}>
        {progress && action ? (
          <DialogContent
            title={progress.isRunning ? "Working" : "Done"}
            footer={
              <Button variant="primary" disabled={progress.isRunning} onClick={many.close}>
                Close
              </Button>
            }
          >
            <ManyResult
              progress={progress}
              doneWord={action.doneWord}
              onRetry={() => void run(action)}
              timezone={timezone}
            />
          </DialogContent>
        ) : null}
      </Dialog>
    </>
  );
}

type AssignMenuProps = BulkActionsProps & { onAssign: (action: ManyAction) => void };

function AssignMenu({ seenAt, userId, onAssign }: AssignMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const colleagues = useColleagues(isOpen);
  const assign = (ownerId: string | null, doneWord: string) =>
    onAssign({ kind: "assign", ownerId, seenAt, doneWord });
  return (
    <Menu open={isOpen} onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button size="sm">
          <UserRound aria-hidden />
          Assign
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => assign(userId, "assigned to you")}>Assign to me</MenuItem>
        {(colleagues ?? [])
          .filter(({ id }) => id !== userId)
          .map(({ id, name }) => (
            <MenuItem key={id} onSelect={() => assign(id, `handed to ${name}`)}>
              Assign to {name}
            </MenuItem>
          ))}
        <MenuSeparator />
        <MenuItem onSelect={() => assign(null, "without an owner now")}>Assign to nobody</MenuItem>
      </MenuContent>
    </Menu>
  );
}
