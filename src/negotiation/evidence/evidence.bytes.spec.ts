import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { gone, specOf } from '../../../test/support/decider-spec';
import { TEST_ORIGIN, temporaryFolder } from '../../../test/support/temporary-ledger';
import { FolderBlobStore } from '../../blobs/folder-blob-store';
import type { Streams } from '../../commands/streams';
import { EVIDENCE_BYTES_MAX } from '../../kernel/limits';
import type { Keyring } from '../../trust/keyring';
import { EvidenceBytes, isTooLong } from './evidence.bytes';
import { evidenceDecider } from './evidence.decider';
import { evidenceEvents } from './evidence.events';
import { type Evidence, evidence } from './evidence.state';

const { stateAfter } = specOf(evidence, evidenceDecider);
const ID = '22222222-2222-4222-8222-222222222222';
const LETTER = randomBytes(100_000);
const ingested = evidenceEvents.EvidenceIngested({
  sha256: createHash('sha256').update(LETTER).digest('hex'),
  bytes: LETTER.length,
  mediaType: 'application/pdf',
  capturedAt: { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
  lang: 'en',
  kind: 'LETTER',
});
const recorded: Evidence = stateAfter(ingested);

async function* sent(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield content;
}

/** The bytes of one piece, in a folder of their own; and the same place for whoever has not its key any more. */
function kept() {
  const folder = temporaryFolder();
  const key = randomBytes(32);
  const opening = (unwrapped: Buffer | undefined): EvidenceBytes =>
    new EvidenceBytes({
      streams: { load: () => ({ state: recorded }), history: () => Promise.resolve([{ key: 'a key' }]) } as unknown as Streams,
      keyring: { fetch: () => undefined, unwrap: () => unwrapped } as unknown as Keyring,
      blobs: new FolderBlobStore(folder),
      origin: TEST_ORIGIN,
    });
  return { folder, bytes: opening(key), withoutKey: opening(undefined) };
}

describe('bytes are kept if they are those that were recorded (INV-38)', () => {
  it('and found whole', async () => {
    const { bytes } = kept();
    expect(await bytes.find(ID)).toEqual({ status: 'NONE' });
    expect(await bytes.put(ID, recorded, sent(LETTER))).toEqual({ sha256: ingested.data.sha256, bytes: 100_000 });
    expect(await bytes.find(ID)).toEqual({ status: 'WHOLE', sha256: ingested.data.sha256 });
  });

  it('and others are not', async () => {
    const { bytes, folder } = kept();
    for (const content of [randomBytes(100_000), LETTER.subarray(1), Buffer.concat([LETTER, LETTER])])
      expect(await bytes.put(ID, recorded, sent(content))).toMatchObject({ code: 'evidence.other-bytes', reason: { invariant: 'INV-38' } });
    expect(readdirSync(folder)).toEqual([]);
    expect(await bytes.open(ID, recorded)).toMatchObject({ code: 'evidence.bytes-missing' });
  });

  it('and found altered, wherever they are', async () => {
    const { bytes, folder } = kept();
    await bytes.put(ID, recorded, sent(LETTER));
    const whole = readFileSync(join(folder, ID));
    for (const at of [3, 50_000, whole.length - 1]) {
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 1;
      writeFileSync(join(folder, ID), altered);
      expect(await bytes.find(ID)).toEqual({ status: 'ALTERED' });
    }
    expect(await bytes.open(ID, recorded)).toMatchObject({ code: 'evidence.bytes-altered' });
  });
});

describe('nothing is kept or handed out', () => {
  it('once the record was annulled', async () => {
    const { bytes } = kept();
    const nothing = stateAfter();
    const answers = [await bytes.put(ID, nothing, sent(LETTER)), await bytes.open(ID, nothing)];
    expect(answers).toMatchObject([{ code: 'evidence.annulled' }, { code: 'evidence.annulled' }]);
  });

  it('once the key was destroyed, or what was recorded is erased', async () => {
    const { bytes, withoutKey } = kept();
    await bytes.put(ID, recorded, sent(LETTER));
    const erased = [gone(ingested, 'sha256'), gone(ingested, 'bytes')].map((event) => stateAfter(event));
    const unknown = stateAfter(ingested, gone(evidenceEvents.EvidenceVerified({ ok: true }), 'ok'));
    const answers = [await withoutKey.put(ID, recorded, sent(LETTER)), await withoutKey.open(ID, recorded)];
    for (const state of [...erased, unknown]) answers.push(await bytes.open(ID, state));
    for (const answer of answers) expect(answer).toMatchObject({ code: 'evidence.key-destroyed' });
  });
});

it('is too long beyond the limit', () => {
  const long = (bytes: number) => isTooLong(stateAfter(evidenceEvents.EvidenceIngested({ ...ingested.data, bytes })));
  expect([long(EVIDENCE_BYTES_MAX), long(EVIDENCE_BYTES_MAX + 1)]).toEqual([false, true]);
});
