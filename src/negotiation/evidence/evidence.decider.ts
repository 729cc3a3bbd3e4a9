import { type Decider, when } from '../../kernel/decider';
import { legible } from '../../kernel/erased';
import { at, found } from '../../kernel/fold';
import { participant } from '../participant/participant.state';
import type * as commands from './evidence.commands';
import { evidenceEvents } from './evidence.events';
import { refuse } from './evidence.refusals';
import { evidence } from './evidence.state';

const { CustodyTransferred, EvidenceIngested, EvidenceVerified } = evidenceEvents;

/** Statuses in which there is a piece of evidence. */
const HELD = ['INGESTED', 'VERIFIED', 'SUSPECT'] as const;

/** What may happen next to a piece of evidence (domain.md 4.3.15). */
export const evidenceDecider: Decider<typeof evidence, typeof commands> = {
  IngestEvidence: when('NONE', {
    reads: (_, { collectedBy }) => ({ collector: collectedBy === undefined ? [] : [at(participant, collectedBy)] }),
    decide: (_, command, { collector }) => {
      if (collector.some(({ status }) => status === 'NONE'))
        return refuse.collectorUnknown('There is no participant with the id of the collector.');
      return [EvidenceIngested({ ...command })];
    },
  }),

  VerifyEvidence: when(HELD, {
    reads: (_, _command, { self }) => ({ bytes: found(evidence, self) }),
    decide: (it, _, { bytes }) => {
      const recorded = legible(it.sha256);
      // What was never put here can have come to no harm here.
      if (bytes.status === 'NONE' && it.status === 'INGESTED') return refuse.bytesMissing('There is nothing to be verified yet.');
      return bytes.status === 'WHOLE'
        ? [EvidenceVerified({ sha256: bytes.sha256, ok: bytes.sha256 === recorded })]
        : [EvidenceVerified({ ok: false })];
    },
  }),

  TransferCustody: when(HELD, {
    reads: (_, { to }) => ({ receiver: at(participant, to) }),
    decide: (it, { from, ...command }, { receiver }) => {
      if (from !== legible(it.custodianId)) return refuse.notCustodian('Somebody else has it, as far as is recorded.');
      if (receiver.status === 'NONE') return refuse.receiverUnknown('There is no participant with the id of the receiver.');
      return [CustodyTransferred({ from, ...command })];
    },
  }),
};
