import type { Command } from 'commander';
import { configurationFrom, filesOf } from '../configuration';
import { type LedgerFolder, ledgerFolder } from '../ledger/folder';

/** 0 done; 1 refused, or something was found; 2 it was asked for in a wrong way. */
export type ExitCode = 0 | 1 | 2;

/** What a command has around it; tests hand in their own. */
export interface Shell {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Draws over the last line of standard error; absent where no person looks at it. */
  readonly draw?: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
  /** All of standard input. */
  readonly input: () => string;
  /** Columns of the terminal to which `out` goes; absent where no person looks at it. */
  readonly columns?: number;
  /** Lets time pass; real time where it is absent. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Adds one command to the program; `leave` takes what the program shall exit with. */
export type AddCommand = (program: Command, shell: Shell, leave: (code: ExitCode) => void) => void;

/** The ledger that a command is about: that in the folder it was told, as a whole, or that of the configuration. */
export function filesFor(
  { environment }: Shell,
  { store, masterKey }: { readonly store?: string; readonly masterKey?: string },
): LedgerFolder {
  const configuration = configurationFrom(environment);
  return store === undefined ? filesOf(configuration, masterKey) : ledgerFolder(store, { masterKey });
}

const BAR_WIDTH = 30;

/** Draws how far long work has come; `undefined` where nobody looks. */
export function progressBar({ draw }: Shell, what: string): ((done: number, all: number | undefined) => void) | undefined {
  if (!draw) return undefined;
  return (done, all) => {
    if (all === undefined) {
      draw(`${what} ${count(done)} so far`);
      return;
    }
    const filled = all === 0 ? BAR_WIDTH : Math.min(BAR_WIDTH, Math.floor((BAR_WIDTH * done) / all));
    draw(done >= all ? '' : `${what} [${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${count(done)} of ${count(all)}`);
  };
}

/** `12,345` */
export const count = (n: number): string => n.toLocaleString('en-US');
/** `1 event`, `2 events` */
export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;
