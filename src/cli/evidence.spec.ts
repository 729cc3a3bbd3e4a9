import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jirga, type Said } from '../../test/support/cli';
import { type Person, type ServedLedger, servedLedger } from '../../test/support/serving';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import type { Shell } from './shell';

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const PHOTO = randomBytes(3_000_000);

let ledger: ServedLedger;
let official: Person;
let folder: string;
let photo: string;
beforeAll(async () => {
  ledger = await servedLedger();
  official = await ledger.person(['PROVINCIAL_OFFICIAL']);
});
beforeEach(() => {
  folder = temporaryFolder();
  photo = join(folder, 'عکس.jpg');
  writeFileSync(photo, PHOTO);
});

const run = (args: readonly string[], shell: Partial<Shell> = {}): Promise<Said> =>
  jirga(args, { environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: official.token }, ...shell });

/** Records it at the command line, as its page says. */
async function ingested(content = PHOTO): Promise<string> {
  const fields = { sha256: sha256(content), bytes: String(content.length), mediaType: 'image/jpeg', lang: 'zxx', kind: 'PHOTO' };
  const options = Object.entries(fields).flatMap(([name, value]) => [`--${name}`, value]);
  const { out, err } = await run(['record', 'evidence', 'ingest', ...options, '--capturedAt', '2025-02-16[Asia/Karachi]', '--only-id']);
  expect(err).toBe('');
  return out;
}

describe('jirga evidence', () => {
  it('puts the file that was recorded, and gets it again', async () => {
    const id = await ingested();
    const drawn: string[] = [];
    const put = await run(['evidence', 'put', id, photo], { draw: (line) => drawn.push(line) });
    expect(put).toEqual({ code: 0, err: '', out: `3,000,000 bytes kept, whose SHA-256 is the one that was recorded: ${sha256(PHOTO)}` });
    expect(drawn.some((line) => /sending bytes \[#+\.+\] [\d,]+ of 3,000,000/.test(line))).toBe(true);
    expect((await run(['evidence', 'put', id, photo, '--json'])).out).toBe(JSON.stringify({ id, sha256: sha256(PHOTO), bytes: 3_000_000 }));
    const copy = join(folder, 'copy');
    const got = await run(['evidence', 'get', id, copy]);
    expect([got.code, got.out]).toEqual([
      0,
      `3,000,000 bytes written to ${copy}, whose SHA-256 is the one that was recorded: ${sha256(PHOTO)}`,
    ]);
    expect(readFileSync(copy).equals(PHOTO)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['copy', 'عکس.jpg']);
  });

  it('overwrites nothing, and says where it is there already', async () => {
    const id = await ingested();
    await run(['evidence', 'put', id, photo]);
    expect(await run(['evidence', 'get', id, photo])).toEqual({ code: 0, err: '', out: `${photo} is it already.` });
    writeFileSync(photo, 'something else');
    expect(await run(['evidence', 'get', id, photo])).toMatchObject({ code: 2, err: `${photo} holds something else; name another file.` });
    expect(readFileSync(photo, 'utf8')).toBe('something else');
  });

  it('says what is refused, and leaves nothing behind', async () => {
    const id = await ingested(randomBytes(3_000_000));
    const put = await run(['evidence', 'put', id, photo]);
    expect([put.code, put.err]).toEqual([1, expect.stringContaining('These are not the bytes that were recorded (INV-38).')]);
    const copy = join(folder, 'copy');
    const got = await run(['evidence', 'get', id, copy]);
    expect([got.code, got.err, existsSync(copy)]).toEqual([1, expect.stringContaining('Code: evidence.bytes-missing'), false]);
    expect(await run(['evidence', 'put', id, join(folder, 'none')])).toMatchObject({
      code: 2,
      err: `There is no file ${join(folder, 'none')}.`,
    });
  });

  it('writes no file of which not all has come', async () => {
    const id = await ingested();
    await run(['evidence', 'put', id, photo]);
    const atRest = join(ledger.serving.house.files.evidence, id);
    const bytes = readFileSync(atRest);
    bytes[2_000_000] = (bytes[2_000_000] ?? 0) ^ 1;
    writeFileSync(atRest, bytes);
    const copy = join(folder, 'copy');
    const got = await run(['evidence', 'get', id, copy]);
    expect([got.code, got.err]).toEqual([1, expect.stringContaining('the connection was cut off')]);
    expect(readdirSync(folder)).toEqual(['عکس.jpg']);
  });
});
