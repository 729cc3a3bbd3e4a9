import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BlobStore } from './blob-store';

/** What every place for blobs must do. @param open an empty one, and another process's way to the same */
export function blobStoreContract(name: string, open: () => Promise<readonly [BlobStore, BlobStore]>): void {
  describe(`${name} is a blob store`, () => {
    let store: BlobStore;
    let elsewhere: BlobStore;
    const opened: (() => Promise<void>)[] = [];
    beforeEach(async () => {
      [store, elsewhere] = await open();
    });
    afterEach(async () => {
      for (const close of opened.splice(0)) await close();
    });

    const stretch = async (place: BlobStore, blob: string, from = 0, to?: number): Promise<string | undefined> => {
      const found = await place.open(blob);
      if (!found) return undefined;
      opened.push(() => found.close());
      return textOf(found.read(from, to ?? found.length));
    };
    const names = async (): Promise<Record<string, number>> => {
      const all: Record<string, number> = {};
      for await (const { name: each, length } of store.list()) all[each] = length;
      return all;
    };

    it('is empty at first', async () => {
      expect([await names(), await store.open('a')]).toEqual([{}, undefined]);
    });

    it('gives back what was put, whole and in stretches, to whichever process asks', async () => {
      await store.put('a', pieces('one ', '', 'two ', 'three'));
      expect(await names()).toEqual({ a: 13 });
      for (const place of [store, elsewhere]) expect(await stretch(place, 'a')).toBe('one two three');
      expect([await stretch(store, 'a', 4, 7), await stretch(store, 'a', 8), await stretch(store, 'a', 5, 5)]).toEqual([
        'two',
        'three',
        '',
      ]);
    });

    it('keeps nothing at all, where there is nothing', async () => {
      await store.put('a', pieces());
      expect([await names(), await stretch(store, 'a')]).toEqual([{ a: 0 }, '']);
    });

    it('shows nothing of what is still coming', async () => {
      let seen: unknown;
      await store.put(
        'a',
        (async function* () {
          yield Buffer.from('first');
          seen = [await names(), await elsewhere.open('a')];
          yield Buffer.from('last');
        })(),
      );
      expect([seen, await stretch(store, 'a')]).toEqual([[{}, undefined], 'firstlast']);
    });

    it('leaves what lay there, and nothing else, where what comes breaks off', async () => {
      await store.put('a', pieces('whole'));
      for (const blob of ['a', 'b'])
        await expect(
          store.put(
            blob,
            (async function* () {
              yield* pieces('half');
              throw new Error('the line is cut');
            })(),
          ),
        ).rejects.toThrow('the line is cut');
      expect([await names(), await stretch(store, 'a')]).toEqual([{ a: 5 }, 'whole']);
    });

    it('goes on giving whoever has opened it what lay there', async () => {
      await store.put('a', pieces('before'));
      const blob = await store.open('a');
      if (!blob) throw new Error('it has just been put there');
      opened.push(() => blob.close());
      await elsewhere.put('a', pieces('afterwards'));
      expect([await textOf(blob.read(0, blob.length)), await stretch(store, 'a')]).toEqual(['before', 'afterwards']);
    });

    it('keeps one of what two processes put at once, whole', async () => {
      const [one, other] = ['1'.repeat(200_000), '2'.repeat(200_000)];
      await Promise.all([
        store.put('a', pieces(...(one.match(/.{1,999}/g) ?? []))),
        elsewhere.put('a', pieces(...(other.match(/.{1,999}/g) ?? []))),
      ]);
      expect([one, other]).toContain(await stretch(store, 'a'));
      expect(await names()).toEqual({ a: 200_000 });
    });

    it('takes no name that leads elsewhere', async () => {
      for (const blob of ['../a', 'a/b', '', 'A', '.'])
        await expect(Promise.all([store.put(blob, pieces('x')), store.open(blob)])).rejects.toThrow('cannot name a blob');
    });
  });
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const text of texts) yield Buffer.from(text);
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of content) all.push(piece);
  return Buffer.concat(all).toString();
}
