import { type Decider, when } from '../../kernel/decider';
import { isErased, legible } from '../../kernel/erased';
import { type AnyFold, at, marked, type State } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { agreement } from '../agreement/agreement.state';
import { commitment } from '../commitment/commitment.state';
import { contact } from '../contact/contact.state';
import { delegation } from '../delegation/delegation.state';
import { evidence } from '../evidence/evidence.state';
import { federalReview } from '../federal-review/federal-review.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { measure } from '../measure/measure.state';
import { participant, type Participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import { proposal } from '../proposal/proposal.state';
import type * as commands from './erasure.commands';
import { type ErasableKind, erasureEvents } from './erasure.events';
import type { ErasureSubject } from './erasure.parts';
import { refuse } from './erasure.refusals';
import type { erasure } from './erasure.state';

const { ErasureProposed, ErasureApproved, ErasureRefused, ErasureWithdrawn, KeysDestroyed } = erasureEvents;

const FOLDS: Readonly<Record<ErasableKind, AnyFold>> = {
  ...{ initiative, mandate, delegation, contact, proposal, measure, commitment, agreement, federalReview },
  ...{ party, participant, evidence },
};

const subjectOf = ({ kind, id }: ErasureSubject) => ({
  subjectRecord: marked(FOLDS[kind], id),
  person: kind === 'participant' ? [at(participant, id)] : [],
});

/** @returns why it is not erased, `undefined` if nothing stands in the way */
function withheldFromErasure(record: State, person: readonly Participant[]): Rejection | undefined {
  if (record.status === 'NONE') return refuse.subjectUnknown('The ledger has no such record.');
  return person.some((it) => it.status === 'ACTIVE' && it.grants.length > 0)
    ? refuse.inOffice('This participant may still act in a role.')
    : undefined;
}

/** What may happen next to an erasure (trust.md 2, domain.md 4.4). */
export const erasureDecider: Decider<typeof erasure, typeof commands> = {
  ProposeErasure: when('NONE', {
    reads: (_, { subject }) => subjectOf(subject),
    decide: (_, { subject, ...command }, { subjectRecord, person }) =>
      withheldFromErasure(subjectRecord, person) ?? [ErasureProposed({ subject: { ...subject }, ...command })],
  }),
  ApproveErasure: when('PROPOSED', {
    reads: (_, { subject }) => subjectOf(subject),
    decide: (it, { subject, legalBasis, lastBackupGoneBy }, { subjectRecord, person, actor, now }) => {
      if (actor.participantId === it.proposedBy) return refuse.ownProposal('You have proposed it yourself.');
      const same = !isErased(it.subject) && it.subject.kind === subject.kind && it.subject.id === subject.id;
      if (!same || it.legalBasis !== legalBasis) return refuse.otherSubject('Subject or legal basis differ from those of the proposal.');
      if (lastBackupGoneBy < now.slice(0, 10)) return refuse.backupsGone(`The keys are destroyed on ${now.slice(0, 10)}.`);
      return withheldFromErasure(subjectRecord, person) ?? [ErasureApproved({ subject: { ...subject }, legalBasis, lastBackupGoneBy })];
    },
  }),
  RefuseErasure: when('PROPOSED', (_, { reason }) => [ErasureRefused({ reason })]),
  WithdrawErasure: when('PROPOSED', (it, { reason }, { actor }) =>
    actor.participantId === it.proposedBy ? [ErasureWithdrawn({ reason })] : refuse.notYours('Somebody else has proposed it.'),
  ),
  RecordKeysDestroyed: when('APPROVED', (it, { keys, forgotten, ...command }) => {
    const named = new Set(it.keys.map(({ id }) => id));
    if (keys.some(({ id }) => named.has(id))) return refuse.namedAlready('These keys are recorded as destroyed.');
    return [
      KeysDestroyed({
        ...command,
        keys: keys.map((key) => ({ ...key })),
        lastBackupGoneBy: legible(it.lastBackupGoneBy),
        forgotten: forgotten.map((each) => ({ ...each })),
      }),
    ];
  }),
};
