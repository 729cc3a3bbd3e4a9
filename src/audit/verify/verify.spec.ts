import { createCipheriv } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerMaker, MADE_KIND, MADE_TYPE, madeSlots } from '../../../test/support/made-ledger';
import { tamper } from '../../../test/support/tampering';
import { temporaryFolder } from '../../../test/support/temporary-ledger';
import { temporaryTrust } from '../../../test/support/temporary-trust';
import { canonicalJson } from '../../kernel/canonical-json';
import { FINDINGS_LISTED_MAX } from '../../kernel/limits';
import { uuidV5 } from '../../kernel/uuid';
import { type LedgerFolder, ledgerFolder } from '../../ledger/folder';
import { SqliteLogReader } from '../../ledger/sqlite/sqlite-log-reader';
import { open } from '../../trust/body';
import { commitmentOf, commitmentsText, saltsFrom } from '../../trust/commitments';
import type { Leaf } from '../../trust/leaf';
import { partsOf } from '../../trust/record';
import { SlotBook } from '../../trust/slots';
import type { Head } from './joint';
import { Account, type Report, verify, type VerifyOptions } from './verify';

const run = (files: LedgerFolder, options: Partial<VerifyOptions> = {}): Promise<Report> =>
  verify(files, { slots: madeSlots, decisive: {}, ...options });

describe('verify', () => {
  let original: LedgerFolder;
  let head: Head;
  beforeAll(async () => {
    original = new LedgerMaker().streams(60).close();
    ({ head } = await run(original));
  });

  const copy = (): LedgerFolder => {
    const files = ledgerFolder(join(temporaryFolder(), 'ledger'));
    mkdirSync(files.folder);
    for (const part of ['ledger', 'keys', 'masterKey', 'commandSecret'] as const) copyFileSync(original[part], files[part]);
    return files;
  };

  it('finds nothing in a ledger that nobody touched', async () => {
    expect(await run(original, { expected: head })).toMatchObject({
      origin: 'jirga.example/test',
      head: { size: 360 },
      bodies: { OPENED: 360, ERASED: 0, SEALED: 0 },
      commandIds: 'CHECKED',
      findings: [],
    });
  });

  it('lists as many findings as a report may, and of one more only that it is there', () => {
    const account = new Account(undefined, true);
    const finding = (position: number) => ({ check: 'body', position, detail: 'a bit differs' }) as const;
    const positions = () => account.report('', 'CHECKED').findings.map(({ position }) => position);
    const first = Array.from({ length: FINDINGS_LISTED_MAX }, (_, n) => n + 1);
    account.add(first.map(finding));
    expect(positions()).toEqual(first);
    account.add([finding(FINDINGS_LISTED_MAX + 1)]);
    expect(positions()).toEqual(first);
    expect(account.report('', 'CHECKED')).toMatchObject({
      findingsTotal: FINDINGS_LISTED_MAX + 1,
      byCheck: { body: FINDINGS_LISTED_MAX + 1 },
    });
  });

  it('checks what can be checked without the keys, and says that the bodies stayed shut', async () => {
    const files = copy();
    rmSync(files.keys);
    rmSync(files.commandSecret);
    expect(await run(files, { expected: head })).toMatchObject({
      bodies: { OPENED: 0, ERASED: 0, SEALED: 360 },
      commandIds: 'NOT_CHECKED',
      findings: [],
    });
  });

  it('says the same on several threads as on one, also where a stretch ends in the middle of a command', async () => {
    const files = new LedgerMaker().streams(200).close();
    const one = await run(files, { threads: 1 });
    const seen: number[] = [];
    expect(await run(files, { threads: 2, onProgress: (checked) => seen.push(checked) })).toEqual(one);
    expect(one).toMatchObject({ head: { size: 1_200 }, findings: [] });
    expect(seen).toEqual([512, 1_024, 1_200]);
  }, 30_000);
});

/** Somebody who holds every key writes one event that no honest program writes; everything else about it is right. */
describe('verify against somebody who has the keys', () => {
  type Change = (event: Forged) => void;
  /** What he may choose. */
  interface Forged {
    open: Record<string, unknown>;
    content: { data: Record<string, unknown>; env: Record<string, unknown> };
    /** Text of the body; the canonical form of `content` by default. */
    text?: string;
    /** Bytes of the body's text, where they are not that text in UTF-8. */
    bytes?: Buffer;
    /** Fields that the commitment is made of, where they are not those of the content. */
    committed?: Record<string, unknown>;
    /** Text of the leaf; the canonical form by default. */
    leaf?: (canonical: string) => string;
    key: string;
  }

  /** A ledger of two streams; its last event is replaced by the forged one. */
  async function findingsOf(change: Change): Promise<string[]> {
    const maker = new LedgerMaker();
    const other = maker.command();
    maker.command();
    const files = maker.close();
    const log = new SqliteLogReader(files.ledger);
    const [first, last] = log.readAll(0, 2);
    log.close();
    if (!first || !last) throw new Error('too few events');
    const { keyring } = temporaryTrust(files);
    const slots = new SlotBook(madeSlots).of(MADE_KIND, MADE_TYPE, '1');
    const leaf = JSON.parse(partsOf(last.record).leaf) as Leaf;
    const key = keyring.unwrap(leaf.key);
    if (!slots || !key) throw new Error('no slots or no key');
    const opened = open(partsOf(last.record).body, key, partsOf(last.record).leafBytes);
    const otherKey = (JSON.parse(partsOf(first.record).leaf) as Leaf).key;
    const forged: Forged = { open: { ...leaf }, content: JSON.parse(opened.text) as Forged['content'], key: leaf.key };
    forged.open['other'] = { stream: other, key: otherKey, cmd: (JSON.parse(partsOf(first.record).leaf) as Leaf).cmd };
    change(forged);
    delete forged.open['other'];

    const secret = Buffer.alloc(32, 7);
    const { data, env } = forged.content;
    const fields = forged.committed ?? {
      ...data,
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [`env.${name}`, value])),
    };
    const values = Object.fromEntries(Object.entries(fields).map(([slot, value]) => [slot, canonicalJson(value)]));
    const c = commitmentOf(commitmentsText(slots.names, saltsFrom(secret, slots.names.length), values));
    const canonical = canonicalJson({ ...forged.open, key: forged.key, ...(forged.open['c'] === leaf.c && { c }) });
    const leafBytes = Buffer.from(forged.leaf ? forged.leaf(canonical) : canonical);
    const clear = Buffer.concat([secret, forged.bytes ?? Buffer.from(forged.text ?? canonicalJson(forged.content))]);
    const cipher = createCipheriv(
      'aes-256-gcm',
      (forged.key === otherKey ? keyring.unwrap(otherKey) : undefined) ?? key,
      Buffer.alloc(12, 9),
    ).setAAD(leafBytes);
    const record = Buffer.concat([
      leafBytes,
      Buffer.of(0x0a),
      Buffer.alloc(12, 9),
      cipher.update(clear),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    tamper(files.ledger, (database) => {
      const { stream, rev } = forged.open as unknown as Leaf;
      database.prepare('UPDATE event SET record = ?, stream = ?, revision = ? WHERE position = 2').run(record, stream, Number(rev));
    });
    return (await run(files)).findings.map(({ check, position }) => `${check} ${position}`);
  }
  const other = ({ open: { other: it } }: Forged) => it as { stream: string; key: string; cmd: string };
  const text = ({ content }: Forged): string => canonicalJson(content);

  it('finds nothing where he changes nothing', async () => {
    expect(await findingsOf(() => undefined)).toEqual([]);
  });
  it.each<[string, string, Change]>([
    ['form 2', 'a member of the leaf is a number', (it) => (it.open['rev'] = 0)],
    ['form 2', 'a revision has a leading zero', (it) => (it.open['rev'] = '00')],
    ['form 2', 'a UUID is written in capitals', (it) => (it.open['actor'] = String(it.open['actor']).toUpperCase())],
    ['form 2', 'the time has no milliseconds', (it) => (it.open['at'] = '2025-03-01T09:00:01Z')],
    ['form 2', 'a member is not ASCII', (it) => (it.open['prog'] = 'jirga\u00e9')],
    [
      'form 2',
      'a stream stands twice in the basis',
      (it) =>
        (it.open['basis'] = [
          [other(it).stream, '0'],
          [other(it).stream, '0'],
        ]),
    ],
    ['form 2', 'the event rests on its own stream', (it) => (it.open['basis'] = [[it.open['stream'], '0']])],
    ['form 2', 'the format is another one', (it) => (it.open['v'] = 'jirga/2')],
    ['canonical 2', 'the leaf has a member more', (it) => (it.open['remark'] = 'x')],
    ['canonical 2', 'the leaf has a blank', (it) => (it.leaf = (leaf) => leaf.replace('{', '{ '))],
    ['canonical 2', 'a member of the leaf stands twice', (it) => (it.leaf = (leaf) => leaf.replace('{', '{"actor":"x",'))],
    ['canonical 2', 'a letter of the leaf is escaped', (it) => (it.leaf = (leaf) => leaf.replace('"jirga-test"', '"\\u006airga-test"'))],
    ['log 2', 'it is of another ledger', (it) => (it.open['log'] = 'other.example')],
    ['time 2', 'it is back-dated', (it) => (it.open['at'] = '2024-03-01T09:00:01.000Z')],
    ['id 2', 'it has the id of another event', (it) => (it.open['id'] = uuidV5(String(it.open['cmd']), '1'))],
    ['basis 2', 'it rests on what was not there yet', (it) => (it.open['basis'] = [[other(it).stream, '1']])],
    ['type 2', 'nobody knows its version', (it) => (it.open['tv'] = '2')],
    ['type 2', 'nobody knows its type', (it) => (it.open['type'] = 'Constructor')],
    ['key 2', 'it lies under the key of another stream', (it) => (it.key = other(it).key)],
    ['key 2', 'nobody knows its key', (it) => (it.key = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f')],
    ['key 2', 'its level is not that of its key', (it) => ((it.content.env['classification'] as { level: string }).level = 'SECRET')],
    ['body 2', 'the body is not UTF-8', (it) => (it.bytes = Buffer.concat([Buffer.from(text(it)), Buffer.of(0xff)]))],
    ['fields 2', 'the body is no JSON', (it) => (it.text = 'x')],
    ['fields 2', 'a field has no slot', (it) => ((it.committed = { ...it.content.data }), (it.content.data['remark'] = 'x'))],
    ['fields 2', 'a field is called __proto__', (it) => (it.text = text(it).replace('{"data":{', '{"data":{"__proto__":1,'))],
    ['fields 2', 'a field stands twice', (it) => (it.text = text(it).replace('"text":', '"text":"another","text":'))],
    ['fields 2', 'the body has a member more', (it) => (it.text = `${text(it).slice(0, -1)},"more":1}`)],
    [
      'fields 2',
      'the body has another order',
      (it) => (it.text = text(it).replace(/^\{"data":(\{.*?\}),"env":(.*)\}$/, '{"env":$2,"data":$1}')),
    ],
    ['fields 2', 'a number is written in another way', (it) => (it.text = text(it).replace('"ifMatch":null', '"ifMatch":1.0'))],
    ['fields 2', 'the envelope lacks a member', (it) => delete it.content.env['role']],
    ['commitment 2', 'a field is another than it committed to', (it) => (it.committed = { ...flat(it), text: 'another' })],
    ['commitment 2', 'null stands where nothing stood', (it) => ((it.committed = flat(it)), (it.content.env['sig'] = null))],
    ['command 2', 'it does not say what was asked', (it) => delete it.content.env['command']],
    ['command 2', 'something else was asked', (it) => ((it.content.env['command'] as { type: string }).type = 'AnnulRecord')],
    [
      'command 2',
      'it was asked under another key',
      (it) => ((it.content.env['command'] as { idempotencyKey: string }).idempotencyKey = 'x'),
    ],
    ['command 2', 'it was asked of another stream', (it) => ((it.content.env['command'] as { stream: string }).stream = other(it).stream)],
    ['command 2', 'it was asked of another ledger', (it) => ((it.content.env['command'] as { origin: string }).origin = 'other.example')],
    ['command 2', 'somebody else asked', (it) => (it.open['actor'] = '0b8f4c0e-6c1e-4f0a-9d5e-000000000001')],
  ])('finds %s: %s', async (finding, _, change) => {
    expect(await findingsOf(change)).toEqual([finding]);
  });
  it('finds a command that begins a second time', async () => {
    const found = await findingsOf((it) => {
      it.open['cmd'] = other(it).cmd;
      it.open['id'] = uuidV5(other(it).cmd, '0');
    });
    expect(found).toEqual(['id 2', 'command 2']);
  });

  const flat = ({ content: { data, env } }: Forged): Record<string, unknown> => ({
    ...data,
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [`env.${name}`, value])),
  });
});
