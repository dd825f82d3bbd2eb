"use client";

import { useState } from "react";
import { flagLook, type TutorFlag, tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input, Textarea } from "#ui/primitives/input.tsx";
import { Select } from "#ui/primitives/select.tsx";
import type { NewCoachingTask } from "../schemas.ts";

type Owner = { id: string; name: string };

export type TaskFormProps = {
  tutorId: number;
  owners: readonly Owner[];
  subjects: readonly { code: string; name: string }[];
  /** What the form begins with. */
  first: {
    title: string;
    flag: TutorFlag | null;
    subjectCode: string | null;
    ownerId: string;
    dueOn: string;
  };
  /** Returns what is wrong, in a sentence, or null when it is done. */
  onGive: (task: NewCoachingTask) => Promise<string | null>;
};

const none = "*";

/** All of a coaching task in one form. */
export function TaskForm({ tutorId, owners, subjects, first, onGive }: TaskFormProps) {
  const [flag, setFlag] = useState<string>(first.flag ?? none);
  const [subject, setSubject] = useState(first.subjectCode ?? none);
  const [ownerId, setOwnerId] = useState(first.ownerId);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const send = async (values: FormData) => {
    setBusy(true);
    const found = await onGive({
      tutorId,
      title: textOf(values, "title"),
      note: textOf(values, "note") || null,
      flag: tutorFlags.find((name) => name === flag) ?? null,
      subjectCode: subject === none ? null : subject,
      ownerId,
      dueOn: textOf(values, "dueOn"),
    });
    setBusy(false);
    setFault(found);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send(new FormData(event.currentTarget));
      }}
    >
      {fault ? <Callout status="critical">{fault}</Callout> : null}
      <Field label="What is to be done" required>
        {(control) => <Input {...control} name="title" defaultValue={first.title} maxLength={200} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Because of the flag">
          {({ id }) => (
            <Select
              id={id}
              value={flag}
              onValueChange={setFlag}
              options={[
                { value: none, label: "No flag" },
                ...tutorFlags.map((name) => ({ value: name as string, label: flagLook[name].word })),
              ]}
            />
          )}
        </Field>
        <Field label="In the subject">
          {({ id }) => (
            <Select
              id={id}
              value={subject}
              onValueChange={setSubject}
              options={[
                { value: none, label: "Any subject" },
                ...subjects.map(({ code, name }) => ({ value: code, label: name })),
              ]}
            />
          )}
        </Field>
        <Field label="Owner" required>
          {({ id }) => (
            <Select
              id={id}
              value={ownerId}
              onValueChange={setOwnerId}
              options={owners.map((owner) => ({ value: owner.id, label: owner.name }))}
            />
          )}
        </Field>
        <Field label="Due on" required>
          {(control) => <Input {...control} name="dueOn" type="date" defaultValue={first.dueOn} />}
        </Field>
      </div>
      <Field label="Note" hint="What the owner should know.">
        {(control) => <Textarea {...control} name="note" maxLength={2000} />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Assign
      </Button>
    </form>
  );
}

function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value.trim() : "";
}
