import { expect, it } from '@jest/globals';
import { type AnyRule, when } from '../kernel/decider';
import { found } from '../kernel/fold';
import type { Happened } from '../kernel/happened';
import { Rejection } from '../kernel/rejection';
import { VerifyEvidence } from '../negotiation/evidence/evidence.commands';
import { EvidenceModule } from '../negotiation/evidence/evidence.module';
import { type Evidence, evidence } from '../negotiation/evidence/evidence.state';
import { commandTypesOf } from './noun';
import { reconsider } from './reconsider';

const ID = '22222222-2222-4222-8222-222222222222';
const happened = (revision: number, type: string, data: object, command?: string): Happened => ({
  ...{
    type,
    data: data as Happened['data'],
    id: `event ${revision}`,
    commandId: `command ${revision}`,
    stream: `evidence-${ID}`,
    streamId: ID,
  },
  ...{ revision, position: revision, recordedAt: '2025-03-01T09:00:00.000Z', recordedBy: 'somebody', role: 'EVIDENCE_CUSTODIAN' },
  ...{ causationId: null, basis: [], flags: [], sources: [], evidence: [], onBehalfOf: undefined, authorityId: 'somebody', key: 'key' },
  ...{
    occurredAt: { from: '2025-03-01', precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' },
    level: 1,
    caveats: 0,
    initiativeId: undefined,
  },
  command: command === undefined ? undefined : { origin: 'o', type: command, stream: null, idempotencyKey: 'k', ifMatch: null, input: {} },
});

it('does not call wrong what was decided on what lay beside the log then: nobody finds that again', async () => {
  const [type] = commandTypesOf(EvidenceModule.noun).filter(({ class: its }) => its === VerifyEvidence);
  if (!type) throw new Error('evidence can be verified');
  const rule: AnyRule = when<Evidence, 'INGESTED', object, never, { bytes: ReturnType<typeof found> }>('INGESTED', {
    reads: (_, _command, { self }) => ({ bytes: found(evidence, self) }),
    decide: (_, _command, { bytes }) => (bytes.status === 'WHOLE' ? [] : new Rejection('evidence.gone', { title: '', remedy: '' }, '')),
  });
  const history = [happened(0, 'EvidenceIngested', {}), happened(1, 'EvidenceVerified', { ok: true }, 'VerifyEvidence')];
  const types = new Map([['VerifyEvidence', { ...type, rule }]]);
  expect(
    await reconsider(
      { fold: evidence, types, history },
      () => true,
      () => Promise.resolve({ status: 'NONE' }),
    ),
  ).toEqual([]);
});
