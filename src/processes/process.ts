import type { Shredded, Subject } from '../commands/shredding';
import type { SystemIssue } from '../commands/system-acts';
import type { Marking } from '../kernel/classification';
import type { AnyFold, State } from '../kernel/fold';
import type { Happened } from '../kernel/happened';

/** An act that follows by itself; SYSTEM records it (domain.md 4.5). */
export interface Consequence {
  /** Records the command that this is about. */
  readonly command: new () => object;
  readonly fields: object;
  readonly streamId: string;
  /** Of the record, for a command that every record can undergo. */
  readonly kind?: string;
  /** Told apart from other consequences of the same event. */
  readonly name?: string;
  /** Of a new record. */
  readonly classification?: SystemIssue['classification'];
}

/** What a process may look at beside its event. */
export interface Surroundings {
  /** A stream as it stood at a revision; as it stands now by default. */
  readonly stateOf: <S extends State>(fold: AnyFold<S>, streamId: string, revision?: number) => Promise<S>;
  /** How high a record stands now, and what it hides. */
  readonly markingOf: (fold: AnyFold, streamId: string) => Promise<Marking>;
  /** All events of a stream, by its name. */
  readonly historyOf: (stream: string) => Promise<readonly Happened[]>;
  /** Names of the other streams with an act between two positions whose basis names this stream at one of the revisions. */
  readonly restingOn: (stream: string, seen: (revision: number) => boolean, between: Between) => Promise<readonly string[]>;
  /** Whether a stream has gone on beyond a revision before a position of the log. */
  readonly hasMoved: (stream: string, between: { readonly after: number; readonly before: number }) => Promise<boolean>;
  /**
   * Makes a subject unreadable for ever, as far as it was recorded before a position, in every place that remembers it (shredding.ts). May be repeated.
   */
  readonly shred: (subject: Subject, cause: string, before: number) => Promise<Shredded>;
  /** Ids that this process has kept, so that it need not ask all streams. */
  readonly index: ProcessIndex;
}

/** Positions, neither of them included. */
export interface Between {
  readonly after: number;
  readonly before: number;
}

/** What a process or a clock keeps of the log; it is made again when it is lost. */
export interface ProcessIndex {
  /** @param due UTC with milliseconds; only a clock has deadlines */
  add(id: string, due?: string): void;
  delete(id: string): void;
  all(): readonly string[];
}

/** "When X then Y": driven by the log alone, so that it goes on where it stood. */
export interface Process {
  /** The name of its mark, for ever. */
  readonly name: string;
  /** `<stream kind>/<event type>` */
  readonly on: readonly string[];
  /**
   * What follows from one event. The same event gives the same commands, however often it is delivered. It sees events as they were recorded:
   * what is annulled or rectified afterwards has already had its consequences, which are acts of their own and are undone by acts of their own.
   */
  readonly react: (event: Happened, surroundings: Surroundings) => Promise<readonly Consequence[]> | readonly Consequence[];
}

/** "When time T passes then Y": it keeps deadlines as a process keeps ids, and each fires once. */
export interface Deadline extends Process {
  /** What follows when the deadline of an id has passed. */
  readonly fire: (id: string) => Consequence;
}

export const isDeadline = (process: Process): process is Deadline => 'fire' in process;
