import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type About, firstInstantOf } from '../../kernel/fold';
import { earliest, type Occurrence } from '../../kernel/occurrence';
import type { contactEvents } from './contact.events';
import type { jirgaSchemas } from './contact.jirga.events';

type Instrument = keyof typeof jirgaSchemas;
type Data<Type extends Instrument> = Legible<DataOf<typeof contactEvents, Type>>;

/** Authority that a party handed to the jirga. */
export type Waak = Data<'WaakConferred'> & {
  readonly waakId: string;
  readonly since: string;
  /** From when on it is withdrawn; null while it is not. */
  readonly withdrawnAt: string | null;
};

/** Of its words the originals keep what identifies them. */
export type JirgaDecision = Omit<Data<'JirgaDecisionAnnounced'>, 'text' | 'binding'> & {
  readonly decisionId: string;
  /** RECOMMENDED without the authority of each of those whom it is about. */
  readonly standing: 'BINDING' | 'RECOMMENDED' | Erased;
};

export type Truce = Data<'TruceDeclared'> & {
  readonly truceId: string;
  readonly since: string;
  /** How it was ended; null where nobody has said that it was. Whether it has run out says the clock. */
  readonly end: (Omit<Data<'TruceEnded'>, 'truceId'> & { readonly at: string }) | null;
};

export type SecurityDeposit = Data<'SecurityDepositLodged'> & {
  readonly depositId: string;
  readonly standing: 'LODGED' | 'FORFEITED' | 'RETURNED';
  /** Who got it, where it was forfeited. */
  readonly toPartyId: string | Erased | null;
};

export type Reconciliation = Data<'ReconciliationSought'> & {
  readonly soughtId: string;
  /** How it was accepted; null while it is not. */
  readonly accepted: Omit<Data<'ReconciliationAccepted'>, 'soughtId'> | null;
};

/** What was done in a contact by the custom of the jirga, in the order in which it was recorded (domain.md 2.3). */
export interface Jirga {
  readonly waaks: readonly Waak[];
  readonly decisions: readonly JirgaDecision[];
  readonly truces: readonly Truce[];
  readonly deposits: readonly SecurityDeposit[];
  readonly reconciliations: readonly Reconciliation[];
  readonly prayers: readonly (Data<'PrayerOffered'> & { readonly prayerId: string })[];
  readonly escorts: readonly (Data<'BadraggaGiven'> & { readonly escortId: string })[];
}

export const NOTHING_BY_CUSTOM: Jirga = {
  waaks: [],
  decisions: [],
  truces: [],
  deposits: [],
  reconciliations: [],
  prayers: [],
  escorts: [],
};

type Steps = { readonly [Type in Instrument]: (it: Jirga, data: Data<Type>, about: About) => Jirga };

const standingOf = (binding: boolean | Erased): JirgaDecision['standing'] =>
  isErased(binding) ? binding : binding ? 'BINDING' : 'RECOMMENDED';

const settled = (it: Jirga, depositId: string | Erased, how: Pick<SecurityDeposit, 'standing' | 'toPartyId'>): Jirga => ({
  ...it,
  deposits: it.deposits.map((each) => (each.depositId === depositId ? { ...each, ...how } : each)),
});

/** What each instrument makes of what stood before it. */
export const afterInstrument: Steps = {
  WaakConferred: (it, waak, about) => ({
    ...it,
    waaks: [...it.waaks, { ...waak, waakId: about.eventId, since: firstInstantOf(about), withdrawnAt: null }],
  }),
  WaakWithdrawn: (it, { waakId }, about) => ({
    ...it,
    waaks: it.waaks.map((each) => (each.waakId === waakId ? { ...each, withdrawnAt: firstInstantOf(about) } : each)),
  }),
  JirgaDecisionAnnounced: (it, { text: _, binding, ...decision }, { eventId }) => ({
    ...it,
    decisions: [...it.decisions, { ...decision, decisionId: eventId, standing: standingOf(binding) }],
  }),
  TruceDeclared: (it, truce, about) => ({
    ...it,
    truces: [...it.truces, { ...truce, truceId: about.eventId, since: firstInstantOf(about), end: null }],
  }),
  TruceEnded: (it, { truceId, ...end }, about) => ({
    ...it,
    truces: it.truces.map((each) => (each.truceId === truceId ? { ...each, end: { ...end, at: firstInstantOf(about) } } : each)),
  }),
  SecurityDepositLodged: (it, deposit, { eventId }) => ({
    ...it,
    deposits: [...it.deposits, { ...deposit, depositId: eventId, standing: 'LODGED', toPartyId: null }],
  }),
  SecurityDepositForfeited: (it, { depositId, toPartyId }) => settled(it, depositId, { standing: 'FORFEITED', toPartyId }),
  SecurityDepositReturned: (it, { depositId }) => settled(it, depositId, { standing: 'RETURNED', toPartyId: null }),
  ReconciliationSought: (it, sought, { eventId }) => ({
    ...it,
    reconciliations: [...it.reconciliations, { ...sought, soughtId: eventId, accepted: null }],
  }),
  ReconciliationAccepted: (it, { soughtId, ...accepted }) => ({
    ...it,
    reconciliations: it.reconciliations.map((each) => (each.soughtId === soughtId ? { ...each, accepted } : each)),
  }),
  PrayerOffered: (it, prayer, { eventId }) => ({ ...it, prayers: [...it.prayers, { ...prayer, prayerId: eventId }] }),
  BadraggaGiven: (it, escort, { eventId }) => ({ ...it, escorts: [...it.escorts, { ...escort, escortId: eventId }] }),
};

/** Whether authority was in force when something happened; of what nobody can date or read any more, nobody can say that it was. */
export function wasInForce({ since, validUntil, withdrawnAt }: Waak, moment: Occurrence): boolean {
  const at = earliest(moment);
  if (at === undefined || since > at || isErased(validUntil)) return false;
  return (validUntil === undefined || at < validUntil) && (withdrawnAt === null || at < withdrawnAt);
}
