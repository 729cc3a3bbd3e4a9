import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, type States } from '../../kernel/fold';
import type { Text } from '../../kernel/text';
import type { Topic } from '../terms';
import { contactEvents } from './contact.events';
import { afterInstrument, type Jirga, NOTHING_BY_CUSTOM } from './contact.jirga.state';

type Data<Type extends keyof (typeof contactEvents)['schemas']> = Legible<DataOf<typeof contactEvents, Type>>;

/** A contact that is to be. */
export type Plan = Data<'ContactScheduled'> & {
  /** Counterparts who were expected and did not come. */
  readonly absent: readonly string[];
};

/** A text that somebody said or wrote here, by which a translation finds it. */
export interface Original {
  readonly eventId: string;
  readonly text: Pick<Text, 'lang' | 'textHash'> | Erased;
}

export interface Translation {
  readonly translationId: string;
  readonly originalEventId: string | Erased;
  readonly lang: string | Erased;
  readonly method: Data<'TranslationAttached'>['method'];
  readonly translatedBy: string;
  /** Until somebody else has verified it, it is a draft and nothing rests on it (INV-37). */
  readonly verifiedBy: string | null;
}

/** A promise made without clearance: it is told apart from what is agreed, whatever becomes of it (INV-23). */
export type Undertaking = Pick<Data<'UnauthorisedUndertakingReported'>, 'speakerId' | 'toPartyId' | 'reviewId'> & {
  readonly undertakingId: string;
  readonly standing: 'OPEN' | 'DISAVOWED' | 'CONFIRMED';
  /** What binds in its stead, once it is confirmed. */
  readonly commitmentId: string | Erased | null;
};

export type FollowUp = Data<'FollowUpAssigned'> & { readonly actionId: string; readonly done: boolean };

/** The minutes as they were drafted last, and who stands behind them. */
export type Minutes = Data<'MinutesDrafted'> & {
  readonly minutesId: string;
  readonly confirmedBy: readonly string[];
  /** Parties that dispute them and have not confirmed them since. */
  readonly disputedBy: readonly string[];
};

/** A contact that took place. */
export type Meeting = Data<'ContactHeld'> & {
  /** Why it was held without leave; null where it is not said to have been. */
  readonly unsanctioned: string | Erased | null;
  /** Who was to say what, where it is a public statement that was scheduled. */
  readonly statement: Plan['statement'] | null;
  readonly attended: readonly Data<'ParticipantAttended'>[];
  readonly absent: readonly string[];
  readonly statements: readonly (Omit<Data<'StatementRecorded'>, 'text'> & { readonly statementId: string })[];
  readonly positions: readonly (Pick<Data<'PositionStated'>, 'partyId' | 'topic' | 'stance'> & { readonly positionId: string })[];
  readonly undertakings: readonly Undertaking[];
  readonly originals: readonly Original[];
  readonly translations: readonly Translation[];
  readonly followUps: readonly FollowUp[];
  /** Absent where nothing was done by the custom of the jirga. */
  readonly jirga?: Jirga;
};

/** A contact as it stands (domain.md 4.3.5). */
export type Contact = States<{
  NONE: object;
  PLANNED: Plan;
  CANCELLED: Plan;
  HELD: Meeting;
  MINUTED: Meeting & { readonly minutes: Minutes };
  DISPUTED: Meeting & { readonly minutes: Minutes };
  CONFIRMED: Meeting & { readonly minutes: Minutes };
}>;

/** Once it has taken place. */
export const MET = ['HELD', 'MINUTED', 'DISPUTED', 'CONFIRMED'] as const;
/** While the minutes may still be drafted. */
export const BEFORE_CONFIRMATION = ['HELD', 'MINUTED', 'DISPUTED'] as const;
type Met = In<Contact, (typeof MET)[number]>;

const met = (held: Data<'ContactHeld'>, more: Pick<Meeting, 'unsanctioned' | 'statement' | 'absent'>): In<Contact, 'HELD'> => ({
  ...held,
  ...more,
  status: 'HELD',
  attended: [],
  statements: [],
  positions: [],
  undertakings: [],
  originals: [],
  translations: [],
  followUps: [],
});

/** With one more text; of its words only what identifies them is kept. */
const withOriginal = ({ originals }: Meeting, text: Text | Erased, eventId: string): Pick<Meeting, 'originals'> => ({
  originals: [...originals, { eventId, text: isErased(text) ? text : { lang: text.lang, textHash: text.textHash } }],
});

const absent = <S extends { readonly absent: readonly string[] }>(it: S, ids: readonly string[] | Erased): S =>
  isErased(ids) ? it : { ...it, absent: [...it.absent, ...ids] };

const settled = (it: Met, undertakingId: string | Erased, how: Pick<Undertaking, 'standing' | 'commitmentId'>): Met => ({
  ...it,
  undertakings: it.undertakings.map((each) => (each.undertakingId === undertakingId ? { ...each, ...how } : each)),
});

const withMinutes = (it: In<Contact, 'MINUTED' | 'DISPUTED' | 'CONFIRMED'>, change: Partial<Minutes>): Contact => {
  const minutes = { ...it.minutes, ...change };
  const { partyIds, confirmedBy, disputedBy } = minutes;
  // Whose confirmation is needed nobody can say any more, where that is erased.
  const confirmed = !isErased(partyIds) && partyIds.every((id) => confirmedBy.includes(id));
  return { ...it, minutes, status: confirmed ? 'CONFIRMED' : disputedBy.length > 0 ? 'DISPUTED' : 'MINUTED' };
};

/** A step by which something is done by the custom of the jirga. */
const byCustom = <Type extends keyof typeof afterInstrument>(type: Type) =>
  from<Contact, (typeof MET)[number], Data<Type>, Contact>(MET, (it, data, about) => ({
    ...it,
    jirga: afterInstrument[type](jirgaOf(it), data, about),
  }));

export const contact: Fold<Contact, typeof contactEvents> = {
  events: contactEvents,
  initial: { status: 'NONE' },
  evolve: {
    ContactScheduled: from('NONE', (_, plan) => ({ ...plan, status: 'PLANNED', absent: [] })),
    ContactRescheduled: from('PLANNED', ({ plannedText: _, ...it }, { plannedFor, plannedText, place }) => ({
      ...it,
      plannedFor,
      ...(plannedText !== undefined && { plannedText }),
      ...(place !== undefined && { place }),
    })),
    ContactCancelled: from('PLANNED', (it) => ({ ...it, status: 'CANCELLED' })),
    CounterpartDidNotAttend: from(['PLANNED', ...MET], (it, { participantIds }) => absent(it, participantIds)),

    ContactHeld: from(['NONE', 'PLANNED'], (it, held) =>
      it.status === 'PLANNED'
        ? met(held, { unsanctioned: null, statement: it.statement ?? null, absent: it.absent })
        : met(held, { unsanctioned: null, statement: null, absent: [] }),
    ),
    UnsanctionedContactReported: from('NONE', (_, { explanation, ...held }) =>
      met(held, { unsanctioned: explanation, statement: null, absent: [] }),
    ),

    ParticipantAttended: from(MET, (it, attendance) => ({ ...it, attended: [...it.attended, attendance] })),
    StatementRecorded: from(MET, (it, { text, ...statement }, { eventId }) => ({
      ...it,
      statements: [...it.statements, { ...statement, statementId: eventId }],
      ...withOriginal(it, text, eventId),
    })),
    PositionStated: from(MET, (it, { partyId, topic, stance, text }, { eventId }) => ({
      ...it,
      positions: [...it.positions, { partyId, topic, stance, positionId: eventId }],
      ...withOriginal(it, text, eventId),
    })),

    UnauthorisedUndertakingReported: from(MET, (it, { speakerId, toPartyId, reviewId, text }, { eventId }) => ({
      ...it,
      undertakings: [...it.undertakings, { undertakingId: eventId, speakerId, toPartyId, reviewId, standing: 'OPEN', commitmentId: null }],
      ...withOriginal(it, text, eventId),
    })),
    UndertakingDisavowed: from(MET, (it, { undertakingId }) => settled(it, undertakingId, { standing: 'DISAVOWED', commitmentId: null })),
    UndertakingConfirmed: from(MET, (it, { undertakingId, commitmentId }) =>
      settled(it, undertakingId, { standing: 'CONFIRMED', commitmentId }),
    ),

    MinutesDrafted: from(BEFORE_CONFIRMATION, (it, minutes, { eventId }) => ({
      ...it,
      status: 'MINUTED',
      minutes: { ...minutes, minutesId: eventId, confirmedBy: [], disputedBy: [] },
      ...withOriginal(it, minutes.text, eventId),
    })),
    MinutesConfirmed: from(['MINUTED', 'DISPUTED'], (it, { byPartyIds }) =>
      isErased(byPartyIds)
        ? it
        : withMinutes(it, {
            confirmedBy: [...it.minutes.confirmedBy, ...byPartyIds],
            disputedBy: it.minutes.disputedBy.filter((id) => !byPartyIds.includes(id)),
          }),
    ),
    MinutesDisputed: from(['MINUTED', 'DISPUTED'], (it, { partyId }) =>
      isErased(partyId)
        ? it
        : withMinutes(it, {
            confirmedBy: it.minutes.confirmedBy.filter((id) => id !== partyId),
            disputedBy: [...it.minutes.disputedBy, partyId],
          }),
    ),

    TranslationAttached: from(MET, (it, { originalEventId, text, method }, { eventId, recordedBy }) => ({
      ...it,
      translations: [
        ...it.translations,
        {
          translationId: eventId,
          originalEventId,
          lang: isErased(text) ? text : text.lang,
          method,
          translatedBy: recordedBy,
          verifiedBy: null,
        },
      ],
    })),
    TranslationVerified: from(MET, (it, { translationId }, { recordedBy }) => ({
      ...it,
      translations: it.translations.map((each) => (each.translationId === translationId ? { ...each, verifiedBy: recordedBy } : each)),
    })),

    FollowUpAssigned: from(MET, (it, followUp, { eventId }) => ({
      ...it,
      followUps: [...it.followUps, { ...followUp, actionId: eventId, done: false }],
    })),
    FollowUpCompleted: from(MET, (it, { actionId }) => ({
      ...it,
      followUps: it.followUps.map((each) => (each.actionId === actionId ? { ...each, done: true } : each)),
    })),

    WaakConferred: byCustom('WaakConferred'),
    WaakWithdrawn: byCustom('WaakWithdrawn'),
    JirgaDecisionAnnounced: from(MET, (it, decision, about) => ({
      ...it,
      jirga: afterInstrument.JirgaDecisionAnnounced(jirgaOf(it), decision, about),
      ...withOriginal(it, decision.text, about.eventId),
    })),
    TruceDeclared: byCustom('TruceDeclared'),
    TruceEnded: byCustom('TruceEnded'),
    SecurityDepositLodged: byCustom('SecurityDepositLodged'),
    SecurityDepositForfeited: byCustom('SecurityDepositForfeited'),
    SecurityDepositReturned: byCustom('SecurityDepositReturned'),
    ReconciliationSought: byCustom('ReconciliationSought'),
    ReconciliationAccepted: byCustom('ReconciliationAccepted'),
    PrayerOffered: byCustom('PrayerOffered'),
    BadraggaGiven: byCustom('BadraggaGiven'),
  },
};

/** What was done in it by the custom of the jirga; nothing, where it has not taken place. */
export const jirgaOf = (it: Contact | Meeting): Jirga => ('jirga' in it ? it.jirga : undefined) ?? NOTHING_BY_CUSTOM;

/** Whether it took place, sanctioned or not. */
export const isHeld = (it: Contact): it is Met => (MET as readonly string[]).includes(it.status);

/** Who of the other side took part: those who were named and are not said to have stayed away, and those who attended as counterparts. */
export function counterpartsOf(it: Meeting): readonly { readonly participantId: string; readonly partyId: string }[] {
  const named = isErased(it.counterparts) ? [] : it.counterparts.filter(({ participantId }) => !it.absent.includes(participantId));
  const came = it.attended.flatMap(({ participantId, capacity, partyId }) =>
    capacity === 'COUNTERPART' && typeof participantId === 'string' && typeof partyId === 'string' ? [{ participantId, partyId }] : [],
  );
  return [...named, ...came.filter(({ participantId }) => !named.some((each) => each.participantId === participantId))];
}

/** The topics that were spoken about so far, as far as they can be read; `undefined` for one that is none of those of the domain. */
export function raisedIn(it: Meeting): readonly (Topic | undefined)[] {
  const agenda = isErased(it.agenda) ? [] : it.agenda.map(({ topic }) => topic);
  const said = [...it.statements, ...it.positions].flatMap(({ topic }) => (topic === undefined || isErased(topic) ? [] : [topic]));
  return [...agenda, ...said];
}
