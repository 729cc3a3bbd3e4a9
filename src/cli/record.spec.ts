import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jirga, type Said } from '../../test/support/cli';
import { type Person, type ServedLedger, servedLedger } from '../../test/support/serving';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import type { Shell } from './shell';

let ledger: ServedLedger;
let focal: Person;
let reviewer: Person;
beforeAll(async () => {
  ledger = await servedLedger();
  focal = await ledger.person(['PROVINCIAL_OFFICIAL', 'FOCAL_PERSON']);
  reviewer = await ledger.person(['FEDERAL_REVIEWER']);
});

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const as = (person: Person, args: readonly string[], shell: Partial<Shell> = {}): Promise<Said> =>
  jirga(args, { environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: person.token }, ...shell });
const record = (...args: readonly string[]): Promise<Said> => as(focal, ['record', ...args]);

const idIn = ({ out }: Said): string => /[\da-f]{8}-[\da-f-]{27}/.exec(out)?.[0] ?? 'none';
const REGISTER = ['participants', 'register', '--displayName', 'ګلالۍ افریدي (fictitious)', '--languages', 'ps', '--languages', 'ur'];
const PARTY = ['parties', 'register', '--type', 'PROVINCIAL_GOVERNMENT', '--canonicalName', 'The province (fictitious)'];

async function initiative(): Promise<string> {
  const party = idIn(await record(...PARTY));
  const objective = ['--objectives.0.code', 'O1', '--objectives.0.text', 'Peace'];
  return (await record('initiatives', 'propose', '--title', 'Two delegations', '--sponsorPartyId', party, ...objective, '--only-id')).out;
}

describe('jirga record', () => {
  it('opens a record from its fields and says its id, with which show reads it', async () => {
    const recorded = await record(...REGISTER);
    expect(recorded).toMatchObject({ code: 0, err: '' });
    expect(recorded.out).toMatch(/^Recorded: ParticipantRegistered\n {2}participants \S{36} {2}revision 0 {2}position \d+$/);
    const shown = await as(focal, ['show', 'participants', idIn(recorded)]);
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('ګلالۍ افریدي (fictitious)')]);
    expect(shown.out).toMatch(/languages +ps, ur/);
  });

  it('takes each value as its field says, not as it looks', async () => {
    const { out } = await record('parties', 'register', '--type', 'COMMUNITY', '--canonicalName', '007', '--only-id');
    expect(out).toMatch(/^[\da-f-]{36}$/);
    expect((await as(focal, ['show', 'parties', out])).out).toMatch(/canonicalName +007$/m);
  });

  it('acts on a record by members, words of a set, files, and times with a zone', async () => {
    const id = await initiative();
    writeFileSync(join(folder, 'why.txt'), 'د پولې وضعه بدله شوه\n');
    const said = ['--affects', 'SECURITY,TRADE', '--text', `@${join(folder, 'why.txt')}`];
    const shown = await record('initiatives', 'record-circumstances', '--help');
    expect(shown.out).toContain('--affects');
    const dry = await record(
      'initiatives',
      'record-circumstances',
      id,
      ...said,
      '--record.occurredAt',
      '2025-02-16[Asia/Karachi]',
      '--dry-run',
    );
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining('It would be recorded: CircumstancesChanged') });
  });

  it('sends a whole body from a file, or from standard input', async () => {
    const body = JSON.stringify({ displayName: 'Samandar (fictitious)', languages: [] });
    writeFileSync(join(folder, 'body.json'), body);
    expect(await record('participants', 'register', '--json-body', join(folder, 'body.json'))).toMatchObject({ code: 0 });
    expect(await as(focal, ['record', 'participants', 'register', '--json-body', '-'], { input: () => body })).toMatchObject({ code: 0 });
    expect(await as(focal, ['record', 'participants', 'register', '--json-body', '-'], { input: () => '{' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Standard input is no JSON'),
    });
    expect(await record(...REGISTER, '--json-body', '-')).toMatchObject({ code: 2, err: expect.stringContaining('and not both') });
  });

  it('records the same once under the same key, and refuses where the record has moved', async () => {
    const first = await record(...REGISTER, '--key', 'mine');
    const again = await record(...REGISTER, '--key', 'mine');
    expect(again.out).toBe(first.out.replace('Recorded', 'It had been recorded before'));
    const [id, other] = [await initiative(), idIn(first)];
    const designate = ['initiatives', 'designate-focal-person', id, '--participantId', other];
    expect(await record(...designate, '--if-match', '7')).toMatchObject({ code: 1, err: expect.stringContaining('precondition-failed') });
    expect(await record(...designate, '--if-match', 'x')).toMatchObject({ code: 2 });
  });

  it('prints the answer of the ledger unchanged for machines, also a refusal', async () => {
    const { out } = await record(...REGISTER, '--json');
    expect(JSON.parse(out)).toMatchObject({ stream: { type: 'participant', revision: 0 }, events: [{ type: 'ParticipantRegistered' }] });
    const refused = await as(reviewer, ['record', ...REGISTER, '--json']);
    expect([refused.code, JSON.parse(refused.out)]).toEqual([1, expect.objectContaining({ code: 'forbidden' })]);
  });

  it('signs with a key file, and says what is signed', async () => {
    const key = join(folder, 'my.pem');
    expect((await as(reviewer, ['keys', 'enrol', key])).code).toBe(0);
    const redLine = [
      'policy-framework',
      'declare-red-line',
      '--topic',
      'TRADE',
      '--text',
      'en:No tolls.',
      '--effect',
      'ADVISORY',
      '--examples',
      '[]',
    ];
    const unsigned = await as(reviewer, ['record', ...redLine]);
    expect([unsigned.code, unsigned.err]).toEqual([1, expect.stringMatching(/INV-46[\s\S]*What to do:[\s\S]*record\.signature-missing/)]);
    const signed = await as(reviewer, ['record', ...redLine, '--sign', key]);
    expect(signed).toMatchObject({
      code: 0,
      out: expect.stringContaining('RedLineDeclared'),
      err: expect.stringContaining('"body":"No tolls."'),
    });
    expect(await as(reviewer, ['record', ...redLine, '--sign', key, '--dry-run'])).toMatchObject({ code: 0 });
  });
});

describe('a refusal', () => {
  it('is told as people read it: the rule, how it applies, what to do, the code; exit 1', async () => {
    const id = await initiative();
    const { code, err } = await record('initiatives', 'close', id, '--summary', 'Done');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /^\S.*\.\n {2}\S.*\n {2}What to do: .*\n {2}Code: initiative\.\S+ {2}on initiative-\S{36} as it stood at revision 0$/,
      ),
    ]);
  });

  it('of wrong input names each field as it is said; exit 2', async () => {
    const { code, err } = await record('participants', 'register', '--displayName', ' ');
    expect([code, err]).toEqual([2, expect.stringMatching(/--displayName {2}must be[\s\S]*--languages {2}must be/)]);
  });

  it.each([
    [['contcts', 'schedule'], 'There is no collection "contcts"; did you mean contacts?'],
    [['zzz'], 'There are '],
    [['contacts', 'shedule'], 'There is no command "shedule" of contacts; did you mean schedule?'],
    [['contacts', 'zzzzzzzz'], 'There are schedule'],
    [['contacts', 'schedule', '--topicz', 'TRADE'], 'There is no field --topicz here; did you mean --topics?'],
    [['contacts', 'schedule', '--place.contry', 'AF'], 'did you mean --place.country?'],
    [['contacts', 'schedule', '--quite-else', 'AF'], 'jirga record contacts schedule --help lists them all'],
    [
      ['contacts', 'schedule', '--topics', 'TRDE'],
      '--topics is one of SECURITY, TRADE, REFUGEES, CROSS_BORDER_COLLABORATION; did you mean TRADE?',
    ],
    [['contacts', 'schedule', '--place.placePrecision', 'near'], '--place.placePrecision is a number'],
    [['contacts', 'schedule', '--plannedFor', 'soon'], '--plannedFor is a time and a zone'],
    [['contacts', 'schedule', '--place', 'Kabul'], '--place is said by its members'],
    [['contacts', 'schedule', '--counterparts.1.partyId', 'x'], 'a list is counted from 0'],
    [['contacts', 'schedule', '--counterparts', '[oops'], '--counterparts is a list in JSON'],
    [['commitments', 'draft', '--text', 'no language'], '--text is a language and words'],
    [['commitments', 'draft', '--text', 'ps:@nowhere'], 'There is no file nowhere.'],
    [['contacts', 'schedule', '--kind', 'MEETING', '--kind', 'CALL'], '--kind is said twice.'],
    [['contacts', 'schedule', '--kind'], '--kind says nothing'],
    [['contacts', 'schedule', '--kind', 'MEETING', 'stray'], '"stray" belongs to no field'],
    [['contacts', 'cancel'], 'Which one?'],
    [['contacts', 'schedule', 'an-id'], 'takes no id'],
    [['contacts', 'cancel', 'an-id', 'more'], '"more" belongs to nothing'],
  ])('before anything is sent: %j', async (args, sentence) => {
    expect(await record(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) });
  });

  it('takes null where nothing is known, and words that begin with @', async () => {
    const { err } = await record('contacts', 'schedule', '--plannedFor', 'null', '--plannedText', '@@home');
    expect(err).not.toContain('planned');
  });
});

describe('help', () => {
  it('lists the collections, the commands of one, and the fields of a command, from what the ledger says', async () => {
    expect(await record('--help')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/--json-body[\s\S]*Collections:[\s\S]*contacts +schedule/),
    });
    expect(await record('contacts', '--help')).toMatchObject({ code: 0, out: expect.stringMatching(/cancel <id> +\S/) });
    const { code, out } = await record('contacts', 'schedule', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/\* --initiativeId ID +The initiative it belongs to/);
    expect(out).toMatch(/\* --topics WORD,WORD,… +What is to be spoken about \(INV-08\)\. SECURITY, TRADE/);
    expect(out).toMatch(/\* --counterparts\.0\.participantId ID/);
    expect(out).toMatch(/\* --plannedFor 2025-02-16\[Asia\/Karachi\] .*or null/);
    expect(out).toMatch(/ {2}--record\.occurredAt/);
  });

  it('without more, says how, and exits 2', async () => {
    expect(await record()).toMatchObject({ code: 2, out: expect.stringContaining('Usage: jirga record') });
    expect(await record('contacts')).toMatchObject({ code: 2, out: expect.stringContaining('schedule') });
  });

  it('says what it can where no ledger answers', async () => {
    const { code, out } = await jirga(['record', '--help', '--server', 'http://127.0.0.1:2']);
    expect([code, out]).toEqual([0, expect.stringMatching(/--json-body[\s\S]*nothing listens there/)]);
  });

  it('has no option of its own that is the name of a field', async () => {
    const { out } = await record('--help');
    const own = [...out.matchAll(/^ +(?:-h, )?--([\w-]+)/gm)].map(([, name]) => name);
    const { schemas } = (
      (await (await fetch(`${ledger.serving.address}/openapi.json`)).json()) as {
        components: { schemas: Record<string, { properties?: object }> };
      }
    ).components;
    const commands = Object.values(schemas).filter(({ properties = {} }) => 'record' in properties);
    expect(own.length).toBeGreaterThan(8);
    expect(commands.flatMap(({ properties = {} }) => Object.keys(properties)).filter((name) => own.includes(name))).toEqual([]);
  });
});

describe('the way to the ledger', () => {
  const closing: (() => void)[] = [];
  afterAll(() => {
    for (const close of closing) close();
  });

  /** Answers one act with each of these in turn, and everything else as the real ledger does. */
  async function standIn(answers: readonly (503 | 'CUT')[]) {
    const keys: unknown[] = [];
    const server = createServer((request, response) => {
      const next = request.method === 'POST' ? answers[keys.length] : undefined;
      if (request.method === 'POST') keys.push(request.headers['idempotency-key']);
      if (next === 'CUT') request.socket.destroy();
      else if (next === 503)
        response.writeHead(503, { 'retry-after': '2' }).end('{"title":"The ledger is busy","status":503,"code":"queue-full"}');
      else void answeredBy(request.method ?? '', request.url ?? '', request.headers, request).then((text) => response.end(text));
    });
    closing.push(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address() as { port: number };
    return { url: `http://127.0.0.1:${address.port}`, keys };
  }
  async function answeredBy(
    method: string,
    url: string,
    headers: NodeJS.Dict<string | string[]>,
    body: AsyncIterable<Buffer>,
  ): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(part);
    const kept = Object.fromEntries(
      ['authorization', 'content-type', 'idempotency-key'].flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])),
    );
    const sent = method === 'POST' ? { body: Buffer.concat(parts).toString() } : {};
    return (await fetch(`${ledger.serving.address}${url}`, { method, headers: kept, ...sent })).text();
  }

  it('is tried again after 503, as long as the ledger asks and under the same key', async () => {
    const { url, keys } = await standIn([503, 503]);
    const waited: number[] = [];
    const wait = (ms: number): Promise<unknown> => Promise.resolve(waited.push(ms));
    const environment = { JIRGA_TOKEN: focal.token };
    expect(await jirga(['record', ...REGISTER, '--server', url], { environment, wait })).toMatchObject({ code: 0 });
    expect([waited, keys.length, new Set(keys).size]).toEqual([[2000, 2000], 3, 1]);
  });

  it('is not tried for ever', async () => {
    const { url, keys } = await standIn([503, 503, 503, 503, 503, 503]);
    const said = await jirga(['record', ...REGISTER, '--server', url], {
      environment: { JIRGA_TOKEN: focal.token },
      wait: () => Promise.resolve(),
    });
    expect([said.code, keys.length, said.err]).toEqual([1, 5, expect.stringContaining('queue-full')]);
  });

  it('was cut off: says that nobody knows, and how to learn it', async () => {
    const { url } = await standIn(['CUT']);
    const { code, err } = await jirga(['record', ...REGISTER, '--server', url], { environment: { JIRGA_TOKEN: focal.token } });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/the connection was cut off\.\nNobody knows whether[\s\S]*--key [\da-f-]{36} tells/),
    ]);
  });

  it.each([
    ['http://127.0.0.1:2', 'nothing listens there'],
    ['http://no-such-machine.invalid', 'no machine of this name'],
  ])('leads nowhere: %s', async (server, words) => {
    const { code, err } = await jirga(['record', ...REGISTER, '--server', server], { environment: { JIRGA_TOKEN: 'jirga_x' } });
    expect([code, err]).toEqual([1, expect.stringMatching(new RegExp(`does not answer: .*(${words}|could not be looked up).*JIRGA_URL`))]);
  });

  it('needs a token, from a file, from the environment, and never from the command line', async () => {
    const token = join(folder, 'token');
    writeFileSync(token, `${focal.token}\n`);
    const url = { JIRGA_URL: `${ledger.serving.address}/` };
    expect(await jirga(['record', ...REGISTER, '--token-file', token], { environment: url })).toMatchObject({ code: 0 });
    expect(await jirga(['record', ...REGISTER], { environment: { ...url, JIRGA_TOKEN_FILE: token } })).toMatchObject({ code: 0 });
    expect(await jirga(['record', ...REGISTER], { environment: url })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Nobody is signed in'),
    });
    expect(await jirga(['record', ...REGISTER, '--token-file', `${token}.not`], { environment: url })).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no token file'),
    });
    const both = { ...url, JIRGA_TOKEN_FILE: token, JIRGA_TOKEN: focal.token };
    expect(await jirga(['record', ...REGISTER], { environment: both })).toMatchObject({
      code: 2,
      err: expect.stringContaining('both name a token'),
    });
    expect(await jirga(['record', ...REGISTER, '--server', 'ftp://x'], { environment: url })).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected an address'),
    });
  });
});

describe('jirga show', () => {
  it('tells the history, and what may be done with it now, and what stops the rest', async () => {
    const id = await initiative();
    expect(await as(focal, ['show', 'initiatives', id, '--events'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^0 {2}InitiativeProposed {2}\S+ {2}by \S+ as FOCAL_PERSON/),
    });
    const { code, out } = await as(focal, ['show', 'initiatives', id, '--actions']);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^Possible for you now[\s\S]*\n {2}designate-focal-person[\s\S]*Not possible:[\s\S]*acknowledge-notification\n +This is for FEDERAL_LIAISON/,
      ),
    ]);
    expect(await as(focal, ['show', 'initiatives', id, '--actions', '--events'])).toMatchObject({ code: 2 });
    expect(JSON.parse((await as(focal, ['show', 'initiatives', id, '--json'])).out)).toMatchObject({ id, revision: 0 });
  });

  it('reads what there is once without an id', async () => {
    expect(await as(focal, ['show', 'policy-framework'])).toMatchObject({ code: 0 });
    expect(await as(focal, ['show', 'policy-framework', 'x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is one only'),
    });
    expect(await as(focal, ['show', 'initiatives'])).toMatchObject({ code: 2, err: expect.stringContaining('Which one?') });
    const unknown = await as(focal, ['show', 'initiatives', '00000000-0000-4000-8000-000000000000']);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('not-found') });
  });
});
