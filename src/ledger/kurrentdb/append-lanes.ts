/**
 * Appends of one stream run one after the other, as they came; those of different streams side by side, at most `limit` at once. One that fails does
 * not hold up the next.
 */
export class AppendLanes {
  private readonly lasts = new Map<string, Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly limit: number) {}

  run<Result>(stream: string, act: () => Promise<Result>): Promise<Result> {
    const before = this.lasts.get(stream) ?? Promise.resolve();
    const result = before.then(() => this.whenThereIsRoom(act));
    const last = result.then(
      () => undefined,
      () => undefined,
    );
    this.lasts.set(stream, last);
    void last.then(() => {
      if (this.lasts.get(stream) === last) this.lasts.delete(stream);
    });
    return result;
  }

  /** Resolves once all that was handed in has run. */
  async drained(): Promise<void> {
    await Promise.all(this.lasts.values());
  }

  private async whenThereIsRoom<Result>(act: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await act();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
