import { describe, expect, it } from '@jest/globals';
import { served, storeOn } from '../../../test/kurrentdb/served';
import { ServerVersionError } from './place';
import { requireSupported } from './server-version';

describe('the version of a server', () => {
  it.each(['23.10.0.0', '23.10.8.0', '24.10.5', '24.10.12', '25.1.0', '25.1.3-rc.1', '26.0.0', '27.2'])('%s is taken', (version) => {
    expect(() => requireSupported(version, 'a:1')).not.toThrow();
  });
  it.each(['22.10.5.0', '23.6.0', '24.2.0', '24.10.4', '25.0.0', '25.0.1', 'unknown', ''])('%s is refused', (version) => {
    expect(() => requireSupported(version, 'a:1')).toThrow(ServerVersionError);
  });
  it('is asked for when a store is opened, and the message says which to install', async () => {
    const server = await served();
    server.version = '25.0.0.0';
    await expect(storeOn(server.url)).rejects.toThrow(`KurrentDB at ${server.address} is of version 25.0.0.0: install EventStoreDB 23.10`);
    server.version = '26.0.1';
    expect((await storeOn(server.url)).failure()).toBeUndefined();
  });
});
