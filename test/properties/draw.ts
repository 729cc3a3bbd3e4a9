/** Chance as fast-check hands it out: a tape of numbers, each used once, so that a failing life can be shrunk and lived again. */
export class Draw {
  private place = 0;

  constructor(private readonly tape: readonly number[]) {}

  get exhausted(): boolean {
    return this.place >= this.tape.length;
  }

  /** A whole number from 0 up to, and without, `bound`. */
  below(bound: number): number {
    return (this.tape[this.place++] ?? 0) % bound;
  }

  of<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** One time in so many. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === 1;
  }

  /** The first, save for one time in eight. */
  mostly<T>(usual: T, other: T): T {
    return this.once(8) ? other : usual;
  }
}
