/** A refusal the domain expects. It is a value, not an exception: refusing is one of the two answers of `decide`. */
export class Rejection {
  constructor(
    /** `noun.reason`; stable, because clients and the pages under /problems depend on it. */
    readonly code: string,
    readonly reason: Reason,
    /** One sentence that a negotiator understands. */
    readonly detail: string,
  ) {}
}

/** What the catalogue says of a refusal, whatever the occasion. */
export interface Reason {
  /** The rule of domain.md that refuses; absent where the life cycle itself does. */
  readonly invariant?: `INV-${number}`;
  /** The heading of the page that explains it. */
  readonly title: string;
  /** What one can do about it. */
  readonly remedy: string;
  /**
   * The fact (by its name in `reads`) that alone refuses. Where the reader may not know of that record, the refusal says `federal.rule`
   * and nothing else (domain.md 5, "Visibility").
   */
  readonly because?: string;
}

/** The reasons for which a noun refuses, each a function that makes the `Rejection`: `refuse.notCleared('…')`. */
export type Refusals<R extends Record<string, Reason>> = { readonly [K in keyof R]: (detail: string) => Rejection } & {
  readonly catalogue: RefusalCatalogue;
};

/** Every refusal of a noun by its code. */
export type RefusalCatalogue = ReadonlyMap<string, Reason>;

const kebab = (camel: string): string => camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function defineRefusals<const R extends Record<string, Reason>>(noun: string, reasons: R): Refusals<R> {
  const coded = Object.entries(reasons).map(([name, reason]) => [name, `${noun}.${kebab(name)}`, reason] as const);
  const makers = coded.map(([name, code, reason]) => [name, (detail: string) => new Rejection(code, reason, detail)] as const);
  return { catalogue: new Map(coded.map(([, code, reason]) => [code, reason])), ...Object.fromEntries(makers) } as unknown as Refusals<R>;
}
