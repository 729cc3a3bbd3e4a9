import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { DatabaseSync } from '@photostructure/sqlite';
import canonicalize from 'canonicalize';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../src/kernel/canonical-json';
import { decisiveKey } from '../../src/commands/decisive';
import { type AskedCommand, ENVELOPE_MEMBERS } from '../../src/kernel/envelope';
import { EVENTS_PER_DATA_KEY_MAX, RECORD_BYTES_MAX } from '../../src/kernel/limits';
import { recordEvents } from '../../src/kernel/record.events';
import { isSignedBy, possessionText, signedText } from '../../src/kernel/signature';
import { textOf } from '../../src/kernel/text';
import { uuidV5 } from '../../src/kernel/uuid';
import { mandateIdOf } from '../../src/negotiation/mandate/mandate.state';
import { HOUSE_RULES_ID, POLICY_FRAMEWORK_ID, SYSTEM_ID } from '../../src/negotiation/singletons';
import { verification } from '../../src/negotiation/verification';
import { open } from '../../src/trust/body';
import { commitmentOf, commitmentsText, digestOf, saltsFrom } from '../../src/trust/commitments';
import { checkFields, checkWhole } from '../../src/trust/disclosure';
import { commandIdOf, eventIdOf, streamIdOf } from '../../src/trust/ids';
import { SqliteKeyring } from '../../src/trust/sqlite-keyring';
import { type Leaf, leafHash, leafText } from '../../src/trust/leaf';
import { masterKeyFrom } from '../../src/trust/master-key';
import { partsOf, recordFor } from '../../src/trust/record';
import { type AtRest, CHUNK_BYTES, SealedBytes, sealBytes } from '../../src/trust/sealed-bytes';
import { slotsFor } from '../../src/trust/slots';
import { Frontier } from '../../src/trust/tree';
import { temporaryFolder } from '../support/temporary-ledger';

/*
 * docs/format.md against itself: every example is computed again from the examples it is made of, first with node:crypto and the package
 * canonicalize only, as a stranger would, then with our code.
 */

const PAGE = readFileSync(resolve(__dirname, '../../docs/format.md'), 'utf8');

const examples = new Map(
  [...PAGE.matchAll(/^```(hex|json|text) ([a-z0-9-]+)\n(.*?)\n```$/gms)].map(
    ([, kind, name, text]) => [name ?? '', { kind, text: text ?? '' }] as const,
  ),
);
const used = new Set<string>();

function text(name: string): string {
  const example = examples.get(name);
  if (!example) throw new Error(`docs/format.md has no example ${name}`);
  used.add(name);
  return example.text;
}
const lines = (name: string): string[] => text(name).split('\n');
const hex = (name: string): Buffer => Buffer.from(text(name).replaceAll('\n', ''), 'hex');
const json = <T = Record<string, unknown>>(name: string): T => JSON.parse(text(name)) as T;

const sha256 = (...parts: (string | Buffer)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const base64url = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64url');
const uuidOf = (bytes: Buffer, version: number): string => {
  const own = Buffer.from(bytes.subarray(0, 16));
  own.writeUInt8((own.readUInt8(6) & 0x0f) | (version << 4), 6);
  own.writeUInt8((own.readUInt8(8) & 0x3f) | 0x80, 8);
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
const v5 = (space: string, name: string): string =>
  uuidOf(
    createHash('sha1')
      .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
      .update(name)
      .digest(),
    5,
  );
const gcm = (key: Buffer, iv: Buffer, aad: string, clear: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  return Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
};

interface Content {
  readonly data: Record<string, unknown>;
  readonly env: Record<string, unknown>;
}
const content = (): Content => json<Content>('body-text');
const values = (): Map<string, unknown> =>
  new Map([...Object.entries(content().data), ...Object.entries(content().env).map(([name, value]) => [`env.${name}`, value] as const)]);
const saltOf = (slot: string): string => lines('salts')[lines('slots').indexOf(slot)] ?? '';
const disclosureOf = (slot: string): string =>
  canonicalize(values().has(slot) ? [saltOf(slot), slot, values().get(slot)] : [saltOf(slot), slot]) ?? '';
const record = (): Buffer => Buffer.concat([Buffer.from(text('leaf')), Buffer.of(0x0a), hex('body')]);

describe('docs/format.md as a stranger computes it', () => {
  it('writes every JSON example that is hashed or sealed in its one spelling', () => {
    for (const name of [
      'leaf',
      'disclosure-filled',
      'disclosure-unfilled',
      'digests',
      'body-text',
      'label',
      'command-identity',
      'command',
      'possession',
    ])
      expect(canonicalize(json(name))).toBe(text(name));
  });
  it('leaf and leaf hash', () => {
    expect(text('leaf')).toMatch(/^[\x20-\x7e]+$/);
    expect(base64url(sha256(Buffer.of(0), text('leaf')))).toBe(text('leaf-hash'));
    const table = [...PAGE.slice(PAGE.indexOf('## 2.'), PAGE.indexOf('## 3.')).matchAll(/^\| `([a-z]+)` \|/gm)].map(([, member]) => member);
    expect(Object.keys(json('leaf'))).toEqual(table);
  });
  it('slots', () => {
    const envelope = [...PAGE.slice(PAGE.indexOf('### The envelope'), PAGE.indexOf('## 7.')).matchAll(/^\| `([A-Za-z]+)` \|/gm)].map(
      ([, member]) => `env.${member}`,
    );
    expect(envelope).toHaveLength(11);
    expect(lines('slots')).toEqual(['targetEventId', 'text', ...envelope].sort());
  });
  it('salts', () => {
    const stream = createCipheriv('aes-256-ctr', hex('secret'), Buffer.alloc(16)).update(Buffer.alloc(18 * lines('slots').length));
    expect(lines('slots').map((_, n) => base64url(stream.subarray(18 * n, 18 * (n + 1))))).toEqual(lines('salts'));
  });
  it('commitments', () => {
    expect(disclosureOf('targetEventId')).toBe(text('disclosure-filled'));
    expect(base64url(text('disclosure-filled'))).toBe(text('disclosure-filled-encoded'));
    expect(disclosureOf('env.sig')).toBe(text('disclosure-unfilled'));
    const digests = Object.fromEntries(lines('slots').map((slot) => [slot, base64url(sha256(base64url(disclosureOf(slot))))]));
    expect(canonicalize(digests)).toBe(text('digests'));
    expect(base64url(sha256(text('digests')))).toBe(text('c'));
    expect(json('leaf')['c']).toBe(text('c'));
  });
  it('body and record', () => {
    const clear = Buffer.concat([hex('secret'), Buffer.from(text('body-text'))]);
    expect(gcm(hex('data-key'), hex('body-iv'), text('leaf'), clear)).toEqual(hex('body'));
    const decipher = createDecipheriv('aes-256-gcm', hex('data-key'), hex('body').subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(text('leaf'))).setAuthTag(hex('body').subarray(-16));
    expect(Buffer.concat([decipher.update(hex('body').subarray(12, -16)), decipher.final()])).toEqual(clear);
    expect(String(record().length)).toBe(text('record-length'));
    expect(sha256(record()).toString('hex')).toBe(text('record-sha256'));
  });
  it('wrapped key', () => {
    expect(gcm(hex('master-key'), hex('wrapping-iv'), text('label'), hex('data-key'))).toEqual(hex('wrapped'));
    const { key, stream, rev } = json<Record<string, string>>('leaf');
    const { level } = content().env['classification'] as { level: string };
    expect(json<string[]>('label')).toEqual([key, stream, level, String(Math.floor(Number(rev) / 2 ** 20))]);
  });
  it('ids', () => {
    const mac = createHmac('sha256', hex('command-secret')).update(text('command-identity')).digest();
    expect(uuidOf(mac, 8)).toBe(text('command-id'));
    expect(v5(text('command-id'), '0')).toBe(text('event-id'));
    expect(v5(text('command-id'), 'stream')).toBe(text('stream-id'));
    expect(v5(text('command-id'), 'review')).toBe(text('derived-id'));
    expect(v5(text('stream-id'), 'mandate')).toBe(text('mandate-id'));
    const [, space = ''] = /the program itself acts as: v5\(`([0-9a-f-]+)`/.exec(PAGE) ?? [];
    for (const line of lines('singletons')) expect(`${line.split(' ')[0]} ${v5(space, line.split(' ')[0] ?? '')}`).toBe(line);
  });
  it('the command, and that the leaf follows from it', () => {
    const leaf = json<Record<string, string>>('leaf');
    expect(canonicalize(content().env['command'])).toBe(text('command'));
    const { type, stream, idempotencyKey, origin } = json<Record<string, string>>('command');
    expect(canonicalize([leaf['actor'], type, stream, idempotencyKey])).toBe(text('command-identity'));
    expect([leaf['cmd'], leaf['id'], leaf['log'], leaf['stream']]).toEqual([text('command-id'), text('event-id'), origin, stream]);
  });
  it('signatures', () => {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), hex('signing-seed')]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    expect(createPublicKey(key).export({ format: 'jwk' }).x).toBe(text('public-key'));
    expect(base64url(sign(null, Buffer.from(text('command')), key))).toBe(text('signature'));
    expect(json('possession')).toEqual({ participantId: json('leaf')['actor'], publicKey: text('public-key'), use: 'SIGN' });
    expect(base64url(sign(null, Buffer.from(text('possession')), key))).toBe(text('proof'));
  });
  it('disclosures', () => {
    const { digests, told } = json<{ digests: object; told: { slot: string; salt: string; value?: unknown }[] }>('field-disclosure');
    expect(canonicalize(digests)).toBe(text('digests'));
    for (const field of told) {
      expect(canonicalize('value' in field ? [field.salt, field.slot, field.value] : [field.salt, field.slot])).toBe(
        disclosureOf(field.slot),
      );
    }
    expect(json('whole-disclosure')).toEqual({ secret: base64url(hex('secret')), values: Object.fromEntries(values()) });
  });
  it('text', () => {
    const written = hex('text-as-written').toString();
    const canonical = written
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/[\t\p{Zs}]+(?=\n|$)/gu, '');
    expect(Buffer.from(canonical)).toEqual(hex('text-canonical'));
    expect(sha256(canonical).toString('hex')).toBe(text('text-hash'));
  });
  it('SIZE:HASH', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((leaf) => sha256(Buffer.of(0), leaf)) as [Buffer, Buffer, Buffer];
    const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);
    const roots = [sha256(''), a, node(a, b), node(node(a, b), c)];
    expect(lines('heads')).toEqual(roots.map((root, size) => `${size}:${base64url(root)}`));
  });
  it('the bytes of evidence', () => {
    const header = Buffer.from(`${canonicalize(json('evidence-header')) ?? ''}\n`);
    expect(header.toString()).toBe(`${text('evidence-header')}\n`);
    const key = Buffer.from(hkdfSync('sha256', hex('data-key'), Buffer.alloc(0), header, 32));
    expect(key).toEqual(hex('evidence-key'));
    const chunk = (index: number, last: number, content: Buffer): Buffer => {
      const cipher = createCipheriv('aes-256-gcm', key, Buffer.of(...Buffer.alloc(10), index, last));
      return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    };
    expect(chunk(0, 1, hex('evidence-content'))).toEqual(hex('evidence-chunk'));
    const two = sha256(header, chunk(0, 0, Buffer.alloc(65_536)), chunk(1, 1, Buffer.alloc(1)));
    expect(two).toEqual(hex('evidence-two-chunks'));
  });
});

describe('docs/format.md as our code computes it', () => {
  const slots = slotsFor(recordEvents.schemas.RecordAnnotated.fields(1));
  const canonicalValues = () => Object.fromEntries([...values()].map(([slot, value]) => [slot, canonicalJson(value)]));

  it('leaf, record and body', () => {
    expect(leafText(json<Leaf & Record<string, unknown>>('leaf'))).toBe(text('leaf'));
    expect(leafHash(text('leaf'))).toBe(text('leaf-hash'));
    const parts = partsOf(record());
    expect([parts.leaf, parts.body]).toEqual([text('leaf'), hex('body')]);
    const made = recordFor(text('leaf'), hex('body').length);
    hex('body').copy(made.body);
    expect(made.record).toEqual(record());
    expect(open(hex('body'), hex('data-key'), Buffer.from(text('leaf')))).toEqual({ secret: hex('secret'), text: text('body-text') });
  });
  it('slots, salts and commitments', () => {
    expect(slots.names).toEqual(lines('slots'));
    expect(ENVELOPE_MEMBERS).toHaveLength(11);
    expect(saltsFrom(hex('secret'), slots.names.length)).toEqual(lines('salts'));
    expect(digestOf(saltOf('env.sig'), 'env.sig', undefined)).toBe(json('digests')['env.sig']);
    expect(commitmentsText(slots.names, lines('salts'), canonicalValues())).toBe(text('digests'));
    expect(commitmentOf(text('digests'))).toBe(text('c'));
  });
  it('wrapped key', () => {
    const folder = temporaryFolder();
    const [file, masterKeyFile] = [join(folder, 'keys.db'), join(folder, 'master.key')];
    writeFileSync(masterKeyFile, hex('master-key'), { mode: 0o600 });
    const master = masterKeyFrom(masterKeyFile);
    SqliteKeyring.create(file);
    const database = new DatabaseSync(file);
    const [id = '', stream = '', level = '', generation = ''] = json<string[]>('label');
    database
      .prepare('INSERT INTO data_key (id, stream, level, generation, caveats, wrapped) VALUES (?, ?, ?, ?, 0, ?)')
      .run(id, stream, level, Number(generation), hex('wrapped'));
    database.close();
    const keyring = SqliteKeyring.open(file, master, { readOnly: true });
    expect(keyring.unwrap(id)).toEqual(hex('data-key'));
    void keyring.close();
  });
  it('disclosures', () => {
    const leaf = json<Leaf & Record<string, unknown>>('leaf');
    expect(checkFields(leaf, slots, json('field-disclosure'))).toEqual({
      values: new Map([['text', content().data['text']]]),
      unfilled: ['env.sig'],
    });
    expect(checkWhole(leaf, slots, json('whole-disclosure'))).toMatchObject({ values: values() });
  });
  it('ids', () => {
    const [participantId = '', commandType = '', stream = '', idempotencyKey = ''] = json<string[]>('command-identity');
    const commandId = commandIdOf(hex('command-secret'), { participantId, commandType, stream, idempotencyKey });
    const opened = streamIdOf(commandId);
    expect([commandId, eventIdOf(commandId, 0), opened, mandateIdOf(opened), uuidV5(commandId, 'review')]).toEqual(
      ['command-id', 'event-id', 'stream-id', 'mandate-id', 'derived-id'].map(text),
    );
    expect([`houseRules ${HOUSE_RULES_ID}`, `policyFramework ${POLICY_FRAMEWORK_ID}`, `SYSTEM ${SYSTEM_ID}`]).toEqual(lines('singletons'));
  });
  it('signatures, and which events bear one', () => {
    const asked = json<AskedCommand>('command');
    expect([signedText(asked), isSignedBy(text('public-key'), text('command'), text('signature'))]).toEqual([text('command'), true]);
    const key = json<{ participantId: string; publicKey: string; use: string }>('possession');
    expect([possessionText(key), isSignedBy(key.publicKey, text('possession'), text('proof'))]).toEqual([text('possession'), true]);
    const rows = [...PAGE.matchAll(/^\| `(\w+)` `(\w+)`[^|]*\| `(\w+)` \|(.*)\|$/gm)].map(([, kind, event, command, fields = '']) => [
      decisiveKey(kind ?? '', event ?? ''),
      command,
      [...fields.matchAll(/`(\w+)`/g)].map(([, field]) => field),
    ]);
    const book = Object.entries(verification.decisive).flatMap(([event, recorders]) =>
      Object.entries(recorders).map(([command, fields]) => [event, command, fields]),
    );
    const byName = (list: unknown[][]) => list.sort((one, other) => String(one).localeCompare(String(other)));
    expect(byName(rows)).toEqual(byName(book));
  });
  it('the bytes of evidence', async () => {
    const { key: id, log, stream } = json<Record<'key' | 'log' | 'stream', string>>('evidence-header');
    const sealedFor = { log, stream, key: { id, bytes: hex('data-key') } };
    const bytes = Buffer.concat([Buffer.from(`${text('evidence-header')}\n`), hex('evidence-chunk')]);
    const atRest: AtRest = { length: bytes.length, read: (from, to) => Readable.from([bytes.subarray(from, to)]) };
    const sealed = await SealedBytes.open(atRest, sealedFor);
    expect(Buffer.concat(await Readable.from(sealed.read(0, sealed.length)).toArray())).toEqual(hex('evidence-content'));
    // What we seal is opened by what was just held against the page.
    const [header] = (await Readable.from(sealBytes(Readable.from([hex('evidence-content')]), sealedFor)).toArray()) as Buffer[];
    expect(header?.length).toBe(text('evidence-header').length + 1);
    expect(PAGE).toContain(`chunks of ${CHUNK_BYTES} bytes, the last one of 1 to ${CHUNK_BYTES}`);
  });
  it('text, SIZE:HASH and limits', () => {
    expect(textOf({ lang: 'en', body: hex('text-as-written').toString() })).toEqual({
      lang: 'en',
      body: hex('text-canonical').toString(),
      textHash: text('text-hash'),
    });
    const tree = new Frontier();
    const heads = ['a', 'b', 'c'].map((leaf) => {
      tree.push(Buffer.from(leafHash(leaf), 'base64url'));
      return `${tree.size}:${tree.root()}`;
    });
    expect([`0:${new Frontier().root()}`, ...heads]).toEqual(lines('heads'));
    expect(PAGE).toContain(`at most ${RECORD_BYTES_MAX} of them`);
    expect(PAGE).toContain(`⌊\`rev\` / ${EVENTS_PER_DATA_KEY_MAX}⌋`);
  });
});

it('every example of docs/format.md was recomputed', () => {
  expect([...examples.keys()].filter((name) => !used.has(name))).toEqual([]);
});
