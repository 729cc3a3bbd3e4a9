import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** How far the demonstration has come; written after every step, so that one that was cut off goes on where it stood. */
export interface Progress {
  /** Names of the steps that are done. */
  readonly done: string[];
  /** Ids that later steps need, by the scenario's own names. */
  readonly ids: Record<string, string>;
  /** How far the demonstration's clock stands behind the real one. */
  lagMs: number;
  /** Of the last event recorded; `at-least` of the boards that are printed. */
  position: string;
  /** The acts that were refused, as they are printed. */
  readonly refused: RefusedAct[];
}

/** An act that the ledger refused, as the scenario expected. */
export interface RefusedAct {
  readonly asked: string;
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
