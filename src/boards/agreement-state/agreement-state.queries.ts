import { type Erased, isErased } from '../../kernel/erased';
import { earliest, hasPassed, type Occurrence } from '../../kernel/occurrence';
import { type BoardPage, type BoardQuery, type BoardQuestion, ofKind, pageOf } from '../../views/board-query';
import { isWithheld, type Readable } from '../../views/visibility';
import {
  type AgreementRow,
  agreementState,
  type ApprovedTerms,
  type CountedCommitment,
  type CountedContact,
  type CountedDeviation,
  type CountedUndertaking,
  type InitiativeRow,
  type MandateRow,
} from './agreement-state.projection';
import type { InstrumentRow } from '../agreement-row';
import type { TextRow } from '../text-row';
import type { TruceRow } from '../truce-row';

type Counts = Readonly<Record<string, number>>;

/** The commitments of one initiative, counted over what this reader may see. */
export interface CommitmentCounts {
  readonly total: number;
  /** Legal state, then implementation level (`NOT_ASSESSED` before the first report). */
  readonly byLegalState: Readonly<Record<string, Counts>>;
  /** Entered texts by pillar: S59 asks whether security, development and governance are in balance. */
  readonly pillarBalance: Counts;
  readonly flaggedForReview: number;
  readonly breachesOpen: number;
}

const AGREED: ReadonlySet<string> = new Set(['ENTERED', 'IN_FORCE', 'SUSPENDED', 'FULFILLED']);
const BREACH_OPEN: ReadonlySet<string> = new Set(['ALLEGED', 'UNDER_INVESTIGATION', 'CONFIRMED']);

const more = (counts: Counts, name: string): Counts => ({ ...counts, [name]: (counts[name] ?? 0) + 1 });

export function countsOf(commitments: readonly CountedCommitment['counted'][]): CommitmentCounts {
  return commitments.reduce<CommitmentCounts>(
    (counts, { legalState, implementationLevel, pillar, flaggedForReview, breachState }) => ({
      total: counts.total + 1,
      byLegalState: {
        ...counts.byLegalState,
        [legalState]: more(
          counts.byLegalState[legalState] ?? {},
          typeof implementationLevel === 'number' ? String(implementationLevel) : 'NOT_ASSESSED',
        ),
      },
      pillarBalance: AGREED.has(legalState) && !isErased(pillar) ? more(counts.pillarBalance, pillar) : counts.pillarBalance,
      flaggedForReview: counts.flaggedForReview + (flaggedForReview === null ? 0 : 1),
      breachesOpen: counts.breachesOpen + (BREACH_OPEN.has(breachState) ? 1 : 0),
    }),
    { total: 0, byLegalState: {}, pillarBalance: {}, flaggedForReview: 0, breachesOpen: 0 },
  );
}

/** Promises made without leave: never among the commitments (INV-23). */
export interface UndertakingCounts {
  readonly total: number;
  /** Neither confirmed nor disavowed. */
  readonly open: number;
}

/** The terms of reference that count, or else the last ones that were worded. */
export interface MandateAnswer {
  readonly mandateId: string;
  /** APPROVED: from an instant on that is yet to come. */
  readonly state: 'DRAFT' | 'SUBMITTED' | 'DECLINED' | 'APPROVED' | 'IN_FORCE' | 'REVOKED' | 'EXPIRED' | 'ERASED';
  readonly version: number;
  readonly acts: MandateRow['wording']['acts'];
  readonly topics: MandateRow['wording']['topics'];
  readonly validFrom: string | Erased | null;
  readonly validUntil: string | Erased | null;
  /** Later terms that are not approved; null where there are none. */
  readonly amendment: Pick<MandateRow['wording'], 'version' | 'state'> | null;
}

function standingOf({ validFrom, validUntil, revokedAt }: ApprovedTerms, now: string): MandateAnswer['state'] {
  if (revokedAt !== null && revokedAt <= now) return 'REVOKED';
  if (isErased(validFrom) || isErased(validUntil)) return 'ERASED';
  if (validUntil <= now) return 'EXPIRED';
  return validFrom <= now ? 'IN_FORCE' : 'APPROVED';
}

/** What counts at an instant, whether or not a clock has said so yet: the newest terms that are in force, else the newest approved. */
export function mandateAt({ mandateId, wording, approved }: MandateRow, now: string): MandateAnswer {
  const standing = approved.map((terms) => ({ terms, state: standingOf(terms, now) }));
  const counts = standing.findLast(({ state }) => state === 'IN_FORCE') ?? standing.at(-1);
  const { version, state, acts, topics } = wording;
  if (!counts) return { mandateId, state, version, acts, topics, validFrom: null, validUntil: null, amendment: null };
  const { approvalId: _, revokedAt: __, ...terms } = counts.terms;
  const amendment = state === 'APPROVED' || version === terms.version ? null : { version, state };
  return { mandateId, state: counts.state, ...terms, amendment };
}

/** A contact that was held. */
export type LastContact = Pick<CountedContact, 'contactId' | 'kind' | 'heldAt' | 'unsanctioned'>;

/** A contact that is planned. */
export interface NextContact extends Pick<CountedContact, 'contactId' | 'kind' | 'plannedText'> {
  /** TBD where nobody has named a time; none is made up (S28). */
  readonly plannedFor: Occurrence | Erased | 'TBD';
}

/** The last in the time of the world; what nobody can date is the last only where nothing else is known. */
export function lastContactOf(contacts: readonly CountedContact[]): LastContact | null {
  const [last] = contacts
    .filter(({ state }) => state === 'HELD')
    .sort((one, other) => descending(one.firstHeldAt ?? '', other.firstHeldAt ?? ''));
  if (!last) return null;
  const { contactId, kind, heldAt, unsanctioned } = last;
  return { contactId, kind, heldAt, unsanctioned };
}

const descending = (one: string, other: string): number => (one === other ? 0 : one < other ? 1 : -1);

/** Behind every instant. */
const UNDATED = '~';

function plannedFrom({ plannedFor }: CountedContact): string {
  return plannedFor === null || isErased(plannedFor) ? UNDATED : (earliest(plannedFor) ?? UNDATED);
}

/** The first that is planned and whose time is not over; one without a date only where none has one. */
export function nextContactOf(contacts: readonly CountedContact[], now: string): NextContact | null {
  const [next] = contacts
    .filter((contact) => contact.state === 'PLANNED' && !hasPassed(contact.plannedFor, now))
    .sort((one, other) => descending(plannedFrom(other), plannedFrom(one)));
  if (!next) return null;
  const { contactId, kind, plannedFor, plannedText } = next;
  const said = plannedFor === null || (!isErased(plannedFor) && plannedFor.precision === 'UNKNOWN') ? 'TBD' : plannedFor;
  return { contactId, kind, plannedFor: said, plannedText };
}

/** A truce that runs. */
export interface RunningTruce extends Pick<TruceRow, 'truceId' | 'contactId' | 'form' | 'partyIds' | 'coverage' | 'declaredAt' | 'until'> {
  /** By how many it was declared; null where nobody can say any more. */
  readonly declaration: 'UNILATERAL' | 'BILATERAL' | 'MULTILATERAL' | null;
}

export interface Truces {
  /** In the order in which they were declared. */
  readonly running: readonly RunningTruce[];
  /** Those that somebody ended. */
  readonly ended: number;
  /** Those that ran out by the clock. */
  readonly expired: number;
}

const declarationOf = ({ partyIds }: TruceRow): RunningTruce['declaration'] => {
  if (isErased(partyIds)) return null;
  const parties = new Set(partyIds).size;
  return parties === 1 ? 'UNILATERAL' : parties === 2 ? 'BILATERAL' : 'MULTILATERAL';
};

const runningTruce = (it: TruceRow): RunningTruce => {
  const { truceId, contactId, form, partyIds, coverage, declaredAt, until } = it;
  return { truceId, contactId, form, declaration: declarationOf(it), partyIds, coverage, declaredAt, until };
};

/** Where truces stand at an instant, whether or not anybody has said so. */
export function trucesAt(truces: readonly TruceRow[], now: string): Truces {
  const ended = truces.filter(({ endedAt }) => endedAt !== null && endedAt <= now);
  const open = truces.filter((it) => !ended.includes(it));
  const running = open
    .filter(({ until }) => !hasPassed(until, now))
    .sort((one, other) => descending(other.firstDeclaredAt ?? UNDATED, one.firstDeclaredAt ?? UNDATED));
  return { running: running.map(runningTruce), ended: ended.length, expired: open.length - running.length };
}

/** An agreement that is applied. */
export type AppliedAgreement = Pick<InstrumentRow, 'agreementId' | 'title' | 'form' | 'legalState' | 'provisionallyApplied' | 'until'>;

export interface Agreements {
  readonly byLegalState: Counts;
  /** In force, or provisionally applied before. */
  readonly applied: readonly AppliedAgreement[];
}

const agreementsOf = (all: readonly InstrumentRow[]): Agreements => ({
  byLegalState: all.reduce<Counts>((counts, { legalState }) => more(counts, legalState), {}),
  applied: all
    .filter(({ legalState, provisionallyApplied }) => legalState === 'IN_FORCE' || provisionallyApplied)
    .map(({ agreementId, title, form, legalState, provisionallyApplied, until }) => ({
      agreementId,
      title,
      form,
      legalState,
      provisionallyApplied,
      until,
    })),
});

/** An initiative with what holds under it, as far as this reader may see. What no record says yet is null, never a guess (S28). */
export interface AgreementAnswer extends Omit<InitiativeRow, 'of'> {
  readonly mandate: MandateAnswer | null;
  /** Texts on the table, or that were, by the state in which they are. */
  readonly texts: Counts;
  readonly commitments: CommitmentCounts;
  readonly agreements: Agreements;
  readonly unauthorisedUndertakings: UndertakingCounts;
  readonly truces: Truces;
  readonly openDeviations: number;
  readonly lastContact: LastContact | null;
  readonly nextContact: NextContact | null;
}

/** What stands under one initiative. */
interface Under {
  readonly commitments: CountedCommitment['counted'][];
  readonly contacts: CountedContact[];
  readonly undertakings: CountedUndertaking[];
  readonly deviations: CountedDeviation[];
  readonly mandates: MandateRow[];
  readonly truces: TruceRow[];
  readonly texts: TextRow[];
  readonly agreements: InstrumentRow[];
}

const nothing = (): Under => ({
  ...{ commitments: [], contacts: [], undertakings: [], deviations: [], mandates: [], truces: [], texts: [], agreements: [] },
});

const PUT: {
  readonly [Kind in Exclude<AgreementRow['of'], 'INITIATIVE'>]: (under: Under, row: Extract<AgreementRow, { of: Kind }>) => void;
} = {
  COMMITMENT: ({ commitments }, { counted }) => void commitments.push(counted),
  CONTACT: ({ contacts }, row) => void contacts.push(row),
  UNDERTAKING: ({ undertakings }, row) => void undertakings.push(row),
  DEVIATION: ({ deviations }, row) => void deviations.push(row),
  MANDATE: ({ mandates }, row) => void mandates.push(row),
  TRUCE: ({ truces }, row) => void truces.push(row),
  TEXT: ({ texts }, row) => void texts.push(row),
  AGREEMENT: ({ agreements }, row) => void agreements.push(row),
};

async function allUnder(
  { rows }: Pick<Readable<AgreementRow>, 'rows'>,
  initiativeIds: readonly string[],
): Promise<ReadonlyMap<string, Under>> {
  const found = new Map(initiativeIds.map((id) => [id, nothing()]));
  if (initiativeIds.length === 0) return found;
  const stored = await rows
    .where('initiativeId' as never, 'in', initiativeIds as never)
    .where('of' as never, '<>', 'INITIATIVE' as never)
    .select('row')
    // The answer names states in the order in which they are met, and must be the same whichever way the table came about.
    .orderBy('stream' as never)
    .orderBy('id' as never)
    .execute();
  for (const { row } of stored as unknown as { row: string }[]) {
    const read = JSON.parse(row) as Exclude<AgreementRow, InitiativeRow>;
    const under = typeof read.initiativeId === 'string' ? found.get(read.initiativeId) : undefined;
    if (under) (PUT[read.of] as (under: Under, row: AgreementRow) => void)(under, read);
  }
  return found;
}

async function ask(readable: Readable<AgreementRow>, question: BoardQuestion): Promise<BoardPage<AgreementAnswer>> {
  const { rows, next, total } = await pageOf(ofKind(readable, 'INITIATIVE'), question, (row) => row as InitiativeRow);
  const found = await allUnder(
    readable,
    rows.flatMap((row) => (isWithheld(row) ? [] : [row.initiativeId])),
  );
  const answerOf = ({ of: _, ...initiative }: InitiativeRow): AgreementAnswer => {
    const { commitments, contacts, undertakings, deviations, mandates, truces, texts, agreements } =
      found.get(initiative.initiativeId) ?? nothing();
    const [mandate] = mandates;
    return {
      ...initiative,
      mandate: mandate ? mandateAt(mandate, question.now) : null,
      texts: texts.reduce<Counts>((counts, { state }) => more(counts, state), {}),
      commitments: countsOf(commitments),
      agreements: agreementsOf(agreements),
      unauthorisedUndertakings: { total: undertakings.length, open: undertakings.filter(({ standing }) => standing === 'OPEN').length },
      truces: trucesAt(truces, question.now),
      openDeviations: deviations.filter(({ disposition }) => disposition === 'OPEN').length,
      lastContact: lastContactOf(contacts),
      nextContact: nextContactOf(contacts, question.now),
    };
  };
  return { next, total, rows: rows.map((row) => (isWithheld(row) ? row : answerOf(row))) };
}

export const agreementStateQuery: BoardQuery<AgreementRow> = {
  board: agreementState,
  summary:
    'Where each initiative stands, under which mandate, what lies on the table and what is agreed under it, which truces run, and what was done without leave',
  filters: { initiativeId: 'One initiative', federalStanding: 'Those with one federal standing' },
  sorts: ['proposedAt', 'federalStanding'],
  ask,
};
