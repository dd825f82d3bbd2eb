import { hourUs, weekdayOfDay } from "./instants.ts";
import type { Availability } from "./model.ts";
import { localDayOf, localMinuteOf } from "./zones.ts";

const quarters = 7 * 96;
const hoursOfWeek = 168;
const bitBytes = (quarters + hoursOfWeek) / 8;
/** The bits, and the zone in which the quarters count. */
const bytesPerTutor = bitBytes + 1;
const tutorsPerChunk = 1024;

/** The quarter hour of the week, Sunday 0:00 first. */
const quarterOfWeek = (weekday: number, minuteOfDay: number): number =>
  weekday * 96 + Math.floor(minuteOfDay / 15);

const hourOfWeek = (us: number): number => Math.floor(us / hourUs) % hoursOfWeek;

/**
 * For each tutor a bit per quarter hour of the local week in which a session of an hour may begin, and one per UTC
 * hour of the week that a weekly appointment takes. A search for a free tutor looks at little else.
 */
export class TutorHours {
  private readonly chunks: Uint8Array[] = [];

  setBlocks(id: number, zone: number, blocks: readonly Availability[]): void {
    const { chunk, from } = this.place(id);
    chunk[from + bitBytes] = zone;
    chunk.fill(0, from, from + quarters / 8);
    for (const { weekday, from: start, to } of blocks) {
      for (let minute = start; minute + 60 <= to; minute += 15) {
        const quarter = quarterOfWeek(weekday, minute) % quarters;
        chunk[from + (quarter >> 3)] = (chunk[from + (quarter >> 3)] ?? 0) | (1 << (quarter & 7));
      }
    }
  }

  /** Whether the tutor works at an instant, by the newest schedule known; time off is looked at apart. */
  worksAt(id: number, us: number): boolean {
    const index = id - 1;
    const chunk = this.chunks[Math.floor(index / tutorsPerChunk)] as Uint8Array;
    const zone = chunk[(index % tutorsPerChunk) * bytesPerTutor + bitBytes] as number;
    return this.bit(id, quarterOfWeek(weekdayOfDay(localDayOf(zone, us)), localMinuteOf(zone, us)));
  }

  isTaken(id: number, us: number): boolean {
    return this.bit(id, quarters + hourOfWeek(us));
  }

  take(id: number, us: number): void {
    const bit = quarters + hourOfWeek(us);
    const { chunk, from } = this.place(id);
    chunk[from + (bit >> 3)] = (chunk[from + (bit >> 3)] ?? 0) | (1 << (bit & 7));
  }

  release(id: number, us: number): void {
    const bit = quarters + hourOfWeek(us);
    const { chunk, from } = this.place(id);
    chunk[from + (bit >> 3)] = (chunk[from + (bit >> 3)] ?? 0) & ~(1 << (bit & 7));
  }

  private bit(id: number, bit: number): boolean {
    const index = id - 1;
    const chunk = this.chunks[Math.floor(index / tutorsPerChunk)] as Uint8Array;
    const byte = chunk[(index % tutorsPerChunk) * bytesPerTutor + (bit >> 3)] as number;
    return (byte & (1 << (bit & 7))) !== 0;
  }

  private place(id: number): { chunk: Uint8Array; from: number } {
    const index = id - 1;
    const number = Math.floor(index / tutorsPerChunk);
    while (this.chunks.length <= number) this.chunks.push(new Uint8Array(tutorsPerChunk * bytesPerTutor));
    return { chunk: this.chunks[number] as Uint8Array, from: (index % tutorsPerChunk) * bytesPerTutor };
  }
}
