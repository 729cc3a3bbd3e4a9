/**
 * Asks one question at a time about each name, and answers with it all who asked before it began: nobody is answered by one that was under way when he
 * came, so that he hears of everything that had happened by then.
 */
export class SharedQuestions<Answer> {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Promise<Answer>>();

  constructor(private readonly ask: (name: string) => Promise<Answer>) {}

  of(name: string): Promise<Answer> {
    const waiting = this.waiting.get(name);
    if (waiting) return waiting;
    const before = this.underWay.get(name);
    if (!before) return this.begin(name);
    const next = before.then(() => {
      this.waiting.delete(name);
      return this.begin(name);
    });
    this.waiting.set(name, next);
    return next;
  }

  private begin(name: string): Promise<Answer> {
    const answer = this.ask(name);
    const end = (): void => void this.underWay.delete(name);
    this.underWay.set(name, answer.then(end, end));
    return answer;
  }
}
