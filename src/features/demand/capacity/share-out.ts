/** Free tutors who teach the same subjects: how many sessions they can hold in the hour together. */
export type Supply = { subjects: readonly number[]; sessions: number };

/** Sessions of a subject that are worth the same each: how likely they are to be asked for. */
export type Want = { subject: number; sessions: number; worth: number };

/** A supply stops serving the subject of the edge `gives` and serves `from`, by the edge `gains`, instead. */
type Exchange = { from: number; gains: number; gives: number };

const least = 1e-9;

/**
 * Shares free tutors out over subjects so that the sum of worth over all served sessions is as high as it can be.
 * Answers the sessions that each subject gets.
 *
 * What tutors can serve together is a polymatroid, and where the worth of a subject's sessions falls one after the
 * other, serving wants from the most worth on is the optimum of the linear programme (Edmonds 1970), provided that a
 * want is refused only when no exchange of tutors among subjects can serve it. That is what the search for a path
 * decides: it is a maximum flow, grown want by want. Where it finds none, the subjects that it has seen are tight together and
 * none of them can ever get more.
 *
 * @param wants of each subject by falling worth; the order among subjects does not matter
 */
export function shareOut(
  supplies: readonly Supply[],
  wants: readonly Want[],
  subjectCount: number,
): Float64Array {
  const flow = new Flow(supplies, subjectCount);
  for (const { subject, sessions } of [...wants].sort((a, b) => b.worth - a.worth || a.subject - b.subject))
    flow.serve(subject, sessions);
  return flow.got;
}

class Flow {
  readonly got: Float64Array;
  /** Sessions of each supply that nobody has got. */
  private readonly idle: Float64Array;
  /** Edges lead from a supply to a subject; those of one supply lie together, from `firstEdge` on. */
  private readonly firstEdge: Int32Array;
  private readonly subjectOf: Int32Array;
  private readonly supplyOf: Int32Array;
  private readonly given: Float64Array;
  /** Edges into each subject, of specialists first, so that who teaches much is left for others. */
  private readonly edgesInto: number[][];
  /** Of those, the first whose supply may be idle: nothing becomes idle again. */
  private readonly firstIdle: Int32Array;
  private readonly isTight: Uint8Array;

  constructor(supplies: readonly Supply[], subjectCount: number) {
    const edges = supplies.reduce((sum, { subjects }) => sum + subjects.length, 0);
    this.got = new Float64Array(subjectCount);
    this.idle = Float64Array.from(supplies, ({ sessions }) => sessions);
    this.firstEdge = new Int32Array(supplies.length + 1);
    this.subjectOf = new Int32Array(edges);
    this.supplyOf = new Int32Array(edges);
    this.given = new Float64Array(edges);
    this.edgesInto = Array.from({ length: subjectCount }, () => []);
    this.firstIdle = new Int32Array(subjectCount);
    this.isTight = new Uint8Array(subjectCount);
    let edge = 0;
    for (const [supply, { subjects }] of supplies.entries()) {
      for (const subject of subjects) {
        this.subjectOf[edge] = subject;
        this.supplyOf[edge] = supply;
        this.edgesInto[subject]?.push(edge++);
      }
      this.firstEdge[supply + 1] = edge;
    }
    const breadth = (at: number) => supplies[this.supplyOf[at] as number]?.subjects.length ?? 0;
    for (const into of this.edgesInto) into.sort((a, b) => breadth(a) - breadth(b) || a - b);
  }

  /** Gives a subject up to so many sessions more. */
  serve(subject: number, sessions: number): void {
    let wanted = sessions;
    while (wanted > least && this.isTight[subject] === 0) {
      const path = this.pathTo(subject);
      if (path === null) return;
      wanted -= this.shift(path, wanted);
    }
  }

  /**
   * Edges in pairs: the supply of the first of a pair stops serving the subject of the second. The last edge's supply is
   * idle. Null where there is no way.
   */
  private pathTo(subject: number): number[] | null {
    const direct = this.idleEdgeInto(subject);
    if (direct !== null) return [direct];
    const takenBy = new Map<number, Exchange>();
    const seen = new Set([subject]);
    const looked = new Set<number>();
    for (const current of seen) {
      for (const exchange of this.exchangesInto(current, looked)) {
        const other = this.subjectOf[exchange.gives] as number;
        if (seen.has(other)) continue;
        seen.add(other);
        takenBy.set(other, exchange);
        const idle = this.idleEdgeInto(other);
        if (idle !== null) return this.traced(takenBy, subject, other, idle);
      }
    }
    for (const tight of seen) this.isTight[tight] = 1;
    return null;
  }

  /** Ways in which a subject can get a tutor from another one, by supplies that were not looked at before. */
  private *exchangesInto(subject: number, looked: Set<number>): Generator<Exchange> {
    for (const gains of this.edgesInto[subject] ?? []) {
      const supply = this.supplyOf[gains] as number;
      if (looked.has(supply)) continue;
      looked.add(supply);
      const end = this.firstEdge[supply + 1] as number;
      for (let gives = this.firstEdge[supply] as number; gives < end; gives++)
        if ((this.given[gives] as number) > least) yield { from: subject, gains, gives };
    }
  }

  private traced(
    takenBy: ReadonlyMap<number, Exchange>,
    subject: number,
    last: number,
    idle: number,
  ): number[] {
    const path: number[] = [];
    for (let at = last; at !== subject; ) {
      const step = takenBy.get(at);
      if (step === undefined) throw new Error("A path of exchanges has a gap.");
      path.unshift(step.gains, step.gives);
      at = step.from;
    }
    return [...path, idle];
  }

  private idleEdgeInto(subject: number): number | null {
    const into = this.edgesInto[subject] ?? [];
    for (let at = this.firstIdle[subject] as number; at < into.length; at++) {
      this.firstIdle[subject] = at;
      const edge = into[at] as number;
      if ((this.idle[this.supplyOf[edge] as number] as number) > least) return edge;
    }
    this.firstIdle[subject] = into.length;
    return null;
  }

  private shift(path: readonly number[], wanted: number): number {
    const last = path.at(-1) as number;
    const supply = this.supplyOf[last] as number;
    let sessions = Math.min(wanted, this.idle[supply] as number);
    for (let at = 1; at < path.length; at += 2)
      sessions = Math.min(sessions, this.given[path[at] as number] as number);
    for (const [at, edge] of path.entries())
      this.given[edge] = (this.given[edge] as number) + (at % 2 === 0 ? sessions : -sessions);
    this.idle[supply] = (this.idle[supply] as number) - sessions;
    const subject = this.subjectOf[path[0] as number] as number;
    this.got[subject] = (this.got[subject] as number) + sessions;
    return sessions;
  }
}
