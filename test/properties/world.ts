import type { Circumstances } from '../../src/kernel/decider';
import { type AnyFold, type Found, type Marked, type PastEvent, type Reference, replay, type State } from '../../src/kernel/fold';
import { occurringAt } from '../../src/kernel/occurrence';
import { type Text, textOf } from '../../src/kernel/text';
import { commitmentEvents } from '../../src/negotiation/commitment/commitment.events';
import { federalReviewEvents } from '../../src/negotiation/federal-review/federal-review.events';
import { mandateEvents } from '../../src/negotiation/mandate/mandate.events';
import { mandateIdOf } from '../../src/negotiation/mandate/mandate.state';
import type { Measure } from '../../src/negotiation/measure/measure.state';
import { participantEvents } from '../../src/negotiation/participant/participant.events';
import type { DomainEvent } from '../../src/kernel/events';
import { type Agreement, isDrawnUp, textBefore } from '../../src/negotiation/agreement/agreement.state';
import * as agreementSample from '../support/agreement-sample';
import * as sample from '../support/clearance-sample';
import * as measureSample from '../support/measure-sample';
import * as mandateSample from '../support/mandate-sample';
import * as contactSample from '../support/contact-sample';
import * as delegationSample from '../support/delegation-sample';
import * as proposalSample from '../support/proposal-sample';
import { eventId, NOW, SOMEBODY } from '../support/decider-spec';
import type { Draw } from './draw';

/* What an act finds in other streams: most of the time what it needs, and now and then something else. */

/** Whom the act meets there; the same person may stand on either side. */
/** Holds a post for the federation. */
const REVIEWER = '40000000-0000-4000-8000-000000000003';
export const PEOPLE = [SOMEBODY, REVIEWER, sample.FOCAL_PERSON, sample.OBSERVER] as const;
export const PARTIES = [sample.PROVINCE, sample.TRIBE, sample.FEDERATION] as const;
export const TEXTS = [sample.openingHours, sample.oneCommaMore] as const;

type History = readonly DomainEvent[];

/** Histories by the id of the stream, whatever its kind. */
const KNOWN: Readonly<Record<string, History>> = {
  [sample.PROVINCE]: [sample.province],
  [sample.TRIBE]: [sample.tribe],
  [sample.FEDERATION]: [sample.federation],
  [sample.INITIATIVE]: contactSample.inPhase1,
  [proposalSample.CONTACT]: [proposalSample.meeting],
  [sample.PROOF]: [sample.proof],
  [SOMEBODY]: [sample.somebody],
  [REVIEWER]: [sample.somebody, participantEvents.RoleAssumed({ role: 'FEDERAL_OFFICER', partyId: sample.FEDERATION })],
  [sample.OBSERVER]: [sample.somebody, participantEvents.RoleAssumed({ role: 'MONITOR', partyId: sample.TRIBE })],
  [sample.FOCAL_PERSON]: [sample.somebody, participantEvents.RoleAssumed({ role: 'FOCAL_PERSON', partyId: sample.PROVINCE })],
};

/** Whoever may go with a delegation. */
const GOING: Readonly<Record<string, History>> = {
  ...Object.fromEntries([...delegationSample.secondMembers, delegationSample.POLITICIAN].map((id) => [id, [sample.somebody]])),
  [delegationSample.OFFICIAL]: [sample.somebody, delegationSample.official],
};
const TRAVELLING: ReadonlySet<string> = new Set(['AuthoriseTravel', 'RecordDeparture', 'IssueCredentials']);

/** Most histories are found again and again. */
const folded = new WeakMap<History, State>();
const DRAFT: History = [sample.drafted];
const DRAFT_FRAMEWORK: History = [sample.redLine];

const DRAFT_MEASURE: History = [measureSample.proposed];
/** What folds here happens at the same instant. */
const THEIRS: History = [measureSample.theirs, measureSample.deliveredOn('2025-03-01')];

/** Who looks: a command on a record as it stands. */
export interface Asking {
  readonly state: State;
  readonly command: object;
  readonly circumstances: Circumstances;
}

/** The stream that an act reads, folded. */
export function found({ fold, streamId, reading }: Reference, asking: Asking, draw: Draw): State {
  if (reading === 'MARKED')
    return draw.of<Marked>({ status: 'MARKED', level: 'PUBLIC' }, { status: 'MARKED', level: 'SECRET' }, { status: 'NONE' });
  if (reading === 'FOUND')
    return draw.of<Found>(
      { status: 'WHOLE', sha256: 'c'.repeat(64) },
      { status: 'WHOLE', sha256: 'd'.repeat(64) },
      { status: 'ALTERED' },
      { status: 'NONE' },
    );
  const history = historyOf(fold.events.stream, streamId, asking, draw);
  const known = folded.get(history);
  if (known) return known;
  const state = stateOf(fold, history);
  folded.set(history, state);
  return state;
}

function historyOf(kind: string, streamId: string, asking: Asking, draw: Draw): History {
  switch (kind) {
    case 'policyFramework':
      return draw.mostly<History>(sample.framework, draw.of<History>(sample.movedFramework, sample.openedFramework, DRAFT_FRAMEWORK));
    case 'commitment':
      return draw.mostly<History>(draw.mostly(BINDING, LINKED), DRAFT);
    case 'delegation':
      return streamId === delegationSample.FIRST ? draw.mostly<History>(delegationSample.firstBack, delegationSample.firstConstituted) : [];
    case 'federalReview':
      if (streamId === delegationSample.TRAVEL_REVIEW)
        return draw.mostly<History>(delegationSample.reviewed('TRAVEL', asking.circumstances.self, LONG), []);
      if (streamId === delegationSample.REPORT_REVIEW) return REPORTED;
      return draw.mostly<History>(cleared(asking), reviewBefore(asking.circumstances.self, draw));
    case 'proposal':
      return draw.mostly<History>(proposalSample.onTable, draw.of<History>([proposalSample.drafted], proposalSample.packaged, []));
    case 'measure':
      // Of the other side, and delivered just now.
      return draw.mostly<History>(draw.of<History>(THEIRS, measureSample.delivered), DRAFT_MEASURE);
    case 'initiative':
      // Texts are negotiated in the second phase only.
      if (TRAVELLING.has(asking.command.constructor.name)) return delegationSample.founded;
      if (OF_AGREEMENTS.has(asking.command.constructor.name)) return proposalSample.inPhase2;
      return TEXTUAL.has(asking.command.constructor.name) ? proposalSample.inPhase2 : (KNOWN[streamId] ?? []);
    case 'mandate':
      if (OF_AGREEMENTS.has(asking.command.constructor.name)) return mandateToSign(asking.circumstances.now);
      return draw.mostly(mandateInForce(asking.circumstances.now), mandateSample.inForce);
    default:
      return KNOWN[streamId] ?? GOING[streamId] ?? [];
  }
}

const LONG = { validUntil: '2030-01-01T00:00:00.000Z' };
const REPORTED: History = delegationSample.reviewed('PHASE_REPORT', sample.INITIATIVE);

/** What goes forward with a text. */
const TEXTUAL: ReadonlySet<string> = new Set([
  ...['CounterPropose', 'TableProposal', 'ReviseProposal', 'ResolveBracket', 'OpenSilenceProcedure', 'AgreeAdReferendum'],
]);

/** What goes forward with an agreement, for which one has to be mandated to sign. */
const OF_AGREEMENTS: ReadonlySet<string> = new Set([
  ...['AdoptAgreement', 'AuthenticateAgreement', 'SignAgreement', 'ExpressConsent', 'BeginProvisionalApplication'],
  ...['CorrectAuthenticText', 'AmendAgreement', 'RenewAgreement'],
]);

/** A commitment in force with both texts assessed, and the red lines that they were linked to. */
const binding = (redLineIds: string[]): History => [
  ...sample.binding,
  ...TEXTS.map((text) =>
    commitmentEvents.PolicyAlignmentAssessed({ ...sample.assessed.data, textHash: textOf(text).textHash, redLineIds }),
  ),
];
const BINDING = binding([]);
const LINKED = binding([sample.RED_LINE]);

/** A review that has cleared just the text of the command, or just the terms that were submitted, for just now. */
function cleared({ state, command, circumstances: { self, now } }: Asking): History {
  const validity = { validFrom: now, validUntil: later(now, 1) };
  if ('phase' in command) {
    const { underReview, granted } = mandateSample.reviewOf(mandateIdOf(self));
    return [...underReview, federalReviewEvents.ClearanceGranted({ ...granted.data, ...validity })];
  }
  if ('submittedText' in state) {
    const { underReview, granted } = mandateSample.reviewOf(self);
    const { textHash, lang } = state.submittedText as Text;
    return [...underReview, federalReviewEvents.ClearanceGranted({ ...granted.data, ...validity, textHash, lang })];
  }
  if ('actorEnd' in state && (state as Extract<Measure, { status: 'PROPOSED' }>).text) {
    const { underReview, granted } = measureSample.reviewOf(self);
    const { textHash, lang } = (state as Extract<Measure, { status: 'PROPOSED' }>).text as Text;
    return [...underReview, federalReviewEvents.ClearanceGranted({ ...granted.data, ...validity, textHash, lang })];
  }
  if (isAgreement(state) && isDrawnUp(state) && state.text) {
    const step = command.constructor.name === 'ExpressConsent' ? 'RATIFICATION' : 'SIGNATURE';
    const [opened, acknowledged, assigned, { data }] = agreementSample.clearedFor(
      self,
      step,
      'changeId' in command ? textBefore(state) : state.text,
    );
    return [opened, acknowledged, assigned, federalReviewEvents.ClearanceGranted({ ...data, ...validity })];
  }
  const { underReview, granted } = sample.reviewOf(self);
  const { textHash, lang } = textOf((command as { text?: typeof sample.openingHours }).text ?? sample.openingHours);
  return [...underReview, federalReviewEvents.ClearanceGranted({ ...granted.data, ...validity, textHash, lang })];
}

/** By what only agreements have. */
const isAgreement = (state: State): state is Agreement => 'authentication' in state;

/** Terms of reference that are in force just now. */
const mandateInForce = (now: string): History => mandateOn(mandateSample.drafted, now);
/** The same, which give the powers to sign. */
const mandateToSign = (now: string): History => mandateOn(agreementSample.mandated[0], now);

const mandateOn = (drafted: DomainEvent, now: string): History => [
  drafted,
  mandateSample.submitted,
  mandateEvents.MandateApproved({ ...mandateSample.approved.data, validFrom: now, validUntil: later(now, 1) }),
];

function reviewBefore(self: string, draw: Draw): History {
  const { opened, underReview, granted } = sample.reviewOf(self);
  const guided = federalReviewEvents.GuidanceIssued({ text: 'It looks reasonable.', binding: false });
  const revoked = federalReviewEvents.ClearanceRevoked({ clearanceId: sample.REVIEW, reason: 'Circumstances.' });
  return draw.of<History>([opened], [opened, guided], [...underReview, granted, revoked], []);
}

/** So many days after an instant. */
export const later = (now: string, days: number): string => new Date(Date.parse(now) + days * 86_400_000).toISOString();

const stateOf = (fold: AnyFold, history: History): State =>
  replay<State>(
    fold,
    history.map((event, n): PastEvent => ({
      ...event,
      id: eventId(n + 1),
      recordedAt: NOW,
      recordedBy: SOMEBODY,
      occurredAt: occurringAt(NOW),
      // What the sample says of when it was.
      ...('circumstance' in event && (event.circumstance as Partial<PastEvent>)),
    })),
  );
