import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { country, day, degrees, flag, group, id, instant, list, occurrence, oneOf, text, textHash, writtenText } from '../../kernel/fields';
import { MandatedAct, Stance, Topic } from '../terms';
import { jirgaSchemas } from './contact.jirga.events';

/** Diplomatic forms; a public statement is one of them (INV-41). */
export const ContactKind = oneOf(
  'MEETING',
  'JIRGA_SESSION',
  'FLAG_MEETING',
  'LETTER',
  'NOTE_VERBALE',
  'AIDE_MEMOIRE',
  'NON_PAPER',
  'CALL',
  'MESSAGE',
  'SIDE_EVENT',
  'PUBLIC_STATEMENT',
);
export type ContactKind = z.infer<typeof ContactKind>;

/** Official; officials unofficially with others; unofficial only; between communities (domain.md 2.2). */
export const Track = oneOf('TRACK_1', 'TRACK_1_5', 'TRACK_2', 'TRACK_3');
export type Track = z.infer<typeof Track>;

export const ContactChannel = oneOf('OPEN', 'BACK_CHANNEL');
export type ContactChannel = z.infer<typeof ContactChannel>;

export const ContactMode = oneOf('DIRECT', 'MEDIATED', 'PROXIMITY', 'WRITTEN', 'REMOTE');
export type ContactMode = z.infer<typeof ContactMode>;

export const AttendanceCapacity = oneOf('DELEGATE', 'COUNTERPART', 'INTERPRETER', 'OBSERVER', 'HOST', 'RAPPORTEUR');
export type AttendanceCapacity = z.infer<typeof AttendanceCapacity>;

/** Under which promise somebody spoke; it is kept with his words, and binds whoever shows them. */
export const AttributionMode = oneOf('ATTRIBUTABLE', 'CHATHAM_HOUSE', 'NOT_FOR_ATTRIBUTION', 'OFF_THE_RECORD');
export type AttributionMode = z.infer<typeof AttributionMode>;

/** On what a position rests (S55). */
export const PositionBasis = oneOf('LEGAL', 'RELIGIOUS', 'CUSTOMARY', 'SECURITY', 'ECONOMIC');
export type PositionBasis = z.infer<typeof PositionBasis>;

export const TranslationMethod = oneOf('HUMAN', 'MACHINE');
export type TranslationMethod = z.infer<typeof TranslationMethod>;

/** Kinds of records that a public statement can refer to. */
export const ReferredKind = oneOf('initiative', 'mandate', 'contact', 'commitment', 'federalReview', 'evidence');
export type ReferredKind = z.infer<typeof ReferredKind>;

/** Counterparts of one contact: a larger assembly is named by those who speak in it. */
export const COUNTERPARTS_MAX = 30;
/** Items of one agenda: what is longer was several contacts. */
export const AGENDA_MAX = 30;
/** Whose attendance, or absence, is told at once; one event each. */
export const ATTENDANCE_MAX = 50;
/** Parties that confirm minutes: those of the counterparts, and our own. */
export const PARTIES_MAX = COUNTERPARTS_MAX + 1;
/** Clearances that one contact rests on: one for each listed party. */
export const CLEARANCES_MAX = 10;

/** Records that one statement refers to. */
export const REFERENCES_MAX = 50;

/** Somebody of the other side, and for which party he comes. */
const counterpart = group({ participantId: id, partyId: id });

const place = group({
  name: text(200),
  /** District, or what corresponds to it. */
  adm2: text(100).optional(),
  /** Province, or what corresponds to it. */
  adm1: text(100).optional(),
  country,
  lat: degrees(90).optional(),
  lon: degrees(180).optional(),
  /** GED: 1 exact, 2 within about 25 km, 3 district, 4 province, 5 fuzzy, 6 country, 7 international waters or air. */
  placePrecision: z.int().min(1).max(7),
});

const plan = {
  /** Null where nobody has named a time; none is made up (S28). */
  plannedFor: occurrence.nullable(),
  /** In the words of who said when. */
  plannedText: text(500).optional(),
};

const form = { kind: ContactKind, track: Track, channel: ContactChannel, mode: ContactMode };
const acts = list(MandatedAct, MandatedAct.options.length);
/** Reviews whose clearances it rests on: that a listed party is spoken with (INV-32), that a statement is made (INV-41). */
const clearanceIds = list(id, CLEARANCES_MAX);

/** A record of this ledger, by the kind of its stream. */
const reference = group({ kind: text(40), id });

/** What a contact was. When it began is the event's own time. */
const held = {
  initiativeId: id,
  ...form,
  acts,
  delegationId: id.optional(),
  counterparts: list(counterpart, COUNTERPARTS_MAX),
  place,
  agenda: list(group({ topic: Topic.optional(), text: text(500), raisedByPartyId: id }), AGENDA_MAX),
  endedAt: instant.optional(),
  clearanceIds,
};

/** What can have happened to a contact (domain.md 4.3.5). */
export const contactEvents = defineEvents('contact', {
  ContactScheduled: act({
    initiativeId: id,
    ...form,
    acts,
    delegationId: id.optional(),
    counterparts: list(counterpart, COUNTERPARTS_MAX),
    topics: list(Topic, Topic.options.length),
    place,
    ...plan,
    /** The mandate it is scheduled under; absent where nobody of the other side takes part. */
    mandateId: id.optional(),
    clearanceIds,
    /** Who is to say what, where it is a public statement (INV-41). */
    statement: group({ speakerId: id, text: writtenText, refersTo: list(reference, REFERENCES_MAX) }).optional(),
  }),
  ContactRescheduled: act({ ...plan, place: place.optional(), reason: text(2_000) }),
  ContactCancelled: act({
    /** The party that cancelled it. */
    byPartyId: id,
    reason: text(2_000),
  }),
  CounterpartDidNotAttend: fact({ participantIds: list(id, ATTENDANCE_MAX).min(1) }),

  ContactHeld: fact(held),
  /** Nobody had leave for it, and it happened: the ledger says so (INV-02, domain.md 0.1). */
  UnsanctionedContactReported: fact({ ...held, explanation: text(10_000) }, ['UNSANCTIONED']),

  ParticipantAttended: fact({
    participantId: id,
    capacity: AttendanceCapacity,
    /** For which party he came. */
    partyId: id.optional(),
  }),
  StatementRecorded: fact({
    speakerId: id,
    text: writtenText,
    attribution: AttributionMode,
    topic: Topic.optional(),
    /** His very words, or what he said. */
    verbatim: flag,
    /** The records that he spoke of, where it is known (INV-41). */
    refersTo: list(reference, REFERENCES_MAX).optional(),
  }),
  PositionStated: fact({
    partyId: id,
    topic: Topic,
    /** The clause it is about, where it is about one. */
    clauseRef: group({ proposalId: id, revision: z.int().min(1), eId: text(100) }).optional(),
    stance: Stance,
    text: writtenText,
    rationale: text(10_000).optional(),
    basis: PositionBasis.optional(),
  }),

  /** A promise made without clearance is a fact, never part of what is agreed (INV-23). */
  UnauthorisedUndertakingReported: fact(
    {
      speakerId: id,
      toPartyId: id,
      text: writtenText,
      circumstances: text(10_000),
      /** The review that a process opens for it. */
      reviewId: id,
    },
    ['UNSANCTIONED'],
  ),
  UndertakingDisavowed: act({
    /** The report of the undertaking. */
    undertakingId: id,
    /** In whose name it is disavowed. */
    byPartyId: id,
    /** The party that was told so. */
    communicatedToPartyId: id,
  }),
  UndertakingConfirmed: act({
    undertakingId: id,
    /** The review whose clearance the commitment used. */
    clearanceId: id,
    /** What binds in its stead. */
    commitmentId: id,
  }),

  MinutesDrafted: act({
    text: writtenText,
    rapporteurId: id,
    /** All whose confirmation makes them the minutes of all. */
    partyIds: list(id, PARTIES_MAX).min(1),
  }),
  MinutesConfirmed: fact({ byPartyIds: list(id, PARTIES_MAX).min(1), textHash }),
  MinutesDisputed: fact({ partyId: id, passage: text(10_000), text: text(10_000) }),

  TranslationAttached: act({
    /** The event whose text it translates. */
    originalEventId: id,
    /** Of exactly the text that it translates. */
    originalTextHash: textHash,
    text: writtenText,
    method: TranslationMethod,
  }),
  /** Until then it is a draft (INV-37). */
  TranslationVerified: act({ translationId: id }),

  FollowUpAssigned: act({ toParticipantId: id, due: day.optional(), text: text(2_000) }),
  FollowUpCompleted: fact({
    /** The event that assigned it. */
    actionId: id,
    evidenceId: id.optional(),
  }),

  ...jirgaSchemas,
});
