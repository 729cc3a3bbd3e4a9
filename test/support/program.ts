import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import { type Ask, asking, PASSWORD } from './serving';
import { TEST_ORIGIN } from './temporary-ledger';

const DIST = resolve(__dirname, '../../dist');
/** The program as it is shipped. */
export const MAIN = resolve(DIST, 'main.js');
/** Longer than any start takes on a busy machine. */
const START_MS = 60_000;

const running = new Set<Program>();
afterAll(async () => {
  for (const program of [...running]) await program.kill();
});

export interface ProgramOptions {
  /** A command that runs the program: `['strace', '-f']`. */
  readonly under?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built server as a process of its own, which can be killed. */
export class Program {
  address = '';
  private said = '';
  readonly exited: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (text: Buffer) => (this.said += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (this.said += text.toString()));
    this.exited = once(child, 'exit').then(([code]) => code as number | null);
    running.add(this);
    void this.exited.then(() => running.delete(this));
  }

  /** Starts it without waiting for anything. Throws where nobody has built it. */
  static launch(folder: string, { under = [], environment = {} }: ProgramOptions = {}): Program {
    if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: npm run build makes it');
    const [command, ...args] = [...under, process.execPath, MAIN];
    const env = { PATH: process.env['PATH'] ?? '', JIRGA_DATA: folder, JIRGA_PORT: '0', JIRGA_ORIGIN: TEST_ORIGIN, ...environment };
    return new Program(spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Starts it and waits until it listens. Throws with what it has said where it ends instead. */
  static async start(folder: string, options: ProgramOptions = {}): Promise<Program> {
    const program = Program.launch(folder, options);
    const end = performance.now() + START_MS;
    const ended = program.exited.then(() => true);
    for (;;) {
      const [, address] = /Listening on (http:\S+)/.exec(program.said) ?? [];
      if (address !== undefined) {
        program.address = address;
        return program;
      }
      const over = await Promise.race([ended, new Promise<boolean>((look) => setTimeout(look, 20, false))]);
      if (over || performance.now() > end) throw new Error(`the program did not start: ${program.said}`);
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** All it has said so far, on both channels. */
  get output(): string {
    return this.said;
  }

  /** The enrolment token that it has printed for the first administrator of a side. */
  invitation(side: 'province' | 'federal side'): string {
    const [, token] = new RegExp(`administrator of the ${side}[^\\n]*\\n\\s*(jirga_\\S+)`).exec(this.said) ?? [];
    if (token === undefined) throw new Error(`no token was printed for the ${side}`);
    return token;
  }

  as(token: string): Ask {
    return asking(this.address, { authorization: `Bearer ${token}` });
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it at once, as a power cut would, but for what the kernel still holds. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}

/** A bearer token of somebody who may register parties; made over HTTP with the tokens that the first start has printed. */
export async function officialOf(program: Program): Promise<string> {
  const nobody = asking(program.address, {});
  const json = async <T>(answer: ReturnType<Ask>): Promise<T> => {
    const { status, text } = await answer;
    if (status >= 300) throw new Error(`a step was answered ${status}: ${text}`);
    return JSON.parse(text) as T;
  };
  const enrol = async (token: string, login: string): Promise<string> => {
    await json(nobody('POST', '/v1/enrolments', { body: { token, login, password: PASSWORD } }));
    return (await json<{ token: string }>(nobody('POST', '/v1/tokens', { body: { login, password: PASSWORD } }))).token;
  };
  const administrator = program.as(await enrol(program.invitation('province'), 'administrator'));
  const body = { displayName: 'Official (fictitious)', languages: ['en'] };
  const { stream } = await json<{ stream: { id: string } }>(administrator('POST', '/v1/participants', { body }));
  await json(administrator('POST', `/v1/participants/${stream.id}/grant-role`, { body: { role: 'PROVINCIAL_OFFICIAL' } }));
  await json(
    administrator('POST', `/v1/participants/${stream.id}/grant-clearance-level`, { body: { level: 'CONFIDENTIAL', caveats: [] } }),
  );
  const { token } = await json<{ token: string }>(administrator('POST', `/v1/participants/${stream.id}/enrolment-tokens`));
  return enrol(token, 'official');
}

/** A party to be registered; every test may make as many as it likes. */
export const partyBody = (name: string): object => ({ type: 'COMMUNITY', canonicalName: name });
