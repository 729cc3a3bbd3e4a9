/** A thread that was held up, by what it computed or because its machine slept, has so lost one of so many steps, however long it was held up. */
const STEPS = 20;

/**
 * A time limit that only passes while this thread gets its turns. A plain timer has run out before the answer that came meanwhile is looked at, so that
 * after each long halt everybody would be taken for silent.
 */
export class Deadline {
  private readonly timer: NodeJS.Timeout;
  private stepsLeft = STEPS;

  /**
   * @param ms milliseconds
   * @param late called once, when they have passed
   */
  constructor(ms: number, late: () => void = () => undefined) {
    this.timer = setInterval(() => {
      this.stepsLeft--;
      if (!this.hasPassed) return;
      this.stop();
      late();
    }, ms / STEPS);
  }

  get hasPassed(): boolean {
    return this.stepsLeft <= 0;
  }

  /** It begins anew. */
  refresh(): void {
    this.stepsLeft = STEPS;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** Rejects with what `late` makes after so many milliseconds in which this thread got its turns; what comes later is ignored. */
export function within<Result>(ms: number, answer: Promise<Result>, late: () => Error): Promise<Result> {
  let deadline: Deadline | undefined;
  const waited = new Promise<never>((_, reject) => {
    deadline = new Deadline(ms, () => reject(late()));
  });
  return Promise.race([answer, waited]).finally(() => deadline?.stop());
}
