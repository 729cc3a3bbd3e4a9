import { type z } from 'zod';
import { fact } from '../../kernel/events';
import { count, flag, group, id, instant, language, list, money, occurrence, oneOf, text, writtenText } from '../../kernel/fields';
import { SanctionKind } from '../commitment/commitment.events';
import { Script } from '../party/party.events';

/*
 * The instruments of a jirga (domain.md 2.3). Each is known by a key of this ledger, which is the event's type or a word of a closed set; what it
 * was called is kept beside it as it was spoken, in its own script, for spellings vary and no key is anybody's word.
 */

/** The truce stone of a jirga, and what is declared elsewhere under other names. */
export const TruceForm = oneOf('TEEGA', 'CEASEFIRE', 'OTHER');
export type TruceForm = z.infer<typeof TruceForm>;

/** By which law a jirga decided. */
export const DecisionBasis = oneOf('CUSTOMARY', 'RELIGIOUS', 'LEGAL', 'OTHER');
export type DecisionBasis = z.infer<typeof DecisionBasis>;

export const DepositKind = oneOf('MONEY', 'ARMS', 'LIVESTOCK', 'OTHER');
export type DepositKind = z.infer<typeof DepositKind>;

/** Going in to ask forgiveness or refuge, and other ways to seek peace with somebody. */
export const ReconciliationForm = oneOf('NANAWATAI', 'OTHER');
export type ReconciliationForm = z.infer<typeof ReconciliationForm>;

/** Peace between the two, with compensation or without. */
export const ReconciliationOutcome = oneOf('ROGHA', 'SAZ', 'OTHER');
export type ReconciliationOutcome = z.infer<typeof ReconciliationOutcome>;

/** Parties that one decision or truce names: a longer list is a group with a name of its own. */
export const NAMED_MAX = 30;
/** Kinds of things in one deposit. */
export const DEPOSIT_ITEMS_MAX = 30;
/** Other sessions in which authority was handed over that one decision rests on. */
export const SESSIONS_MAX = 10;
/** Who is brought under one escort: a larger company is named by those who lead it. */
export const ESCORTED_MAX = 50;

/** What it was called, as it was spoken. */
const spoken = group({ word: text(100), lang: language, script: Script }).optional();

const depositItem = group({ kind: DepositKind, description: text(500), quantity: count.min(1).optional(), money: money.optional() });

export const jirgaSchemas = {
  /** A party hands the jirga the authority to decide for it: waak, ikhtiar. */
  WaakConferred: fact({
    fromPartyId: id,
    /** What the jirga may decide. */
    scope: text(10_000),
    revocable: flag,
    /** It no longer counts at this instant; absent where no end was named. */
    validUntil: instant.optional(),
    spoken,
  }),
  WaakWithdrawn: fact({
    /** The event that recorded it. */
    waakId: id,
    reason: text(2_000),
  }),
  JirgaDecisionAnnounced: fact({
    text: writtenText,
    basis: group({
      kind: DecisionBasis,
      /** The party whose customary law it is, narkh or rewaj; with CUSTOMARY, and only there. */
      narkhOf: id.optional(),
    }),
    /** Whom it is about. */
    partyIds: list(id, NAMED_MAX).min(1),
    unanimous: flag,
    /** Whether each of them had handed over authority that was in force; else it is recommended. */
    binding: flag,
    /** That authority, by the events that recorded it. */
    waakIds: list(id, NAMED_MAX * (SESSIONS_MAX + 1)),
    spoken,
  }),

  TruceDeclared: fact({
    form: TruceForm,
    /** Whom it holds back; one alone where it is unilateral. */
    partyIds: list(id, NAMED_MAX).min(1),
    /** Where it holds, and against what. */
    coverage: text(2_000),
    /** The last moment at which it holds; null where no end was named. */
    until: occurrence.nullable(),
    /** By word of mouth, with nothing in writing. */
    oral: flag,
    /** What becomes of who breaks it. */
    sanction: group({ kind: SanctionKind, text: text(2_000), money: money.optional() }).optional(),
    spoken,
  }),
  TruceEnded: fact({
    /** The event that declared it. */
    truceId: id,
    /** Who ended it, where one party did. */
    byPartyId: id.optional(),
    reason: text(2_000),
  }),

  /** Machalgha: left with the jirga, and lost by who breaks his word. */
  SecurityDepositLodged: fact({
    partyId: id,
    items: list(depositItem, DEPOSIT_ITEMS_MAX).min(1),
    custodianId: id,
    /** The truce that it secures, where it secures one. */
    truceId: id.optional(),
    spoken,
  }),
  SecurityDepositForfeited: fact({
    /** The event that recorded it as lodged. */
    depositId: id,
    toPartyId: id,
    reason: text(2_000),
  }),
  SecurityDepositReturned: fact({ depositId: id }),

  ReconciliationSought: fact({ form: ReconciliationForm, byPartyId: id, ofPartyId: id, spoken }),
  ReconciliationAccepted: fact({
    /** The event by which it was sought. */
    soughtId: id,
    outcome: ReconciliationOutcome,
    compensation: money.optional(),
    spoken,
  }),

  PrayerOffered: fact({
    ledById: id.optional(),
    /** At what point of it, or for what. */
    occasion: text(500),
  }),
  /** Safe escort of those who came to this contact, or went from it; that of a delegation belongs to its journey. */
  BadraggaGiven: fact({
    guarantorPartyId: id,
    participantIds: list(id, ESCORTED_MAX).min(1),
    route: text(2_000),
    /** The last moment at which it holds; null where no end was named. */
    until: occurrence.nullable(),
    spoken,
  }),
};
