import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { House } from '../house';
import { newSigningKeyPem, signingKeyFrom } from '../trust/signing';
import { type Answer, Client, type ProblemSeen, type RecordedSeen, UnexpectedAnswerError } from '../client/client';
import type { Progress } from './progress';

/** How long the demonstration waits for what a process does by itself. */
const PROCESS_WAIT_MS = 15_000;
const LOOK_AGAIN_MS = 20;
const DAY_MS = 24 * 3_600_000;

/** Where the scenario is played: who is signed in, which ids are known, and what day it is. */
export class Stage {
  private readonly clients = new Map<string, Client>();

  constructor(
    readonly address: string,
    /** Only to hand out one-time sign-in tokens, as the operator of the machine may; everything else goes over HTTP. */
    private readonly house: House,
    readonly progress: Progress,
  ) {}

  /** The id or the date that an earlier step has kept under this name. */
  id(name: string): string {
    const id = this.progress.ids[name];
    if (id === undefined) throw new Error(`no step has kept an id named ${name}`);
    return id;
  }

  keep(name: string, id: string): void {
    this.progress.ids[name] = id;
  }

  /** A one-time sign-in token for somebody of the demonstration. */
  async signInToken(person: string): Promise<string> {
    const id = this.id(person);
    return (await this.house.access.issue('SIGN_IN', id, this.progress.ids[`${person} account`] ?? null, id)).token;
  }

  /** A key of his own for somebody of the demonstration, kept beside the ledger for whoever wants to sign as he does; the same one, however often. */
  newSigningKey(person: string): KeyObject {
    const file = this.keyFileOf(person);
    if (!existsSync(file)) {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, newSigningKeyPem(undefined), { mode: 0o600 });
    }
    return signingKeyFrom(readFileSync(file, 'utf8'), undefined);
  }

  /** With which he signs what he records, once he has enrolled it. */
  private signingKeyOf(person: string): KeyObject | undefined {
    return this.progress.ids[`${person} key`] === undefined ? undefined : this.newSigningKey(person);
  }

  private keyFileOf(person: string): string {
    return join(this.house.files.folder, 'signing-keys', `${person}.pem`);
  }

  async as(person: string): Promise<Client> {
    const known = this.clients.get(person);
    if (known) return known;
    const client = await Client.signIn(this.address, await this.signInToken(person));
    this.clients.set(person, client);
    return client;
  }

  /** Records something that must be accepted. The step's name is the Idempotency-Key, so that a step that was cut off can be played again. */
  async record(
    person: string,
    path: string,
    body: object,
    key: string,
  ): Promise<Pick<Answer<RecordedSeen>, 'status' | 'replayed' | 'body'>> {
    const client = await this.as(person);
    const {
      status,
      body: answer,
      replayed,
    } = await client.post(path, body, { idempotencyKey: key, signingKey: this.signingKeyOf(person) });
    if (status !== 200 && status !== 201)
      throw new UnexpectedAnswerError(`"${key}" should have been recorded; POST ${path} was answered ${status}: ${JSON.stringify(answer)}`);
    const recorded = answer as RecordedSeen;
    if (Number(recorded.position) > Number(this.progress.position)) this.progress.position = recorded.position;
    return { status, replayed, body: recorded };
  }

  /** Asks for something that must be refused, with this code and invariant. */
  async refused(person: string, path: string, body: object, asked: string, expected: { code: string; invariant: string }): Promise<void> {
    const client = await this.as(person);
    const answer = await client.post(path, body);
    const { code, title, invariant = '', detail = '' } = answer.body as ProblemSeen;
    if (answer.status !== 409 || code !== expected.code || invariant !== expected.invariant)
      throw new UnexpectedAnswerError(
        `"${asked}" should have been refused as ${expected.code} (${expected.invariant}); POST ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`,
      );
    this.progress.refused.push({ asked, title, code, invariant, detail });
  }

  /** Rows of a board as the liaison officer reads it, with all that the scenario has recorded. */
  async board<Row>(name: string): Promise<readonly Row[]> {
    const { rows } = await (
      await this.as('liaison')
    ).get<{ rows: readonly Row[] }>(`/v1/boards/${name}?at-least=${this.progress.position}`);
    return rows;
  }

  /** Waits until a record that some process changes is in this status. */
  async until(person: string, path: string, status: string): Promise<void> {
    await this.become<{ status: string }>(person, path, status, (state) => state.status === status);
  }

  /** Waits until some process has made of a record what it must become, and says in words what that is if it does not. */
  async become<State>(person: string, path: string, what: string, holds: (state: State) => boolean): Promise<void> {
    const client = await this.as(person);
    const end = performance.now() + PROCESS_WAIT_MS;
    for (;;) {
      const answer = await client.look<{ state: State }>(path);
      if (answer && holds(answer.state)) return;
      if (performance.now() > end)
        throw new UnexpectedAnswerError(`${path} did not become ${what}, it is ${answer ? JSON.stringify(answer.state) : 'not there'}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  /** Lets days pass on the demonstration's own clock, which never runs ahead of the real one. */
  pass(days: number): void {
    this.progress.lagMs = Math.max(0, this.progress.lagMs - days * DAY_MS);
    // Their sessions have ended meanwhile.
    this.clients.clear();
  }

  /** From here on its clock is the real one. */
  passAll(): void {
    this.pass(Number.POSITIVE_INFINITY);
  }

  /** Now, on the demonstration's clock. */
  now(): Date {
    return new Date(Date.now() - this.progress.lagMs);
  }
}
