import { type Told } from '../../src/boards/told';

/** A block of an event stream as it came. */
export interface Heard {
  readonly event?: string;
  readonly id?: string;
  readonly comment?: string;
  readonly data?: {
    readonly rows?: readonly Told[];
    readonly position?: number;
    readonly code?: string;
    readonly board?: string;
  };
}

/** Longer than anything takes on a busy machine. */
const WAIT_MS = 45_000;

/** Somebody who listens to a stream of events. */
export class Listener {
  readonly heard: Heard[] = [];
  ended = false;
  private wake: () => void = () => undefined;
  private readonly abort = new AbortController();

  private constructor(readonly status: number) {}

  static async open(address: string, path: string, token: string, headers: Readonly<Record<string, string>> = {}): Promise<Listener> {
    const abort = new AbortController();
    const response = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers }, signal: abort.signal });
    if (response.status !== 200) throw new Error(`not let in: ${response.status} ${await response.text()}`);
    const listener = new Listener(response.status);
    abort.signal.addEventListener('abort', () => (listener.ended = true));
    listener.abort.signal.addEventListener('abort', () => {
      abort.abort();
    });
    void listener.take(response);
    return listener;
  }

  /** Waits until something that was heard is so. */
  async until(isIt: (heard: Heard) => boolean): Promise<Heard> {
    for (const end = performance.now() + WAIT_MS; ;) {
      const found = this.heard.find(isIt);
      if (found) return found;
      if (this.ended || performance.now() > end) throw new Error(`never heard: ${JSON.stringify(this.heard)}`);
      await this.more();
    }
  }

  /** Waits until the server has ended the stream. @returns all that was heard */
  async end(): Promise<readonly Heard[]> {
    for (const end = performance.now() + WAIT_MS; !this.ended;) {
      if (performance.now() > end) throw new Error(`still open: ${JSON.stringify(this.heard)}`);
      await this.more();
    }
    return this.heard;
  }

  /** What was told, apart from signs of life. */
  get events(): readonly Heard[] {
    return this.heard.filter(({ event }) => event !== undefined);
  }

  close(): void {
    this.abort.abort();
  }

  private more(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1_000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async take(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        this.heard.push(...blocks.map(heardIn));
        this.wake();
      }
    } catch (error) {
      if (!this.abort.signal.aborted) this.heard.push({ comment: String(error) });
    }
    this.ended = true;
    this.wake();
  }
}

function heardIn(block: string): Heard {
  const fields = block.split('\n').map((line): [string, string] => {
    const [name = '', ...rest] = line.split(':');
    return [name === '' ? 'comment' : name, rest.join(':').trim()];
  });
  const { data, ...heard } = Object.fromEntries(fields);
  return { ...heard, ...(data !== undefined && { data: JSON.parse(data) as Heard['data'] & object }) };
}
