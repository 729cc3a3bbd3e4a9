import { join } from 'node:path';
import { setTimeout as passing } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { changesOf } from '../../src/client/changes';
import { Client } from '../../src/client/client';
import { verification } from '../../src/negotiation/verification';
import { KurrentDbDouble } from '../kurrentdb/kurrentdb-double';
import { Balancer } from '../support/balancer';
import { describeWithPostgres } from '../support/on-each-database';
import { Program } from '../support/program';
import { accepted, type Answer, type Ask, asking, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { environmentOf } from '../support/stores';
import { temporaryFolder } from '../support/temporary-ledger';
import { temporaryPostgres } from '../support/temporary-postgres';
import { until } from '../support/until';

jest.setTimeout(400_000);

/** People who write at the same time. */
const WRITERS = 3;
/** How long each of them thinks before he writes again: what follows from each act keeps up with them on a busy machine too. */
const PAUSE_MS = 3_000;
/** Acts of all of them between two restarts, and after the last one. */
const ACTS_BETWEEN = 5;
const TIMELINE = '/v1/boards/timeline';

/** What an act was answered with. */
interface Recorded {
  readonly stream: { readonly id: string };
  readonly position: string;
  readonly events: readonly { readonly id: string }[];
  readonly deviations: readonly string[];
}

/** An instance of the program as a process, on a port that stays. */
class Instance {
  private constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
    private program: Program,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<Instance> {
    const folder = join(temporaryFolder(), 'instance');
    const program = await Program.start(folder, { environment });
    return new Instance(folder, { ...environment, JIRGA_PORT: new URL(program.address).port }, program);
  }

  get address(): string {
    return this.program.address;
  }

  /** @returns its exit code; null where the signal has ended it */
  end(signal: NodeJS.Signals): Promise<number | null> {
    this.program.signal(signal);
    return this.program.exited;
  }

  async startAgain(): Promise<void> {
    this.program = await Program.start(this.folder, { environment: this.environment });
  }
}

describeWithPostgres('two instances behind a balancer, restarted one after the other while people write, read and listen', () => {
  let server: KurrentDbDouble;
  let ledger: ServedLedger;
  let instances: readonly Instance[];
  let balancer: Balancer;
  let focal: Person;
  let auditor: Person;
  let contact: object;

  beforeAll(async () => {
    server = await KurrentDbDouble.start();
    const place = { url: await (await temporaryPostgres()).emptyPlace() };
    const stores = { kurrentdb: { url: server.url }, postgres: place, keys: place };
    ledger = await servedLedger({ stores });
    [focal, auditor] = [await ledger.person(['FOCAL_PERSON']), await ledger.person(['AUDITOR'])];
    contact = await unsanctioned(await ledger.person(['PROVINCIAL_OFFICIAL']));
    const { masterKey, commandSecret } = ledger.serving.house.files;
    await ledger.serving.close();
    const environment = { ...environmentOf(stores), JIRGA_MASTER_KEY_FILE: masterKey, JIRGA_COMMAND_SECRET_FILE: commandSecret };
    instances = [await Instance.start(environment), await Instance.start(environment)];
    balancer = await Balancer.start(instances.map(({ address }) => address));
  });

  const over = new AbortController();
  afterAll(() => {
    over.abort();
    balancer.close();
    server.stop();
  });

  /** A meeting of which nobody was told before: a process notes each of its deviations in the register of the initiative. */
  async function unsanctioned(official: Person): Promise<object> {
    const recorded = async ({ ask }: Person, path: string, body: object): Promise<string> =>
      accepted(await ask('POST', path, { body })).json<Recorded>().stream.id;
    const partyId = await recorded(official, '/v1/parties', { type: 'TRIBE', canonicalName: 'A tribe (fictitious)' });
    const participantId = await recorded(official, '/v1/participants', { displayName: 'An elder (fictitious)', languages: ['ps'] });
    const objectives = [{ code: 'O2', text: 'The tribes speak with one another' }];
    const initiativeId = await recorded(focal, '/v1/initiatives', { title: 'A dialogue', sponsorPartyId: partyId, objectives });
    return {
      ...{ initiativeId, kind: 'MEETING', track: 'TRACK_1', channel: 'OPEN', mode: 'DIRECT', acts: ['LISTEN'] },
      ...{ counterparts: [{ participantId, partyId }], agenda: [], clearanceIds: [], explanation: 'The elders came unasked.' },
      place: { name: 'A guest house (fictitious)', country: 'AF', placePrecision: 2 },
      record: { occurredAt: { from: '2025-02-27', precision: 'DAY', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } },
    };
  }

  it('answer what they are asked, or say when to ask again; lose nothing, double nothing, and leave nobody in the dark', async () => {
    const acknowledged: Recorded[] = [];
    /** Answers that nobody should have had. */
    const unexpected: string[] = [];
    /** Connections break only while a process is killed. */
    let mayBreak = false;
    let isOver = false;
    const ask: Record<'write' | 'read', Ask> = {
      write: asking(balancer.address, { authorization: `Bearer ${focal.token}` }),
      read: asking(balancer.address, { authorization: `Bearer ${auditor.token}` }),
    };

    /** Asks until it is done, as every client should: after as long as it is told to wait. */
    async function insist(what: string, once: () => Promise<Answer>): Promise<Answer> {
      for (;;) {
        over.signal.throwIfAborted();
        const answer = await once().catch((error: unknown) => error as Error);
        if ('status' in answer && answer.status < 300) return answer;
        const after = 'status' in answer && answer.status === 503 ? answer.headers.get('retry-after') : null;
        const isBroken = !('status' in answer) || answer.status === 502;
        if (after === null && !(mayBreak && isBroken))
          unexpected.push(
            `${what}: ${'status' in answer ? `${answer.status} ${answer.text}` : ((answer.cause as Error | undefined)?.message ?? answer.message)}`,
          );
        await passing(1_000 * Number(after ?? 0.1));
      }
    }

    async function writer(name: string): Promise<void> {
      for (let n = 0; !isOver; n++) {
        const headers = { 'idempotency-key': `${name}, act ${n}` };
        const act = () => ask.write('POST', '/v1/contacts/unsanctioned', { body: contact, headers });
        const recorded = (await insist(`${name} records`, act)).json<Recorded>();
        acknowledged.push(recorded);
        const query = `at-least=${recorded.position}&type=UnsanctionedContactReported&sort=-recordedAt`;
        const timeline = await insist(`${name} reads`, () => ask.read('GET', `${TIMELINE}?${query}&page[size]=50`));
        if (!timeline.text.includes(recorded.events[0]?.id ?? '')) unexpected.push(`${name} does not find what he has recorded`);
        await passing(PAUSE_MS);
      }
    }

    /** Ids of the events that a listener knows of, who reads the board when he is told to. */
    const known = new Set<string>();
    const lost: string[] = [];
    async function readAgain(position: string): Promise<void> {
      for (let after = ''; ;) {
        const path = `${TIMELINE}?at-least=${position}&page[size]=200${after}`;
        const { rows, next } = (await insist('a listener reads', () => ask.read('GET', path))).json<{
          rows: { eventId: string }[];
          next: string | null;
        }>();
        for (const { eventId } of rows) known.add(eventId);
        if (next === null) return;
        after = `&page[after]=${next}`;
      }
    }
    async function listener(): Promise<void> {
      const wait = () => passing(100, undefined, { signal: over.signal });
      const client = Client.bearer(balancer.address, auditor.token);
      const changes = changesOf(client, `${TIMELINE}/changes`, { since: '0', lost: (why) => lost.push(why), wait });
      for await (const { event, id, data } of changes) {
        if (event === 'reset') await readAgain(id);
        else for (const row of (JSON.parse(data) as { rows: { id: string }[] }).rows) known.add(row.id);
      }
    }

    const more = (): Promise<number> => {
      const enough = acknowledged.length + ACTS_BETWEEN;
      return until(
        () => Promise.resolve(acknowledged.length),
        (acts) => acts >= enough,
      );
    };
    const isReady = (instance: Instance): Promise<boolean> =>
      until(
        () => Promise.resolve(balancer.isReady(instance.address)),
        (ready) => ready,
      );

    const listening = listener();
    const writing = Array.from({ length: WRITERS }, (_, n) => writer(`person ${n}`));
    await more();
    for (const instance of instances) {
      expect(await instance.end('SIGTERM')).toBe(0);
      await more();
      await instance.startAgain();
      await isReady(instance);
      await more();
    }
    const [killed] = instances;
    mayBreak = true;
    expect(await killed?.end('SIGKILL')).toBeNull();
    await more();
    mayBreak = false;
    await killed?.startAgain();
    await more();
    isOver = true;
    await Promise.all(writing);
    expect(unexpected).toEqual([]);

    const ids = acknowledged.map(({ events }) => events[0]?.id ?? '');
    await until(
      () => Promise.resolve(ids.filter((id) => !known.has(id))),
      (missing) => missing.length === 0,
    );
    // He listens to one of the two, and goes to the other one when that ends.
    expect(lost.length).toBeGreaterThanOrEqual(2);
    const flags = acknowledged.flatMap(({ deviations }) => deviations);
    const deviations = () => typesIn('deviations').filter((type) => type.startsWith('ProtocolDeviationRecorded '));
    await until(
      () => Promise.resolve(deviations().length),
      (recorded) => recorded >= flags.length,
    );
    over.abort();
    const ended = expect(listening).rejects.toThrow('aborted');
    for (const instance of instances) await instance.end('SIGTERM');
    await ended;
    expect(deviations()).toHaveLength(flags.length);
    expect(typesIn('contact').sort()).toEqual(
      acknowledged.map(({ stream }) => `UnsanctionedContactReported in contact-${stream.id}`).sort(),
    );
    const report = await verify(ledger.serving.house.files, { ...verification, keys: ledger.configuration.keys, threads: 1 });
    expect(report).toMatchObject({ findings: [], bodies: { SEALED: 0 }, commandIds: 'CHECKED' });
  });

  /** What lies in the log in records of one kind: the type of each event, and its record. */
  const typesIn = (kind: string): string[] =>
    server.log.events.flatMap(({ stream, type }) => (stream.startsWith(`${kind}-`) ? [`${type} in ${stream}`] : []));
});
