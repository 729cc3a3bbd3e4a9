import { afterAll } from '@jest/globals';
import { KurrentDbDouble } from '../../../test/kurrentdb/kurrentdb-double';
import { temporaryTrust } from '../../../test/support/temporary-trust';
import { KURRENTDB_APPEND_BYTES_MAX } from '../../kernel/limits';
import { scribeOf } from '../../trust/trust';
import { eventStoreContract } from '../event-store.contract';
import { sampleSlots } from '../event-store.contract.sample';
import { KurrentDbEventStore } from './kurrentdb-event-store';

const servers: KurrentDbDouble[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) server.stop();
});

const contract = { atomicBasis: false, recordBytesMax: KURRENTDB_APPEND_BYTES_MAX };

eventStoreContract(
  'KurrentDB by its protocol',
  async () => {
    const server = await KurrentDbDouble.start();
    servers.push(server);
    return KurrentDbEventStore.open({ url: server.url, slots: sampleSlots, scribe: scribeOf(temporaryTrust(), sampleSlots) });
  },
  contract,
);
