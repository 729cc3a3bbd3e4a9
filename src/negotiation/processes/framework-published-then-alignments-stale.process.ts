import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { MarkAlignmentStale } from '../proposal/proposal.commands';

const ENDS: ReadonlySet<string> = new Set([
  'ProposalIncorporated',
  'ProposalRejected',
  'ProposalWithdrawn',
  'ProposalLapsed',
  'ProposalSuperseded',
]);

/**
 * What was assessed by an older version of the framework says nothing about the one in force (INV-13). The gates compare the versions themselves
 * and do not wait for this event; it is recorded so that boards and trail say it. Which proposals were assessed the process keeps in an index of its own.
 */
export const frameworkPublishedThenAlignmentsStale: Process = {
  name: 'framework-published-then-alignments-stale',
  on: ['proposal/PolicyAlignmentAssessed', ...[...ENDS].map((type) => `proposal/${type}`), 'policyFramework/FrameworkVersionPublished'],
  react: ({ type, id, streamId, data }, { index }) => {
    if (type === 'PolicyAlignmentAssessed') index.add(streamId);
    else if (ENDS.has(type)) index.delete(streamId);
    else {
      const { version } = data;
      if (isErased(version)) return [];
      const fields = { frameworkVersion: version, causeId: id };
      return index.all().map((each) => ({ command: MarkAlignmentStale, fields, streamId: each, name: each }));
    }
    return [];
  },
};
