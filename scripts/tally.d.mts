export interface Tally {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

/** What this program reads of Jest's `--json`. */
export interface JestResult {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export function emptyTally(): Tally;
export function sumOf(tallies: readonly Tally[]): Tally;
export function tallyOfCheck(name: string, exitCode: number): Tally;
export function tallyOfJest(result: JestResult | undefined, exitCode: number): Tally;
export function tallyOfRules(output: string, exitCode: number): Tally;
export function closingLine(tally: Tally): string;
