import { type Circumstances, type Decider, when } from '../../kernel/decider';
import type { Flag } from '../../kernel/envelope';
import { isErased, legible } from '../../kernel/erased';
import { flagged } from '../../kernel/events';
import { at, ruling, type State } from '../../kernel/fold';
import { earliest, hasPassed, latest, type Occurrence } from '../../kernel/occurrence';
import { Rejection } from '../../kernel/rejection';
import { textOf } from '../../kernel/text';
import { type Initiative, initiative, isKnown, notifiedBy, objectedAt, phaseAt } from '../initiative/initiative.state';
import { allowsAct, type Mandate, mandate, mandateIdOf, underTerms } from '../mandate/mandate.state';
import { participant } from '../participant/participant.state';
import { type Party, party } from '../party/party.state';
import { wasWithListed } from './contact.deviation.rules';
import { contactEvents, type ContactKind } from './contact.events';
import type * as commands from './contact.jirga.commands';
import { type SecurityDeposit, type Truce, wasInForce } from './contact.jirga.state';
import { refuse } from './contact.refusals';
import { contact, isHeld, jirgaOf, type Meeting, MET } from './contact.state';

/*
 * What is reported of a jirga (domain.md 2.3, "Jirga extras" of 4.3.5). Facts all of them: what contradicts the record is refused, what a rule would
 * not have allowed is accepted and marked.
 */

const {
  WaakConferred,
  WaakWithdrawn,
  JirgaDecisionAnnounced,
  TruceDeclared,
  TruceEnded,
  SecurityDepositLodged,
  SecurityDepositForfeited,
  SecurityDepositReturned,
  ReconciliationSought,
  ReconciliationAccepted,
  PrayerOffered,
  BadraggaGiven,
} = contactEvents;

/** Where people sit together. */
const ASSEMBLIES: readonly ContactKind[] = ['JIRGA_SESSION', 'MEETING', 'FLAG_MEETING', 'SIDE_EVENT'];
/** Where a jirga decides. */
const SESSIONS: readonly ContactKind[] = ['JIRGA_SESSION'];

function misfit({ kind }: Meeting, kinds: readonly ContactKind[]): Rejection | undefined {
  return kinds.includes(legible(kind)) ? undefined : refuse.notFitting(`It is a ${legible(kind)}; this takes a ${kinds.join(' or ')}.`);
}

const unknownParty = (parties: readonly State[]): Rejection | undefined =>
  parties.some(({ status }) => status === 'NONE') ? refuse.partyUnknown('A party named is not registered.') : undefined;

const unknownPerson = (people: readonly State[]): Rejection | undefined =>
  people.some(({ status }) => status === 'NONE') ? refuse.participantUnknown('Somebody named is not registered.') : undefined;

const groundOf = ({ initiativeId }: Meeting, partyIds: readonly string[]) => ({
  initiative: ruling(initiative, legible(initiativeId)),
  mandate: ruling(mandate, mandateIdOf(legible(initiativeId))),
  parties: partyIds.map((id) => at(party, id)),
});

interface Ground extends Pick<Circumstances, 'occurredAt'> {
  readonly initiative: Initiative;
  readonly mandate: Mandate;
  readonly parties: readonly Party[];
}

/** What binds the party that stands behind the initiative is done as its signature would be (INV-10). */
const BINDING_ACT = 'SIGN';

/** The marks of what was done among parties, by what was in force then (INV-50). The first parties of the ground are those that are named. */
function flagsOf(partyIds: readonly string[], binds: boolean, ground: Ground): Flag[] {
  const { initiative: it, mandate: terms, occurredAt } = ground;
  const flags: Flag[] = [];
  const others = partyIds.map((partyId, n) => ({ partyId, party: ground.parties[n] ?? party.initial }));
  const ours = binds && isKnown(it) && !isErased(it.sponsorPartyId) && partyIds.includes(it.sponsorPartyId);
  if (ours && !notifiedBy(it, occurredAt)) flags.push('BEFORE_NOTIFICATION');
  if (ours && !wasMandated(it, terms, occurredAt)) flags.push('OUTSIDE_MANDATE');
  if ((ours && objectedAt(it, occurredAt)) || wasWithListed(others, ground)) flags.push('UNSANCTIONED');
  return flags;
}

function wasMandated(it: Initiative, terms: Mandate, occurredAt: Occurrence): boolean {
  const phase = phaseAt(it, occurredAt);
  return phase !== undefined && underTerms(terms, occurredAt, (each) => allowsAct(each, phase, BINDING_ACT));
}

/** An end that was named lies behind the beginning. */
function endsTooEarly(until: Occurrence | null, { occurredAt }: Circumstances): Rejection | undefined {
  const [begin, end] = [earliest(occurredAt), until === null ? undefined : latest(until)];
  return begin !== undefined && end !== undefined && end < begin
    ? refuse.overBeforeItBegan(`It would have been over at ${end}.`)
    : undefined;
}

function lodged(it: Meeting, depositId: string): SecurityDeposit | Rejection {
  const deposit = jirgaOf(it).deposits.find((each) => each.depositId === depositId);
  if (!deposit) return refuse.depositUnknown('No deposit is recorded under this id.');
  return deposit.standing === 'LODGED' ? deposit : refuse.depositSettled(`It was ${deposit.standing.toLowerCase()}.`);
}

function truceOf(it: Meeting, truceId: string): Truce | Rejection {
  return jirgaOf(it).truces.find((each) => each.truceId === truceId) ?? refuse.truceUnknown('No truce is recorded under this id.');
}

/** With milliseconds, so that instants compare as text. */
const exact = (validUntil: string | undefined): { readonly validUntil?: string } =>
  validUntil === undefined ? {} : { validUntil: new Date(validUntil).toISOString() };

/** What may happen next by the custom of the jirga; the decider of the noun has these rules among its own. */
export const jirgaRules: Decider<typeof contact, typeof commands> = {
  ConferWaak: when(MET, {
    reads: (it, { fromPartyId }) => groundOf(it, [fromPartyId]),
    decide: (it, { validUntil, ...command }, facts) => {
      const refused = misfit(it, SESSIONS) ?? unknownParty(facts.parties);
      if (refused) return refused;
      const [begin, end] = [earliest(facts.occurredAt), exact(validUntil)];
      if (begin !== undefined && end.validUntil !== undefined && end.validUntil <= begin)
        return refuse.overBeforeItBegan(`It would have been over at ${end.validUntil}.`);
      return [flagged(WaakConferred({ ...command, ...end }), flagsOf([command.fromPartyId], true, facts))];
    },
  }),
  WithdrawWaak: when(MET, (it, { waakId, reason }) => {
    const waak = jirgaOf(it).waaks.find((each) => each.waakId === waakId);
    if (waak?.withdrawnAt !== null) return refuse.waakUnknown('No such authority is recorded, or it was taken back.');
    return legible(waak.revocable) ? [WaakWithdrawn({ waakId, reason })] : refuse.waakIrrevocable('The party may not take it back.');
  }),
  AnnounceJirgaDecision: when(MET, {
    reads: (it, { partyIds, basis, sessionIds }, { self }) => ({
      ...groundOf(it, partyIds),
      lawgivers: basis.narkhOf === undefined ? [] : [at(party, basis.narkhOf)],
      sessions: sessionIds.filter((id) => id !== self).map((id) => at(contact, id)),
    }),
    decide: (it, { text, sessionIds: _, ...command }, facts) => {
      const refused = misfit(it, SESSIONS) ?? unknownParty([...facts.parties, ...facts.lawgivers]);
      if (refused) return refused;
      const own = legible(it.initiativeId);
      const sessions = facts.sessions.filter(isHeld).filter(({ initiativeId }) => legible(initiativeId) === own);
      if (sessions.length < facts.sessions.length) return refuse.sessionUnknown('One of them was not held, or not under this initiative.');
      const waaks = [it, ...sessions].flatMap((each) => jirgaOf(each).waaks).filter((waak) => wasInForce(waak, facts.occurredAt));
      const binding = command.partyIds.every((id) => waaks.some(({ fromPartyId }) => fromPartyId === id));
      const restsOn = waaks.filter(({ fromPartyId }) => !isErased(fromPartyId) && command.partyIds.includes(fromPartyId));
      const waakIds = [...new Set(restsOn.map(({ waakId }) => waakId))];
      return [
        flagged(JirgaDecisionAnnounced({ ...command, text: textOf(text), binding, waakIds }), flagsOf(command.partyIds, binding, facts)),
      ];
    },
  }),

  DeclareTruce: when(MET, {
    reads: (it, { partyIds }) => groundOf(it, partyIds),
    decide: (it, command, facts) => {
      const elsewhere = command.form === 'TEEGA' ? misfit(it, SESSIONS) : undefined;
      const refused = elsewhere ?? unknownParty(facts.parties) ?? endsTooEarly(command.until, facts);
      return refused ?? [flagged(TruceDeclared({ ...command }), flagsOf(command.partyIds, true, facts))];
    },
  }),
  EndTruce: when(MET, {
    reads: (_, { byPartyId }) => ({ parties: byPartyId === undefined ? [] : [at(party, byPartyId)] }),
    decide: (it, command, facts) => {
      const truce = truceOf(it, command.truceId);
      if (truce instanceof Rejection) return truce;
      const refused = unknownParty(facts.parties);
      if (refused) return refused;
      const moment = earliest(facts.occurredAt);
      if (truce.end || (moment !== undefined && hasPassed(truce.until, moment)))
        return refuse.truceOver('It had ended or run out by then.');
      const end = latest(facts.occurredAt);
      if (end !== undefined && end < truce.since) return refuse.overBeforeItBegan(`It was declared at ${truce.since}.`);
      return [TruceEnded({ ...command })];
    },
  }),

  LodgeSecurityDeposit: when(MET, {
    reads: (it, { partyId, custodianId }) => ({ ...groundOf(it, [partyId]), custodian: at(participant, custodianId) }),
    decide: (it, command, facts) => {
      const refused = misfit(it, ASSEMBLIES) ?? unknownParty(facts.parties) ?? unknownPerson([facts.custodian]);
      if (refused) return refused;
      const secured = command.truceId === undefined ? undefined : truceOf(it, command.truceId);
      if (secured instanceof Rejection) return secured;
      return [flagged(SecurityDepositLodged({ ...command }), flagsOf([command.partyId], true, facts))];
    },
  }),
  ForfeitSecurityDeposit: when(MET, {
    reads: (_, { toPartyId }) => ({ parties: [at(party, toPartyId)] }),
    decide: (it, command, facts) => {
      const deposit = lodged(it, command.depositId);
      if (deposit instanceof Rejection) return deposit;
      return unknownParty(facts.parties) ?? [SecurityDepositForfeited({ ...command })];
    },
  }),
  ReturnSecurityDeposit: when(MET, (it, { depositId }) => {
    const deposit = lodged(it, depositId);
    return deposit instanceof Rejection ? deposit : [SecurityDepositReturned({ depositId })];
  }),

  SeekReconciliation: when(MET, {
    reads: (it, { byPartyId, ofPartyId }) => groundOf(it, [byPartyId, ofPartyId]),
    decide: (it, command, facts) => {
      const { byPartyId, ofPartyId } = command;
      if (byPartyId === ofPartyId) return refuse.sameParty('Both are the same party.');
      const refused = misfit(it, ASSEMBLIES) ?? unknownParty(facts.parties);
      // To ask forgiveness, and to give it, binds nobody to anything.
      return refused ?? [flagged(ReconciliationSought({ ...command }), flagsOf([byPartyId, ofPartyId], false, facts))];
    },
  }),
  AcceptReconciliation: when(MET, (it, command) => {
    const sought = jirgaOf(it).reconciliations.find(({ soughtId }) => soughtId === command.soughtId);
    return sought?.accepted === null
      ? [ReconciliationAccepted({ ...command })]
      : refuse.reconciliationUnknown('None was sought by this event, or it was accepted.');
  }),

  OfferPrayer: when(MET, {
    reads: (_, { ledById }) => ({ people: ledById === undefined ? [] : [at(participant, ledById)] }),
    decide: (it, command, facts) => misfit(it, ASSEMBLIES) ?? unknownPerson(facts.people) ?? [PrayerOffered({ ...command })],
  }),
  GiveBadragga: when(MET, {
    reads: (it, { guarantorPartyId, participantIds }) => ({
      ...groundOf(it, [guarantorPartyId]),
      people: participantIds.map((id) => at(participant, id)),
    }),
    decide: (it, command, facts) => {
      const refused =
        misfit(it, ASSEMBLIES) ?? unknownParty(facts.parties) ?? unknownPerson(facts.people) ?? endsTooEarly(command.until, facts);
      return refused ?? [flagged(BadraggaGiven({ ...command }), flagsOf([command.guarantorPartyId], false, facts))];
    },
  }),
};
