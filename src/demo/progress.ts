import type { Silence } from './outcome';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** How far the demonstration has come; written after every step, so that one that was cut off goes on where it stood. */
export interface Progress {
  /** Which scenario it is that is being played (`SCENARIO_HASH`). */
  readonly scenario: string;
  /** Names of the steps that are done. */
  readonly done: string[];
  /** Ids and dates that later steps need, by the scenario's own names. */
  readonly ids: Record<string, string>;
  /** How far the demonstration's clock stands behind the real one. */
  lagMs: number;
  /** Of the last event recorded; `at-least` of the boards that are printed. */
  position: string;
  /** The first review before and after nobody answered; as soon as that time has passed. */
  silence?: Silence;
  /** Events in the ledger when what came of the scenario was shown for the first time: whatever comes later, others have recorded. */
  size?: number;
  /** The acts that were refused, as they are printed. */
  readonly refused: RefusedAct[];
}

/** An act that the ledger refused, as the scenario expected. */
export interface RefusedAct {
  readonly asked: string;
  /** The rule, in words. */
  readonly title: string;
  readonly code: string;
  readonly invariant: string;
  readonly detail: string;
}

export function readProgress(file: string, begin: Progress): Progress {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Progress) : begin;
}

/** Written beside and renamed, so that a cut-off leaves the old or the new one. */
export function writeProgress(file: string, progress: Progress): void {
  writeFileSync(`${file}.new`, JSON.stringify(progress, null, 2));
  renameSync(`${file}.new`, file);
}
