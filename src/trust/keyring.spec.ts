import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientIn, describeOnEachKeysDatabase } from '../../test/support/keys-databases';
import { TEST_ORIGIN, temporaryFolder } from '../../test/support/temporary-ledger';
import { until } from '../../test/support/until';
import { type KeyLabel, type Keyring, KeysFileError, UnknownKeyError } from './keyring';
import { canonicalJson } from '../kernel/canonical-json';
import { createSecretFile, masterKeyFrom } from './master-key';
import { type KeysIn, openKeyring } from './trust';

const STREAM = 'party-0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
const NOBODYS = '11111111-1111-4111-8111-111111111111';
const label: KeyLabel = { stream: STREAM, level: 'SECRET', generation: 0, initiativeId: 'initiative', caveats: 2 };

describeOnEachKeysDatabase('a keyring', ({ name, keys, say, hold }) => {
  let place: KeysIn;
  let masterKeyFile: string;
  const opened: Keyring[] = [];

  /** As another thread or another instance opens it. */
  const open = (masterKey = masterKeyFile): Keyring => {
    const keyring = openKeyring({ keys: place, masterKeyFile: masterKey, origin: { log: TEST_ORIGIN, prog: '' } });
    opened.push(keyring);
    return keyring;
  };
  const provided = async (keyring: Keyring, it = label) => {
    await keyring.provide([it]);
    return keyring.keyFor(it);
  };
  const secret = (file: string): string => {
    const path = join(temporaryFolder(), file);
    createSecretFile(path);
    return path;
  };

  beforeEach(async () => {
    place = await keys();
    masterKeyFile = secret('master.key');
  });
  afterEach(async () => {
    for (const keyring of opened.splice(0)) await keyring.close();
  });

  it('gives each label one key, and the same one to everybody', async () => {
    const [one, other] = [open(), open()];
    const key = await provided(one);
    expect(await provided(other)).toEqual(key);
    const ofOthers = [
      { ...label, stream: `${STREAM}0` },
      { ...label, level: 'PUBLIC' as const },
      { ...label, generation: 1 },
    ];
    await one.provide(ofOthers);
    expect(new Set([key, ...ofOthers.map((it) => one.keyFor(it))].map(({ id }) => id)).size).toBe(4);
  });

  it('has a key only once it was provided', async () => {
    const keyring = open();
    expect(keyring.has(label)).toBe(false);
    expect(() => keyring.keyFor(label)).toThrow('no key was provided');
    await keyring.provide([label]);
    expect(keyring.has(label)).toBe(true);
    expect(keyring.provide([label])).toBeUndefined();
  });

  it('makes one key where several need it at once', async () => {
    const rings = [open(), open(), open()];
    const labels = Array.from({ length: 20 }, (_, n) => ({ ...label, stream: `${STREAM}${n}` }));
    await Promise.all(rings.map(async (keyring, n) => keyring.provide(n === 1 ? [...labels].reverse() : labels)));
    const [first, ...others] = rings.map((keyring) => labels.map((it) => keyring.keyFor(it)));
    for (const other of others) expect(other).toEqual(first);
    expect(await say(place, 'SELECT CAST(count(*) AS integer) AS keys FROM data_key')).toEqual([{ keys: 20 }]);
  });

  it('opens elsewhere what was provided here, with what is known of it', async () => {
    const { id, bytes } = await provided(open());
    const later = open();
    await later.fetch([id]);
    expect(later.unwrap(id)).toEqual(bytes);
    expect(later.recordOf(id)).toEqual({
      ...{ stream: STREAM, level: 3, generation: 0, initiativeId: 'initiative', caveats: 2 },
      destroyedAt: null,
    });
    expect(later.fetch([id])).toBeUndefined();
  });

  it('tells a key that there never was from one that came later', async () => {
    const keyring = open();
    await keyring.fetch([NOBODYS, 'no id\0']);
    expect(() => keyring.unwrap(NOBODYS)).toThrow(UnknownKeyError);
    expect(() => keyring.recordOf('no id\0')).toThrow(UnknownKeyError);
    const { id } = await provided(open());
    await say(place, `UPDATE data_key SET id = '${NOBODYS}' WHERE id = '${id}'`);
    await keyring.fetch([NOBODYS]);
    expect(keyring.recordOf(NOBODYS).stream).toBe(STREAM);
  });

  it('knows of a destroyed key what lay under it, and gives another one for what comes', async () => {
    const { id } = await provided(open());
    await say(place, `UPDATE data_key SET wrapped = NULL, destroyed_at = '2025-03-02T00:00:00.000Z'`);
    const later = open();
    await later.fetch([id]);
    expect(later.unwrap(id)).toBeUndefined();
    expect(later.recordOf(id)).toMatchObject({ stream: STREAM, level: 3, destroyedAt: '2025-03-02T00:00:00.000Z' });
    expect((await provided(later)).id).not.toBe(id);
  });

  describe('destroys keys', () => {
    const AT = '2025-03-02T00:00:00.000Z';

    it('so that nothing of them is left on the disk, and says when; what lay under them stays known', async () => {
      const keyring = open();
      // So many that rows come to lie on other pages than at first.
      const labels = Array.from({ length: 300 }, (_, n) => ({ ...label, stream: `${STREAM}${n}` }));
      for (const it of labels) await keyring.provide([it]);
      const ids = labels.filter((_, n) => n % 3 === 0).map((it) => keyring.keyFor(it).id);
      const rows = await say(place, `SELECT wrapped FROM data_key WHERE id IN (${ids.map((id) => `'${id}'`).join()})`);
      const wrapped = rows.map((row) => row['wrapped'] as Uint8Array);
      expect([wrapped.length, await hold(place, wrapped[0] as Uint8Array)]).toEqual([100, true]);
      expect(await keyring.destroy(ids, AT)).toBe(AT);
      expect(await hold(place, ...wrapped)).toBe(false);
      const later = open();
      await later.fetch(ids);
      expect(ids.map((id) => later.unwrap(id))).toEqual(ids.map(() => undefined));
      expect(later.recordOf(ids[0] as string)).toMatchObject({ level: 3, caveats: 2 });
    });

    it('once: who repeats it hears when it was', async () => {
      const keyring = open();
      const { id } = await provided(keyring);
      await keyring.destroy([id], AT);
      expect(await keyring.destroy([id], '2025-03-03T00:00:00.000Z')).toBe(AT);
    });

    it('that there are, and no others', async () => {
      const keyring = open();
      const { id } = await provided(keyring);
      await expect(keyring.destroy([NOBODYS], AT)).rejects.toThrow(UnknownKeyError);
      expect(keyring.unwrap(id)).toBeDefined();
    });

    it('and gives no other thread a reason to forget them: each is told to, and overwrites what it had', async () => {
      const [here, there] = [open(), open()];
      const { id } = await provided(here);
      const { bytes } = await provided(there);
      await here.destroy([id], AT);
      expect(there.unwrap(id)).toBe(bytes);
      expect([there.forget({ keyIds: [id, NOBODYS] }), there.forget({ keyIds: [id] })]).toEqual([1, 0]);
      expect(bytes).toEqual(Buffer.alloc(32));
      await there.fetch([id]);
      expect([there.unwrap(id), there.has(label)]).toEqual([undefined, false]);
      expect((await provided(there)).id).not.toBe(id);
    });
  });

  it('knows the streams of an initiative, and whose a key is', async () => {
    const keyring = open();
    const { id } = await provided(keyring);
    await keyring.provide([
      { ...label, level: 'PUBLIC' },
      { ...label, stream: 'party-one', initiativeId: 'another' },
      { ...label, stream: 'party-two', initiativeId: null },
    ]);
    expect(await keyring.streamsOf('initiative')).toEqual([STREAM]);
    expect(await keyring.streamsOf('none')).toEqual([]);
    await keyring.fetch([id, NOBODYS]);
    expect([keyring.isOf(id, STREAM), keyring.isOf(id, 'party-one'), keyring.isOf(NOBODYS, STREAM)]).toEqual([true, false, false]);
  });

  it.each(["stream = 'party-other'", "level = 'PUBLIC'", 'generation = 1'])(
    'opens a key only for the stream, level and generation it was made for: not after %s',
    async (change) => {
      const [{ id }, other] = [await provided(open()), await provided(open(), { ...label, stream: `${STREAM}0` })];
      await say(place, `UPDATE data_key SET ${change} WHERE id = '${id}'`);
      const later = open();
      await later.fetch([id, other.id]);
      expect(() => later.unwrap(id)).toThrow();
      expect(later.unwrap(other.id)).toEqual(other.bytes);
    },
  );

  it('is refused under another master key', async () => {
    const other = secret('other.key');
    await open(other).checkMaster();
    await provided(open());
    await open().checkMaster();
    await expect(open(other).checkMaster()).rejects.toThrow(KeysFileError);
  });

  if (name === 'PostgreSQL') {
    it('takes the key that somebody else is just making, and waits for it', async () => {
      const bytes = randomBytes(32);
      const wrapped = masterKeyFrom(masterKeyFile).wrap(canonicalJson([NOBODYS, STREAM, 'SECRET', '0']), bytes);
      const client = await clientIn(place);
      await client.query('BEGIN');
      await client.query(`INSERT INTO data_key VALUES ('${NOBODYS}', '${STREAM}', 'SECRET', 0, NULL, 0, $1)`, [wrapped]);
      const keyring = open();
      const providing = keyring.provide([label]);
      await until(
        () => say(place, 'SELECT pid FROM pg_locks WHERE NOT granted'),
        (waiting) => waiting.length === 1,
      );
      await client.query('COMMIT');
      await client.end();
      await providing;
      expect(keyring.keyFor(label)).toEqual({ id: NOBODYS, bytes });
    });

    it('opens nothing that was not fetched: that would be waited for in the midst of opening', async () => {
      const { id } = await provided(open());
      expect(() => open().unwrap(id)).toThrow('was not fetched');
    });
  }
});
