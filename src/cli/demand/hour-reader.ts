import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { instantOfWallClock, zoneOffsetMs } from "#domain/time/zone-offset.ts";
import { AppError } from "#platform/errors.ts";

const withOffset = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const wallClock = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(\.\d+)?)?$/;

type Reading = {
  line: number;
  count: number;
  /** Whether the series has a count of an instant already. */
  isTaken(instant: number): boolean;
};

/**
 * Reads when hours begin. Of a wall clock, the hour that is skipped in spring is left out where it holds nothing; the
 * one that comes twice in autumn is two lines in their order, or one line that cannot be parted, which then is unknown.
 */
export class HourReader {
  readonly #timezone: string | null;
  /** Instants of hours that come twice, for each series. */
  readonly #doubled = new Map<string, Set<number>>();
  #skipped = 0;
  #halfTold = 0;

  constructor(timezone: string | null) {
    this.#timezone = timezone;
  }

  /** The instant in milliseconds since 1970; null for an hour that there was not. Throws invalid_input. */
  read(series: string, text: string, reading: Reading): number | null {
    const at = withOffset.test(text)
      ? Date.parse(text.replace(" ", "T"))
      : this.#ofWallClock(series, text, reading);
    if (at !== null && (Number.isNaN(at) || at % hourMs !== 0))
      throw invalid(`Line ${reading.line}: "${text}" is not the beginning of an hour.`);
    return at;
  }

  /** Makes unknown what one line tells of two hours. */
  dropHalfTold(series: string, counts: Map<number, number>): void {
    for (const first of this.#doubled.get(series) ?? []) {
      if (counts.has(first + hourMs)) continue;
      counts.set(first, Number.NaN);
      this.#halfTold++;
    }
  }

  notes(): string[] {
    const notes: string[] = [];
    if (this.#skipped > 0)
      notes.push(
        `${this.#skipped} lines of an hour that the clock skips, all with nothing in them, were left out.`,
      );
    if (this.#halfTold > 0)
      notes.push(
        `${this.#halfTold} lines of an hour that comes twice cannot be parted; it counts as unknown.`,
      );
    return notes;
  }

  #ofWallClock(series: string, text: string, { line, count, isTaken }: Reading): number | null {
    const [, date, time] = wallClock.exec(text) ?? [];
    if (date === undefined) throw invalid(`Line ${line}: "${text}" is not a time such as 2026-05-01T13:00Z.`);
    if (this.#timezone === null)
      throw invalid(
        `Line ${line}: "${text}" has no offset from UTC. Say by whose clock it is: --timezone America/Chicago.`,
      );
    const wallMs = Date.parse(`${date}T${time}Z`);
    const first = instantOfWallClock(this.#timezone, wallMs);
    if (first + zoneOffsetMs(this.#timezone, first) !== wallMs) return this.#skip(text, line, count);
    const comesTwice = first + hourMs + zoneOffsetMs(this.#timezone, first + hourMs) === wallMs;
    if (!comesTwice) return first;
    if (isTaken(first)) return first + hourMs;
    this.#doubled.set(series, (this.#doubled.get(series) ?? new Set()).add(first));
    return first;
  }

  #skip(text: string, line: number, count: number): null {
    if (count > 0)
      throw invalid(
        `Line ${line}: ${text} does not exist in ${this.#timezone}, where the clock is put forward then.`,
      );
    this.#skipped++;
    return null;
  }
}

const invalid = (message: string) => new AppError("invalid_input", message);
