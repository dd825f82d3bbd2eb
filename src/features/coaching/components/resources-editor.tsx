"use client";

import { useState } from "react";
import { flagLook, tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { Select } from "#ui/primitives/select.tsx";
import type { StoredResources } from "../schemas.ts";
import type { CoachingResource } from "../weights.ts";

export type ResourcesEditorProps = {
  stored: StoredResources;
  subjects: readonly { code: string; name: string }[];
  /** Saves all of them as a new version. Returns what is wrong, in a sentence, or null when it is done. */
  onSave: (resources: CoachingResource[]) => Promise<string | null>;
};

const all = "*";

/** Links that help with a flag or in a subject: each change is saved as a version of its own. */
export function ResourcesEditor({ stored, subjects, onSave }: ResourcesEditorProps) {
  const [flag, setFlag] = useState<string>(all);
  const [subject, setSubject] = useState(all);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const save = async (resources: CoachingResource[]) => {
    setBusy(true);
    const found = await onSave(resources);
    setBusy(false);
    setFault(found);
    return found === null;
  };
  const add = async (form: HTMLFormElement) => {
    const values = new FormData(form);
    const added: CoachingResource = {
      title: textOf(values, "title"),
      url: textOf(values, "url"),
      flags: tutorFlags.filter((name) => name === flag),
      subjects: subject === all ? [] : [subject],
    };
    if (await save([...stored.resources, added])) form.reset();
  };
  const nameOf = (code: string) => subjects.find((one) => one.code === code)?.name ?? code;
  return (
    <div className="flex flex-col gap-4">
      {fault ? <Callout status="critical">{fault}</Callout> : null}
      <ul className="flex flex-col divide-y divide-line">
        {stored.resources.map((resource, index) => (
          <li
            key={`${resource.url} ${resource.title}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2"
          >
            <a href={resource.url} target="_blank" rel="noreferrer" className="text-accent-ink underline">
              {resource.title}
            </a>
            <span className="flex-1 text-ink-muted text-sm">
              {wordsOf(resource.flags, "any flag", (name) => flagLook[name].word)},{" "}
              {wordsOf(resource.subjects, "any subject", nameOf)}
            </span>
            <Button
              size="sm"
              variant="ghost"
              disabled={busy}
              onClick={() => void save(stored.resources.filter((_, other) => other !== index))}
            >
              Remove<span className="sr-only"> {resource.title}</span>
            </Button>
          </li>
        ))}
      </ul>
      {stored.resources.length === 0 ? (
        <p className="text-ink-muted">
          No resources yet: add the first, and it stands beside what it helps with.
        </p>
      ) : null}
      <form
        className="grid items-end gap-3 sm:grid-cols-2 xl:grid-cols-[1fr_1fr_12rem_12rem_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void add(event.currentTarget);
        }}
      >
        <Field label="Title" required>
          {(control) => <Input {...control} name="title" maxLength={200} />}
        </Field>
        <Field label="Address" required>
          {(control) => <Input {...control} name="url" type="url" placeholder="https://" maxLength={2000} />}
        </Field>
        <Field label="Helps with">
          {({ id }) => (
            <Select
              id={id}
              value={flag}
              onValueChange={setFlag}
              options={[
                { value: all, label: "Any flag" },
                ...tutorFlags.map((name) => ({ value: name as string, label: flagLook[name].word })),
              ]}
            />
          )}
        </Field>
        <Field label="In">
          {({ id }) => (
            <Select
              id={id}
              value={subject}
              onValueChange={setSubject}
              options={[
                { value: all, label: "Any subject" },
                ...subjects.map(({ code, name }) => ({ value: code, label: name })),
              ]}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={busy}>
          Add
        </Button>
      </form>
      <p className="text-ink-muted text-sm">
        Version {stored.version}. Each change is kept as a version of its own.
      </p>
    </div>
  );
}

const wordsOf = <T extends string>(names: readonly T[], any: string, word: (name: T) => string) =>
  names.length === 0 ? any : names.map(word).join(", ");

function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value.trim() : "";
}
