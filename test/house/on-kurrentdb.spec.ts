import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Configuration } from '../../src/configuration';
import { InvalidOriginError, LedgerExistsError } from '../../src/ledger/create-ledger';
import { serve, type Serving } from '../../src/serve';
import { served } from '../kurrentdb/served';
import { asking } from '../support/ask';
import { configured } from '../support/configured';
import { TEST_ORIGIN, temporaryFolder, temporaryLedger } from '../support/temporary-ledger';
import { until } from '../support/until';

jest.setTimeout(120_000);

const open: Serving[] = [];
afterEach(async () => {
  for (const serving of open.splice(0)) await serving.close();
});

/** As an operator says it, on a server that is new unless he names one. */
const onServer = async (over: Partial<Configuration> = {}): Promise<Configuration> =>
  configured(join(temporaryFolder(), 'ledger'), { kurrentdb: { url: (await served()).url }, ...over });

const started = async (configuration: Configuration): Promise<Serving> => {
  const serving = await serve(configuration);
  open.push(serving);
  return serving;
};

describe('a ledger whose log lies on KurrentDB', () => {
  it('is made where the log is empty, with the origin that is said, and found again', async () => {
    const configuration = await onServer();
    const first = await started(configuration);
    expect(first).toMatchObject({ created: true, house: { origin: TEST_ORIGIN } });
    await first.close();
    expect(await started({ ...configuration, origin: undefined })).toMatchObject({ created: false, house: { origin: TEST_ORIGIN } });
  });

  it('wants an origin when it is made, and is not taken for one of another origin', async () => {
    const configuration = await onServer();
    await expect(serve({ ...configuration, origin: undefined })).rejects.toThrow('set JIRGA_ORIGIN');
    await (await started(configuration)).close();
    const other = serve({ ...configuration, origin: 'other.example/ledger' });
    await expect(other).rejects.toThrow(InvalidOriginError);
    await expect(other).rejects.toThrow(`the log on KurrentDB is that of ${TEST_ORIGIN}`);
  });

  it('is not begun anew in the folder of a ledger that has not been carried over yet', async () => {
    const start = serve(await onServer({ data: temporaryLedger().folder }));
    await expect(start).rejects.toThrow(LedgerExistsError);
    await expect(start).rejects.toThrow('carry it over with jirga migrate');
  });

  it('goes on where somebody else has written into a stream of it: what that might concern stands still and says so', async () => {
    const server = await served();
    const { house, address } = await started(await onServer({ kurrentdb: { url: server.url } }));
    const stream = 'commitment-0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
    const id = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8e';
    const foreign = { id, type: 'CommitmentDrafted', contentType: 'application/json', data: Buffer.from('{}'), metadata: new Uint8Array() };
    server.log.append(stream, 'no_stream', [foreign]);
    const ready = await until(
      () => asking(address, {})('GET', '/health/ready'),
      ({ text }) => text.includes('stands still') && text.includes('was not written by this program'),
    );
    expect(ready.status).toBe(503);
    const halted = house.processes.health().filter((process) => 'halted' in process);
    expect(halted.map(({ process }) => process)).toContain('basis-moved-then-act-redecided');
    expect(halted.length).toBeLessThan(house.processes.health().length);
    expect(house.processes.failure()).toBeUndefined();
    expect((await asking(address, {})('GET', '/health/live')).status).toBe(200);
  });
});
