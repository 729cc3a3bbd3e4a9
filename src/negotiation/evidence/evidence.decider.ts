import { type Decider, when } from '../../kernel/decider';
import { at } from '../../kernel/fold';
import { participant } from '../participant/participant.state';
import type * as commands from './evidence.commands';
import { evidenceEvents } from './evidence.events';
import { refuse } from './evidence.refusals';
import type { evidence } from './evidence.state';

const { EvidenceIngested } = evidenceEvents;

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
};
