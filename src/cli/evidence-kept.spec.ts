import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jirga, type Said } from '../../test/support/cli';
import { accepted, type Person, type ServedLedger, servedLedger } from '../../test/support/serving';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import type { LedgerFolder } from '../ledger/folder';

/* What backup, restore and verify make of the files of evidence. */

let ledger: ServedLedger;
let official: Person;
let files: LedgerFolder;
/** Two whose files are there, and one whose file nobody has put. */
let ids: readonly [string, string, string];

async function ingested(content: Buffer): Promise<string> {
  const body = {
    ...{
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: content.length,
      mediaType: 'image/jpeg',
      lang: 'zxx',
      kind: 'PHOTO',
    },
    capturedAt: { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
  };
  return accepted(await official.ask('POST', '/v1/evidence', { body })).json<{ stream: { id: string } }>().stream.id;
}
async function put(content: Buffer): Promise<string> {
  const id = await ingested(content);
  accepted(await official.ask('PUT', `/v1/evidence/${id}/bytes`, { raw: content }));
  return id;
}

beforeAll(async () => {
  ledger = await servedLedger();
  ({ files } = ledger.serving.house);
  official = await ledger.person(['PROVINCIAL_OFFICIAL', 'EVIDENCE_CUSTODIAN']);
  ids = [await put(randomBytes(200_000)), await put(randomBytes(10)), await ingested(randomBytes(20))];
});

const fileOf = (id: string, folder = files.evidence): string => join(folder, id);
const verify = (...more: readonly string[]): Promise<Said> => jirga(['verify', '--store', files.folder, ...more]);
function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('jirga verify', () => {
  let kept: string;
  beforeEach(() => {
    kept = join(temporaryFolder(), 'kept');
  });
  /** Does something to a file while `look` is taken, and undoes it. */
  async function spoiling<T>(file: string, spoil: () => void, look: () => Promise<T>): Promise<T> {
    copyFileSync(file, kept);
    spoil();
    try {
      return await look();
    } finally {
      renameSync(kept, file);
    }
  }

  it('holds each file against the hash in its event, and counts what nobody has put', async () => {
    const { code, out } = await verify();
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /\nEvidence +2 files read, and each is what was recorded by its hash\n +1 piece of which nobody has put the file here\nSIZE:HASH/,
      ),
    ]);
    expect((JSON.parse((await verify('--json')).out) as { evidence: object }).evidence).toEqual({
      whole: 2,
      neverPut: 1,
      gone: 0,
      notOpened: 0,
    });
  });

  it('names what was altered, unless it shall not look', async () => {
    const file = fileOf(ids[0]);
    await spoiling(
      file,
      () => {
        flip(file);
      },
      async () => {
        const { code, out } = await verify();
        expect([code, out]).toEqual([
          1,
          expect.stringMatching(new RegExp(`event \\d+  evidence: evidence-${ids[0]}: what is kept is not what was put there`)),
        ]);
        expect(out).toContain('1 file read');
        expect((await verify('--without-evidence')).out).not.toContain('vidence ');
      },
    );
  });

  it('names what is missing once it was verified, and what belongs to nothing', async () => {
    const file = fileOf(ids[1]);
    const gone = (): void => {
      rmSync(file);
    };
    await spoiling(file, gone, async () => {
      expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('2 pieces of which nobody has put the file') });
    });
    accepted(await official.ask('POST', `/v1/evidence/${ids[1]}/verify`, { body: {} }));
    await spoiling(file, gone, async () => {
      const { code, out } = await verify();
      expect([code, out]).toEqual([
        1,
        expect.stringContaining(`evidence-${ids[1]}: its bytes are missing; they were here when they were verified`),
      ]);
    });
    const foreign = fileOf('7e57ab1e-0000-4000-8000-000000000001');
    copyFileSync(file, foreign);
    expect(await verify()).toMatchObject({
      code: 1,
      out: expect.stringContaining(`${foreign} belongs to no piece of evidence of this ledger`),
    });
    rmSync(foreign);
  });

  it('counts what it cannot open', async () => {
    const folder = temporaryFolder();
    copyFileSync(files.masterKey, join(folder, 'master.key'));
    const { out } = await verify('--master-key', join(folder, 'none'));
    expect(out).toMatch(/Evidence +1 piece of which nobody has put the file here\n +2 files not opened, for the keys are not here/);
  });
});

describe('jirga backup and restore', () => {
  it('take the files of evidence along, into a folder of their own only what is not there yet', async () => {
    const folder = temporaryFolder();
    const to = (name: string): string => join(folder, name);
    const backup = (name: string): Promise<Said> => jirga(['backup', to(name), '--store', files.folder, '--evidence', to('evidence')]);
    expect((await backup('monday')).out).toMatch(/2 files of evidence copied\.$/);
    const written = (id: string): number => statSync(fileOf(id, to('evidence'))).mtimeMs;
    const before = ids.slice(0, 2).map(written);
    const third = await put(randomBytes(30));
    expect((await backup('tuesday')).out).toMatch(/1 file of evidence copied; 2 files lay there already\.$/);
    expect(ids.slice(0, 2).map(written)).toEqual(before);
    expect(readdirSync(to('evidence')).sort()).toEqual([ids[0], ids[1], third].sort());

    // What was sealed anew is another file of the same length.
    accepted(await official.ask('PUT', `/v1/evidence/${ids[1]}/bytes`, { raw: await contentOf(ids[1]) }));
    expect((await backup('wednesday')).out).toMatch(/1 file of evidence copied; 2 files lay there already\.$/);
    expect(readFileSync(fileOf(ids[1], to('evidence'))).equals(readFileSync(fileOf(ids[1])))).toBe(true);

    await jirga(['keys', 'backup', to('keys'), '--store', files.folder]);
    const restore = ['restore', '--ledger', to('monday'), '--keys', to('keys'), '--master-key', files.masterKey];
    const restored = await jirga([...restore, '--to', to('restored'), '--evidence', to('evidence')]);
    // Of the third one, which came later, that ledger knows nothing.
    expect([restored.code, restored.out]).toEqual([0, expect.stringMatching(/\n2 files of evidence copied\./)]);
    expect(await jirga(['verify', '--store', to('restored')])).toMatchObject({ code: 0, out: expect.stringContaining('2 files read') });
  });

  it('by default beside the ledger', async () => {
    const folder = temporaryFolder();
    expect((await jirga(['backup', join(folder, 'copy'), '--store', files.folder])).out).toMatch(/3 files of evidence copied\.$/);
    expect(readdirSync(join(folder, 'copy')).sort()).toEqual(['evidence', 'ledger.db']);
    const restored = await jirga(['restore', '--ledger', join(folder, 'copy'), '--to', join(folder, 'restored')]);
    expect(restored.out).toMatch(/3 files of evidence copied\./);
  });
});

async function contentOf(id: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${official.token}` };
  return Buffer.from(await (await fetch(`${ledger.serving.address}/v1/evidence/${id}/bytes`, { headers })).arrayBuffer());
}
