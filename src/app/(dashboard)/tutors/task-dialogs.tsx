"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { TaskForm, type TaskFormProps } from "#features/coaching/components/task-form.tsx";
import type { CoachingTask } from "#features/coaching/schemas.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#ui/primitives/dialog.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input, Textarea } from "#ui/primitives/input.tsx";
import { Select } from "#ui/primitives/select.tsx";
import { ownersQuery } from "./[id]/tutor-queries.ts";
import { useCoaching } from "./use-coaching.ts";

export type GiveTaskProps = Pick<TaskFormProps, "tutorId" | "subjects"> & {
  tutor: string;
  first: Omit<TaskFormProps["first"], "ownerId">;
  /** Who is asked first. */
  viewerId: string;
  children: ReactNode;
};

/** Assigns a coaching task in one dialog. */
export function GiveTask({ tutor, viewerId, first, children, ...form }: GiveTaskProps) {
  const [open, setOpen] = useState(false);
  const owners = useQuery({ ...ownersQuery, enabled: open });
  const { give } = useCoaching();
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>{children}</DialogTrigger>
      <DialogContent title={`Coach ${tutor}`} description="The task shows the measures before and after it.">
        {owners.data ? (
          <TaskForm
            {...form}
            owners={owners.data.data}
            first={{
              ...first,
              ownerId:
                owners.data.data.find(({ id }) => id === viewerId)?.id ?? owners.data.data[0]?.id ?? "",
            }}
            onGive={async (task) => {
              const fault = await give(task);
              if (fault === null) setOpen(false);
              return fault;
            }}
          />
        ) : (
          <p className="text-ink-muted">
            {owners.isError
              ? `The owners could not be read: ${owners.error.message}`
              : "Reading who can take it…"}
          </p>
        )}
      </DialogContent>
    </Dialog>
  );
}

/** Closes a task with a note, or hands it over. */
export function TaskActions({ task }: { task: CoachingTask }) {
  return (
    <>
      <CloseTask task={task} state="done" />
      <HandOver task={task} />
      <CloseTask task={task} state="cancelled" />
    </>
  );
}

function CloseTask({ task, state }: { task: CoachingTask; state: "done" | "cancelled" }) {
  const { close } = useCoaching();
  const word = state === "done" ? "Done" : "Cancel task";
  return (
    <FormDialog
      trigger={
        <Button size="sm" variant={state === "done" ? "secondary" : "ghost"}>
          {word}
          <span className="sr-only">: {task.title}</span>
        </Button>
      }
      title={state === "done" ? "Close as done" : "Cancel the task"}
      submit={state === "done" ? "Close as done" : "Cancel the task"}
      onSubmit={(values) => close(task.id, { state, note: String(values.get("note") ?? "") || null })}
    >
      <Field
        label="Note"
        hint={state === "done" ? "What was practised, what was agreed." : "Why it is not needed."}
      >
        {(control) => <Textarea {...control} name="note" maxLength={2000} />}
      </Field>
    </FormDialog>
  );
}

function HandOver({ task }: { task: CoachingTask }) {
  const [ownerId, setOwnerId] = useState(task.ownerId);
  const owners = useQuery(ownersQuery);
  const { handOver } = useCoaching();
  const known = owners.data?.data ?? [];
  const options = known.some(({ id }) => id === task.ownerId)
    ? known
    : [{ id: task.ownerId, name: task.owner }, ...known];
  return (
    <FormDialog
      trigger={
        <Button size="sm" variant="ghost">
          Hand over<span className="sr-only">: {task.title}</span>
        </Button>
      }
      title="Hand over"
      submit="Hand over"
      onSubmit={(values) => handOver(task.id, { ownerId, dueOn: String(values.get("dueOn") ?? "") })}
    >
      <Field label="Owner">
        {({ id }) => (
          <Select
            id={id}
            value={ownerId}
            onValueChange={setOwnerId}
            options={options.map((owner) => ({ value: owner.id, label: owner.name }))}
          />
        )}
      </Field>
      <Field label="Due on">
        {(control) => <Input {...control} name="dueOn" type="date" defaultValue={task.dueOn} />}
      </Field>
    </FormDialog>
  );
}

type FormDialogProps = {
  trigger: ReactNode;
  title: string;
  submit: string;
  /** Returns what is wrong, in a sentence, or null when it is done. */
  onSubmit: (values: FormData) => Promise<string | null>;
  children: ReactNode;
};

function FormDialog({ trigger, title, submit, onSubmit, children }: FormDialogProps) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const send = async (values: FormData) => {
    setBusy(true);
    const found = await onSubmit(values);
    setBusy(false);
    setFault(found);
    if (found === null) setOpen(false);
  };
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent title={title}>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void send(new FormData(event.currentTarget));
          }}
        >
          {fault ? <Callout status="critical">{fault}</Callout> : null}
          {children}
          <Button type="submit" variant="primary" busy={busy} className="self-end">
            {submit}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
