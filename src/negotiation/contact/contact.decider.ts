import { type Circumstances, type Decider, when } from '../../kernel/decider';
import type { Flag } from '../../kernel/envelope';
import { isErased, legible } from '../../kernel/erased';
import { flagged } from '../../kernel/events';
import { at, type In, ruling, type State, under } from '../../kernel/fold';
import { CLOCK_TOLERANCE_MS } from '../../kernel/limits';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import type { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import { commitment, isAgreed } from '../commitment/commitment.state';
import { type Delegation, delegation } from '../delegation/delegation.state';
import { evidence, isIngested } from '../evidence/evidence.state';
import { forward } from '../going-forward';
import { type Initiative, initiative, isKnown, isOpen } from '../initiative/initiative.state';
import { type Mandate, mandate, mandateIdOf, wasMandatedTopic } from '../mandate/mandate.state';
import { type Participant, participant } from '../participant/participant.state';
import { type Party, party } from '../party/party.state';
import type { Topic } from '../terms';
import type * as commands from './contact.commands';
import { deviationsOf, wasWithListed, wereProvidedFor } from './contact.deviation.rules';
import { contactEvents } from './contact.events';
import { jirgaRules } from './contact.jirga.rules';
import { refuse } from './contact.refusals';
import { mayBeScheduled, type Other } from './contact.schedule.rules';
import { BEFORE_CONFIRMATION, type Contact, type contact, counterpartsOf, type Meeting, MET, type Plan, raisedIn } from './contact.state';
import { mayBeSaid, referredTo, reviewsOf, wasInOrder } from './contact.statement.rules';

const {
  ContactScheduled,
  ContactRescheduled,
  ContactCancelled,
  CounterpartDidNotAttend,
  ContactHeld,
  UnsanctionedContactReported,
  ParticipantAttended,
  StatementRecorded,
  PositionStated,
  UnauthorisedUndertakingReported,
  UndertakingDisavowed,
  UndertakingConfirmed,
  MinutesDrafted,
  MinutesConfirmed,
  MinutesDisputed,
  TranslationAttached,
  TranslationVerified,
  FollowUpAssigned,
  FollowUpCompleted,
} = contactEvents;

type Counterparts = readonly { readonly participantId: string; readonly partyId: string }[];

/** The register of those who are named, and of their parties. */
const registerOf = (counterparts: Counterparts, agenda: readonly { readonly raisedByPartyId: string }[] = []) => ({
  people: counterparts.map(({ participantId }) => at(participant, participantId)),
  parties: [...counterparts.map(({ partyId }) => partyId), ...agenda.map(({ raisedByPartyId }) => raisedByPartyId)].map((id) =>
    at(party, id),
  ),
});

/** The first parties of the register are those of the counterparts. */
const othersOf = (counterparts: Counterparts, { people, parties }: Pick<Judged, 'people' | 'parties'>): Other[] =>
  people.map((person, n) => ({ partyId: counterparts[n]?.partyId ?? '', person, party: parties[n] ?? party.initial }));

/** The delegation that is named to meet them, where one is. */
const meeting = ({ delegationId }: { readonly delegationId?: string | undefined }) => ({
  delegations: delegationId === undefined ? [] : [at(delegation, delegationId)],
});

const otherDelegation = (initiativeId: string, { delegations }: { readonly delegations: readonly Delegation[] }): Rejection | undefined =>
  delegations.every((it) => it.status !== 'NONE' && legible(it.initiativeId) === initiativeId)
    ? undefined
    : refuse.delegationUnknown('The delegation named is none of this initiative.');

/** What decides whether something may be done, or was in order. The mandate counts whether the actor may see it or not. */
const groundOf = (initiativeId: string) => ({
  initiative: under(initiative, initiativeId),
  mandate: ruling(mandate, mandateIdOf(initiativeId)),
});

function unregistered({ people, parties }: { people: readonly State[]; parties: readonly State[] }): Rejection | undefined {
  if (people.some(({ status }) => status === 'NONE')) return refuse.participantUnknown('A counterpart named is not registered.');
  return parties.some(({ status }) => status === 'NONE') ? refuse.partyUnknown('A party named is not registered.') : undefined;
}

type Held = Parameters<typeof ContactHeld>[0];
type Judged = Circumstances & {
  readonly initiative: Initiative;
  readonly mandate: Mandate;
  readonly people: readonly Participant[];
  readonly parties: readonly Party[];
};

/** The marks of a contact as it was held: only what is done with the other side can be a deviation. */
const flagsOf = ({ acts, track, agenda, counterparts }: Held, judged: Judged): Flag[] =>
  counterparts.length > 0
    ? deviationsOf({ acts, track, topics: agenda.map(({ topic }) => topic), others: othersOf(counterparts, judged) }, judged)
    : [];

/** A report that contradicts itself is none. */
function impossibleEnd(endedAt: string | undefined, { occurredAt, now }: Circumstances): Rejection | undefined {
  if (endedAt === undefined) return undefined;
  const [begin, end] = [earliest(occurredAt), Date.parse(endedAt)];
  return (begin !== undefined && end < Date.parse(begin)) || end > Date.parse(now) + CLOCK_TOLERANCE_MS
    ? refuse.endedBeforeItBegan(`It would have ended at ${endedAt}.`)
    : undefined;
}

/** With milliseconds, so that instants compare as text. */
const ended = (endedAt: string | undefined): { readonly endedAt?: string } =>
  endedAt === undefined ? {} : { endedAt: new Date(endedAt).toISOString() };

/** The plan of a contact at another time. */
function meetable({ acts, track, topics, counterparts }: Plan, plannedFor: Occurrence, facts: Judged): Rejection | undefined {
  const others = othersOf(legible(counterparts), facts);
  return mayBeScheduled({ plannedFor, acts: legible(acts), track: legible(track), topics: legible(topics), others }, facts);
}

/** The same of a public statement. */
const sayable = (
  { initiativeId, statement }: Plan,
  plannedFor: Occurrence,
  facts: Parameters<typeof mayBeSaid>[1],
): Rejection | undefined =>
  statement && mayBeSaid({ initiativeId: legible(initiativeId), text: legible(statement).text, plannedFor }, facts);

/** What is the same of all public statements: the province speaks, officially and in the open. */
const PUBLIC_STATEMENT: Pick<Parameters<typeof ContactScheduled>[0], 'kind' | 'track' | 'channel' | 'acts' | 'counterparts' | 'topics'> = {
  kind: 'PUBLIC_STATEMENT',
  track: 'TRACK_1',
  channel: 'OPEN',
  acts: [],
  counterparts: [],
  topics: [],
};

/** The mark of what was said: a topic that is new to this contact and was not mandated (INV-08). */
const topicFlags = (it: Meeting, topic: Topic | undefined, judged: { mandate: Mandate; occurredAt: Occurrence }): Flag[] =>
  topic !== undefined &&
  counterpartsOf(it).length > 0 &&
  !raisedIn(it).includes(topic) &&
  !wasMandatedTopic(judged.mandate, topic, judged.occurredAt)
    ? ['OUTSIDE_MANDATE']
    : [];

const openUndertaking = ({ undertakings }: Meeting, id: string): Rejection | undefined => {
  const undertaking = undertakings.find(({ undertakingId }) => undertakingId === id);
  if (!undertaking) return refuse.undertakingUnknown('No promise is reported under this id.');
  return undertaking.standing === 'OPEN' ? undefined : refuse.undertakingSettled(`It is ${undertaking.standing.toLowerCase()}.`);
};

/** What may happen next to a contact (domain.md 4.3.5). */
export const contactDecider: Decider<typeof contact, typeof commands> = {
  ScheduleContact: forward(
    when('NONE', {
      reads: (_, command) => ({ ...groundOf(command.initiativeId), ...registerOf(command.counterparts), ...meeting(command) }),
      decide: (_, command, facts) => {
        if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
        const others = othersOf(command.counterparts, facts);
        const refused =
          unregistered(facts) ?? otherDelegation(command.initiativeId, facts) ?? mayBeScheduled({ ...command, others }, facts);
        return refused ?? [ContactScheduled({ ...command, ...(others.length > 0 && { mandateId: mandateIdOf(command.initiativeId) }) })];
      },
    }),
    (_, { counterparts }) => counterparts.length > 0,
  ),
  SchedulePublicStatement: forward(
    when('NONE', {
      reads: (_, { initiativeId, speakerId, refersTo, clearanceIds }, { actor }) => ({
        initiative: under(initiative, initiativeId),
        scheduler: ruling(participant, actor.participantId),
        speaker: at(participant, speakerId),
        referred: referredTo(refersTo),
        reviews: reviewsOf(clearanceIds),
      }),
      decide: (_, { speakerId, refersTo, ...command }, facts) => {
        if (!isOpen(facts.initiative)) return refuse.initiativeUnknown('There is no open initiative with this id.');
        if (facts.speaker.status === 'NONE') return refuse.participantUnknown('Who is to make it is not registered.');
        if (facts.referred.some(({ status }) => status === 'NONE')) return refuse.recordUnknown('A record referred to is not there.');
        const { text: written, ...plan } = command;
        const text = textOf(written);
        const refused = mayBeSaid({ ...plan, text }, facts);
        return refused ?? [ContactScheduled({ ...plan, ...PUBLIC_STATEMENT, statement: { speakerId, text, refersTo } })];
      },
    }),
  ),
  RescheduleContact: forward(
    when('PLANNED', {
      reads: (it, _, { actor }) => ({
        ...groundOf(legible(it.initiativeId)),
        ...registerOf(legible(it.counterparts)),
        scheduler: ruling(participant, actor.participantId),
        speaker: at(participant, it.statement === undefined ? actor.participantId : legible(it.statement).speakerId),
        referred: referredTo(it.statement === undefined ? [] : legible(it.statement).refersTo),
        reviews: reviewsOf(legible(it.clearanceIds)),
      }),
      decide: (it, command, facts) => {
        const { plannedFor } = command;
        const refused = plannedFor && (it.statement === undefined ? meetable(it, plannedFor, facts) : sayable(it, plannedFor, facts));
        return refused ?? [ContactRescheduled({ ...command })];
      },
    }),
    // To put it off without a date goes back, not forward.
    (it: In<Contact, 'PLANNED'>, { plannedFor }) =>
      plannedFor !== null && (it.statement !== undefined || legible(it.counterparts).length > 0),
  ),
  CancelContact: when('PLANNED', {
    reads: (_, { byPartyId }) => ({ party: at(party, byPartyId) }),
    decide: (_, command, facts) =>
      facts.party.status === 'NONE'
        ? refuse.partyUnknown('The party that cancelled it is not registered.')
        : [ContactCancelled({ ...command })],
  }),
  ReportCounterpartAbsence: when(['PLANNED', ...MET], (it, { participantIds }) => {
    const expected = isErased(it.counterparts) ? [] : it.counterparts.map(({ participantId }) => participantId);
    const there = 'attended' in it ? it.attended.map(({ participantId }) => participantId) : [];
    return participantIds.every((id) => expected.includes(id) && !it.absent.includes(id) && !there.includes(id))
      ? [CounterpartDidNotAttend({ participantIds })]
      : refuse.notExpected('Somebody named was not expected, is recorded as there, or is known to have stayed away.');
  }),

  RecordContactHeld: when('PLANNED', {
    reads: (it, { counterparts = legible(it.counterparts), agenda }) => ({
      ...groundOf(legible(it.initiativeId)),
      ...registerOf(counterparts, agenda),
    }),
    decide: (it, { agenda, endedAt, ...command }, facts) => {
      const held: Held = {
        initiativeId: legible(it.initiativeId),
        kind: command.kind ?? legible(it.kind),
        track: command.track ?? legible(it.track),
        channel: command.channel ?? legible(it.channel),
        mode: command.mode ?? legible(it.mode),
        acts: [...(command.acts ?? legible(it.acts))],
        counterparts: [...(command.counterparts ?? legible(it.counterparts))],
        place: command.place ?? legible(it.place),
        clearanceIds: [...legible(it.clearanceIds)],
        ...(it.delegationId !== undefined && { delegationId: legible(it.delegationId) }),
        agenda,
        ...ended(endedAt),
      };
      return unregistered(facts) ?? impossibleEnd(endedAt, facts) ?? [flagged(ContactHeld(held), flagsOf(held, facts))];
    },
  }),
  RecordUnplannedContact: when('NONE', {
    reads: (_, command) => ({
      ...groundOf(command.initiativeId),
      ...registerOf(command.counterparts, command.agenda),
      ...meeting(command),
    }),
    decide: (_, command, facts) => {
      if (!isKnown(facts.initiative)) return refuse.initiativeUnknown('There is no initiative with this id.');
      const refused = unregistered(facts) ?? otherDelegation(command.initiativeId, facts) ?? impossibleEnd(command.endedAt, facts);
      return refused ?? [flagged(ContactHeld({ ...command, ...ended(command.endedAt) }), flagsOf(command, facts))];
    },
  }),
  ReportUnsanctionedContact: when('NONE', {
    reads: (_, command) => ({
      ...groundOf(command.initiativeId),
      ...registerOf(command.counterparts, command.agenda),
      ...meeting(command),
    }),
    decide: (_, command, facts) => {
      if (!isKnown(facts.initiative)) return refuse.initiativeUnknown('There is no initiative with this id.');
      const refused = unregistered(facts) ?? otherDelegation(command.initiativeId, facts) ?? impossibleEnd(command.endedAt, facts);
      return refused ?? [flagged(UnsanctionedContactReported({ ...command, ...ended(command.endedAt) }), flagsOf(command, facts))];
    },
  }),

  RecordAttendance: when(MET, {
    reads: (it, { attendance }) => ({
      ...groundOf(legible(it.initiativeId)),
      people: attendance.map(({ participantId }) => at(participant, participantId)),
      parties: attendance.flatMap(({ partyId }) => (partyId === undefined ? [] : [at(party, partyId)])),
    }),
    decide: (it, { attendance }, facts) => {
      const refused = unregistered(facts);
      if (refused) return refused;
      const before = (n: number) => [...it.attended, ...attendance.slice(0, n)];
      const again = attendance.some(({ participantId, capacity }, n) =>
        before(n).some((other) => other.participantId === participantId && other.capacity === capacity),
      );
      if (again) return refuse.alreadyAttended('Somebody named is recorded in this capacity.');
      const { acts, track } = it;
      const parties = [...facts.parties];
      const known = counterpartsOf(it).map(({ participantId }) => participantId);
      const first = known.length === 0 ? attendance.findIndex(({ capacity }) => capacity === 'COUNTERPART') : -1;
      const partyOf = attendance.map(({ partyId }) => (partyId === undefined ? party.initial : (parties.shift() ?? party.initial)));
      return attendance.map((each, n) => {
        const { participantId, capacity, partyId = '' } = each;
        const others = othersOf([{ participantId, partyId }], { people: facts.people.slice(n, n + 1), parties: partyOf.slice(n, n + 1) });
        const come = ParticipantAttended({ ...each });
        if (capacity !== 'COUNTERPART' || known.includes(participantId)) return come;
        // Until the first of them nobody of the other side was known to have taken part, and the rules asked for nothing.
        if (n !== first) {
          const outside = wereProvidedFor(others, facts) ? [] : (['OUTSIDE_MANDATE'] as const);
          return flagged(come, [...outside, ...(wasWithListed(others, facts) ? (['UNSANCTIONED'] as const) : [])]);
        }
        return flagged(come, deviationsOf({ acts: legible(acts), track: legible(track), topics: raisedIn(it), others }, facts));
      });
    },
  }),
  RecordStatement: when(MET, {
    reads: (it, { speakerId, refersTo = [] }) => ({
      speaker: at(participant, speakerId),
      initiative: ruling(initiative, legible(it.initiativeId)),
      mandate: ruling(mandate, mandateIdOf(legible(it.initiativeId))),
      referred: referredTo(refersTo),
      reviews: reviewsOf(isErased(it.clearanceIds) ? [] : it.clearanceIds),
    }),
    decide: (it, command, facts) => {
      const { speakerId, topic } = command;
      if (facts.speaker.status === 'NONE') return refuse.participantUnknown('Who said it is not registered.');
      if (facts.referred.some(({ status }) => status === 'NONE')) return refuse.recordUnknown('A record referred to is not there.');
      const text = textOf(command.text);
      const scheduledSpeakerId = it.statement && !isErased(it.statement) ? it.statement.speakerId : undefined;
      const inOrder =
        it.kind !== 'PUBLIC_STATEMENT' || wasInOrder({ ...facts, speakerId, initiativeId: it.initiativeId, text, scheduledSpeakerId });
      const flags = [...topicFlags(it, topic, facts), ...(inOrder ? [] : (['UNSANCTIONED'] as const))];
      return [flagged(StatementRecorded({ ...command, text }), flags)];
    },
  }),
  RecordPosition: when(MET, {
    reads: (it, { partyId }) => ({ party: at(party, partyId), mandate: ruling(mandate, mandateIdOf(legible(it.initiativeId))) }),
    decide: (it, { text, ...command }, facts) =>
      facts.party.status === 'NONE'
        ? refuse.partyUnknown('The party whose position it is is not registered.')
        : [flagged(PositionStated({ ...command, text: textOf(text) }), topicFlags(it, command.topic, facts))],
  }),

  ReportUndertaking: when(MET, {
    reads: (_, { speakerId, toPartyId }) => ({ speaker: at(participant, speakerId), party: at(party, toPartyId) }),
    decide: (_, { text, ...command }, facts) => {
      if (facts.speaker.status === 'NONE') return refuse.participantUnknown('Who made the promise is not registered.');
      if (facts.party.status === 'NONE') return refuse.partyUnknown('The party to which it was made is not registered.');
      return [UnauthorisedUndertakingReported({ ...command, text: textOf(text), reviewId: facts.derive('review') })];
    },
  }),
  DisavowUndertaking: when(MET, {
    reads: (_, { byPartyId, communicatedToPartyId }) => ({ parties: [at(party, byPartyId), at(party, communicatedToPartyId)] }),
    decide: (it, command, { parties }) => {
      const refused = openUndertaking(it, command.undertakingId);
      if (refused) return refused;
      return parties.some(({ status }) => status === 'NONE')
        ? refuse.partyUnknown('A party named is not registered.')
        : [UndertakingDisavowed({ ...command })];
    },
  }),
  ConfirmUndertaking: when(MET, {
    reads: (_, { commitmentId }) => ({ commitment: at(commitment, commitmentId) }),
    decide: (it, command, facts) => {
      const refused = openUndertaking(it, command.undertakingId);
      if (refused) return refused;
      const carries =
        isAgreed(facts.commitment) &&
        legible(facts.commitment.initiativeId) === legible(it.initiativeId) &&
        facts.commitment.clearanceIds.includes(command.clearanceId);
      return carries
        ? [UndertakingConfirmed({ ...command })]
        : refuse.notCarriedByCommitment('No commitment of this initiative that binds has used this clearance.');
    },
  }),

  DraftMinutes: when(BEFORE_CONFIRMATION, {
    reads: (it, { rapporteurId }) => ({
      rapporteur: at(participant, rapporteurId),
      initiative: ruling(initiative, legible(it.initiativeId)),
    }),
    decide: (it, { rapporteurId, ...command }, facts) => {
      if (facts.rapporteur.status === 'NONE') return refuse.participantUnknown('Who took the minutes is not registered.');
      if (!isKnown(facts.initiative)) return refuse.initiativeUnknown('Its initiative can no longer be read.');
      const text = textOf(command.text);
      const standing = 'minutes' in it && !isErased(it.minutes.text) ? it.minutes.text : undefined;
      if (standing?.textHash === text.textHash && standing.lang === text.lang)
        return refuse.sameMinutes('The minutes stand in exactly these words.');
      const partyIds = new Set([legible(facts.initiative.sponsorPartyId), ...counterpartsOf(it).map(({ partyId }) => partyId)]);
      return [MinutesDrafted({ text, rapporteurId, partyIds: [...partyIds] })];
    },
  }),
  ConfirmMinutes: when(['MINUTED', 'DISPUTED'], ({ minutes }, { byPartyIds, textHash }) => {
    if (legible(minutes.text).textHash !== textHash) return refuse.otherMinutes('The hash named is not that of the minutes.');
    const parties = [...new Set(byPartyIds)];
    if (!parties.every((id) => legible(minutes.partyIds).includes(id))) return refuse.notOfTheMinutes('A party named did not take part.');
    if (parties.some((id) => minutes.confirmedBy.includes(id))) return refuse.alreadyConfirmed('A party named has confirmed them before.');
    return [MinutesConfirmed({ byPartyIds: parties, textHash })];
  }),
  DisputeMinutes: when(['MINUTED', 'DISPUTED'], ({ minutes }, command) => {
    const { partyId } = command;
    if (!legible(minutes.partyIds).includes(partyId)) return refuse.notOfTheMinutes('The party did not take part.');
    if (minutes.disputedBy.includes(partyId)) return refuse.alreadyDisputed('It has not confirmed them since.');
    return [MinutesDisputed({ ...command })];
  }),

  AttachTranslation: when(MET, ({ originals }, { originalEventId, method, ...command }) => {
    const original = originals.find(({ eventId }) => eventId === originalEventId);
    if (!original) return refuse.originalUnknown('The event named holds no text of this contact.');
    const { lang, textHash } = legible(original.text);
    const text = textOf(command.text);
    if (text.lang === lang) return refuse.sameLanguage(`The original is in ${lang} itself.`);
    return [TranslationAttached({ originalEventId, originalTextHash: textHash, text, method })];
  }),
  VerifyTranslation: when(MET, ({ translations }, { translationId }, { actor }) => {
    const translation = translations.find((each) => each.translationId === translationId);
    if (translation?.verifiedBy !== null) return refuse.translationUnknown('No such translation is still a draft.');
    if (translation.translatedBy === actor.participantId) return refuse.ownTranslation('You attached it yourself.');
    return [TranslationVerified({ translationId })];
  }),

  AssignFollowUp: when(MET, {
    reads: (_, { toParticipantId }) => ({ assignee: at(participant, toParticipantId) }),
    decide: (_, command, { assignee }) =>
      assignee.status === 'NONE' ? refuse.participantUnknown('Who is to do it is not registered.') : [FollowUpAssigned({ ...command })],
  }),
  CompleteFollowUp: when(MET, {
    reads: (_, { evidenceId }) => ({ proof: evidenceId === undefined ? [] : [at(evidence, evidenceId)] }),
    decide: ({ followUps }, command, { proof }) => {
      if (!followUps.some(({ actionId, done }) => actionId === command.actionId && !done))
        return refuse.actionUnknown('No such follow-up is still to be done.');
      if (!proof.every(isIngested)) return refuse.evidenceUnknown('What is to prove it is not in the ledger.');
      return [FollowUpCompleted({ ...command })];
    },
  }),

  ...jirgaRules,
};
