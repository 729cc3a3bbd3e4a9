import { expect, it } from '@jest/globals';
import { FOCAL_PERSON, proposed } from '../../../test/support/clearance-sample';
import { nth, RecordedLedger } from '../../../test/support/recorded-ledger';
import { recordEvents } from '../../kernel/record.events';
import type { Keyring } from '../../trust/keyring';
import { leafIn } from '../../trust/record';
import { CorrectedEvents } from './corrected-events';

/** Keys that lie elsewhere: nothing is opened with one that was not fetched before. */
function elsewhere(keyring: Keyring): Keyring {
  const fetched = new Set<string>();
  const atHand = (id: string): string => {
    if (!fetched.has(id)) throw new Error(`the key ${id} was not fetched`);
    return id;
  };
  return Object.assign(Object.create(keyring) as Keyring, {
    fetch: async (ids: Iterable<string>) => {
      for (const id of ids) fetched.add(id);
    },
    unwrap: (id: string) => keyring.unwrap(atHand(id)),
  });
}

it('a mark that is lowered takes a signature, wherever the keys lie of what it speaks of', async () => {
  const ledger = new RecordedLedger();
  const [targetEventId = ''] = ledger.add('initiative', nth(1), [proposed], { level: 'SECRET' });
  const lowered = { targetEventId, to: { level: 'PUBLIC' as const, caveats: [] }, authorityId: FOCAL_PERSON };
  ledger.add('initiative', nth(1), [recordEvents.ClassificationChanged(lowered)], { level: 'SECRET' });
  const leaf = leafIn(ledger.log.readStream(`initiative-${nth(1)}`)[1]?.record ?? new Uint8Array());
  if (!leaf) throw new Error('nothing was recorded');
  const corrected = new CorrectedEvents(ledger.log, elsewhere(ledger.trust.keyring), {});
  expect(await corrected.takesSignature(leaf, lowered)).toBe(true);
});
