import { it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { shows, typed } from './claims';
import { body, done, type House } from './house';

const CLI = join(__dirname, '../../dist/cli.js');

/** What holds for every record, and what an auditor sees without the server. */
export function ledger(at: () => House): void {
  it('nothing is recorded twice, and nothing on what has changed meanwhile', async () => {
    const { official } = at();
    const party = { type: 'TRIBE', canonicalName: 'Another tribe (fictitious)' };
    const headers = { 'idempotency-key': 'another tribe' };
    const first = await done(official.look('POST', '/v1/parties', { body: party, headers }));
    const again = await done(official.look('POST', '/v1/parties', { body: party, headers }));
    const { events, stream } = first.json<{ events: { id: string }[]; stream: { id: string } }>();
    shows('INV-34', again, { '/events/0/id': events[0]?.id, '/stream/revision': 0 });
    const named = { name: 'The tribe', lang: 'en', script: 'Latn', usedByPartyId: stream.id };
    const stale = { body: named, headers: { 'if-match': '"7"' } };
    shows('INV-34', await official.look('POST', `/v1/parties/${stream.id}/record-designation`, stale), { '/status': 412 });
  });

  it('nothing is deleted or overwritten over the API', async () => {
    const { official, known } = at();
    for (const method of ['DELETE', 'PUT', 'PATCH'])
      shows('INV-33', await official.look(method, `/v1/parties/${known['tribe']}`, body({})), { '/code': 'not-found' });
  });

  it('every event is a leaf, and verify finds each one as it was', async () => {
    const { ledger: served, liaison, known } = at();
    const trail = await liaison.look('GET', `/v1/audit/trail?stream=initiative-${known['initiative']}`);
    shows('INV-42', trail, { '/events/0/type': 'InitiativeProposed', '/events/0/leaf': 'OK' });
    const { stdout } = spawnSync(process.execPath, [CLI, 'verify', '--store', served.serving.house.files.folder, '--json'], {
      encoding: 'utf8',
    });
    shows('INV-42 INV-46', typed('jirga verify --store FOLDER --json', stdout), { '/findingsTotal': 0 });
  });

  it('who tried what the rules do not allow can be read by those who watch over them', async () => {
    const { focal, liaison } = at();
    const month = new Date().toISOString().slice(0, 7);
    const attempts = await liaison.look('GET', `/v1/audit/attempts?participant=${focal.id}&month=${month}`);
    shows('INV-49', attempts, { '/events/0/type': 'AttemptRefused', '/events/0/leaf': 'OK' });
  });
}
