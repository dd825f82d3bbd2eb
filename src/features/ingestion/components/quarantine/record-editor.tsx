"use client";

import { type RefObject, useId, useMemo, useRef, useState } from "react";
import { cn } from "#ui/class-names.ts";
import { Label } from "#ui/primitives/label.tsx";
import { StatusShape } from "#ui/primitives/status-shape.tsx";
import type { Quarantined } from "../../quarantine/schemas.ts";
import { lineOfPath, linesOfPaths } from "./json-layout.ts";

export type RecordEditorProps = {
  text: string;
  faults: Quarantined["faults"];
  isReadOnly: boolean;
  onChange: (text: string) => void;
  /** Control or Command with Enter. */
  onSave: () => void;
};

type Mark = { path: string; reason: string; line: number | null };

/** The record as text, with the lines of its faults marked, and the faults beside it. */
export function RecordEditor({ text, faults, isReadOnly, onChange, onSave }: RecordEditorProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useMemo(() => {
    const lines = linesOfPaths(text);
    return faults.map((fault): Mark => ({ ...fault, line: lineOfPath(lines, fault.path) }));
  }, [text, faults]);
  const goTo = (line: number) => {
    const start = text.split("\n").slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start);
  };
  return (
    <div className="flex flex-col gap-3">
      <FaultMarks marks={marks} onGoTo={goTo} id={`${id}-faults`} />
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={id}>Record as JSON</Label>
        <MarkedText
          id={id}
          area={area}
          text={text}
          marked={new Set(marks.flatMap(({ line }) => (line === null ? [] : [line])))}
          isReadOnly={isReadOnly}
          onChange={onChange}
          onSave={onSave}
        />
      </div>
    </div>
  );
}

function FaultMarks({
  marks,
  id,
  onGoTo,
}: {
  marks: readonly Mark[];
  id: string;
  onGoTo: (line: number) => void;
}) {
  if (marks.length === 0) return null;
  return (
    <ul id={id} aria-label="What is wrong" className="flex flex-col gap-1.5">
      {marks.map(({ path, reason, line }) => (
        <li key={`${path} ${reason}`} className="flex items-start gap-2">
          <StatusShape status="critical" className="mt-1 size-3 shrink-0" />
          <span className="min-w-0 flex-1">
            {path === "" ? null : (
              <>
                <span className="font-mono text-sm">{path}</span>:{" "}
              </>
            )}
            {reason}
          </span>
          {line === null ? null : (
            <button
              type="button"
              className="shrink-0 text-accent-ink text-sm underline-offset-2 hover:underline"
              onClick={() => onGoTo(line)}
            >
              Line {line + 1}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

const lineHeightPx = 20;
const paddingPx = 8;

type MarkedTextProps = Omit<RecordEditorProps, "faults"> & {
  id: string;
  area: RefObject<HTMLTextAreaElement | null>;
  marked: ReadonlySet<number>;
};

/** A text area over bars that lie under its faulty lines and scroll with it. */
function MarkedText({ id, area, text, marked, isReadOnly, onChange, onSave }: MarkedTextProps) {
  const [scrolledPx, setScrolledPx] = useState(0);
  return (
    <div className="relative overflow-hidden rounded-lg border border-control bg-surface focus-within:border-focus">
      <div
        aria-hidden="true"
        className="pointer-events-none absolute inset-0"
        style={{ transform: `translateY(${-scrolledPx}px)` }}
      >
        {[...marked].map((line) => (
          <div
            key={line}
            className="absolute inset-x-0 border-critical border-l-4 bg-critical-soft"
            style={{ top: paddingPx + line * lineHeightPx, height: lineHeightPx }}
          />
        ))}
      </div>
      <textarea
        id={id}
        ref={area}
        value={text}
        readOnly={isReadOnly}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        rows={Math.min(24, Math.max(8, text.split("\n").length))}
        aria-describedby={`${id}-faults`}
        onScroll={(event) => setScrolledPx(event.currentTarget.scrollTop)}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSave();
        }}
        className={cn(
          "relative block w-full resize-y bg-transparent px-3 py-2 font-mono text-ink text-sm leading-5 outline-none",
          "max-sm:text-lg max-sm:leading-5",
        )}
      />
    </div>
  );
}
