"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";

export type HoverNoteProps = {
  /** What is shown beside the button on hover and focus; also in the sheet or page that it leads to. */
  note: ReactNode;
  /** The accessible name of the button. */
  label: string;
  className?: string;
  children: ReactNode;
};

type Place = { left: number; top: number; below: boolean };

const openAfterMs = 250;
const closeAfterMs = 120;
const gapPx = 8;
const widthPx = 272;
/** A note may be as high as this before it is put above the line instead of below it. */
const roomPx = 220;

/** Beside the element where there is room, else under or above its left edge. */
function placeBeside(box: DOMRect): Place {
  const fitsRight = box.right + gapPx + widthPx <= window.innerWidth;
  const left = fitsRight ? box.right + gapPx : Math.max(gapPx, window.innerWidth - widthPx - gapPx);
  const below = box.top + roomPx <= window.innerHeight;
  if (fitsRight) return { left, top: below ? box.top : box.bottom, below };
  return { left, top: below ? box.bottom + gapPx : box.top - gapPx, below };
}

/**
 * A button with a larger note beside it. For lists: a hundred of them cost next to nothing until one is shown. The
 * pointer can move onto the note, and Escape puts it away.
 */
export function HoverNote({ note, label, className, children }: HoverNoteProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [place, setPlace] = useState<Place | null>(null);
  const settle = (open: boolean, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const box = button.current?.getBoundingClientRect();
      setPlace(open && box ? placeBeside(box) : null);
    }, afterMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (place === null) return;
    const close = () => setPlace(null);
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && close();
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("scroll", close, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("scroll", close, { capture: true });
    };
  }, [place]);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-describedby={place ? id : undefined}
        onPointerEnter={({ pointerType }) => pointerType === "mouse" && settle(true, openAfterMs)}
        onPointerLeave={() => settle(false, closeAfterMs)}
        onFocus={({ currentTarget }) => currentTarget.matches(":focus-visible") && settle(true, 0)}
        onBlur={() => settle(false, 0)}
        onClick={() => settle(place === null, 0)}
        className={className}
      >
        {children}
      </button>
      {place
        ? createPortal(
            <div
              id={id}
              role="tooltip"
              onPointerEnter={() => clearTimeout(timer.current)}
              onPointerLeave={() => settle(false, closeAfterMs)}
              style={{ left: place.left, top: place.top, width: widthPx }}
              className={`fixed z-50 animate-fade-in rounded-md border border-line bg-raised p-3 text-ink text-sm shadow-lift ${place.below ? "" : "-translate-y-full"}`}
            >
              {note}
            </div>,
            document.body,
          )
        : null}
    </>
  );
}
