import { caveatsOf, HIDING, HIDINGS, highest, levelOf } from '../../kernel/classification';
import { effectiveEvents } from '../../kernel/effective-events';
import { type DeviationFlag, DEVIATIONS } from '../../kernel/envelope';
import { isErased } from '../../kernel/erased';
import { type Happened, kindOf, streamName } from '../../kernel/happened';
import type { Consequence, Process, Surroundings } from '../../processes/process';
import { catalogues } from '../catalogues';
import { RecordDeviation, RemedyDeviation } from '../deviations/deviations.commands';
import type { Severity } from '../deviations/deviations.events';
import { type Deviation, deviations, deviationsIdOf, openDeviations, RECORDED_BY } from '../deviations/deviations.state';
import { initiative, type Initiative, notifiedBy } from '../initiative/initiative.state';

interface Meaning {
  readonly rule: string;
  readonly severity: Severity;
  readonly explanation: string;
}

/** What a flag says, whatever bears it. */
const MEANINGS: Readonly<Record<DeviationFlag, Meaning>> = {
  BEFORE_NOTIFICATION: { rule: 'INV-02', severity: 'HIGH', explanation: 'It happened before the federal government was notified.' },
  OUTSIDE_MANDATE: { rule: 'INV-10', severity: 'MEDIUM', explanation: 'No mandate in force at that time allowed it.' },
  UNSANCTIONED: {
    rule: 'INV-10',
    severity: 'HIGH',
    explanation: 'Nobody had given leave for it, the federal side objected, or it was with a listed party that no mandate named.',
  },
  RECORDED_BY_PROVINCE: { rule: 'INV-48', severity: 'LOW', explanation: 'The province recorded a decision of the federal side.' },
};

const BEYOND_TOPICS: Meaning = { rule: 'INV-08', severity: 'MEDIUM', explanation: 'Its topic was in no mandate in force at that time.' };

/** What it says where the kind of fact says more. */
const SPECIAL: Readonly<Record<string, Meaning>> = {
  'StatementRecorded OUTSIDE_MANDATE': BEYOND_TOPICS,
  'PositionStated OUTSIDE_MANDATE': BEYOND_TOPICS,
  'ProposalReceived OUTSIDE_MANDATE': BEYOND_TOPICS,
  'StatementRecorded UNSANCTIONED': {
    rule: 'INV-41',
    severity: 'HIGH',
    explanation: 'It was said in public by somebody who may not, of what was not cleared, or while the federal side objected.',
  },
  'UnsanctionedDepartureReported UNSANCTIONED': {
    rule: 'INV-04',
    severity: 'HIGH',
    explanation: 'A delegation departed whose travel was not authorised, or with others than those who must be in it.',
  },
  'UnauthorisedUndertakingReported UNSANCTIONED': {
    rule: 'INV-23',
    severity: 'HIGH',
    explanation: 'Nobody had cleared what was promised.',
  },
};

const meaningOf = (type: string, flag: DeviationFlag): Meaning => SPECIAL[`${type} ${flag}`] ?? MEANINGS[flag];

/** Every report of what happened in the world, of whatever kind: it alone is accepted though a rule would not have allowed it. */
const FACTS = [...catalogues].flatMap(([kind, { schemas }]) =>
  Object.entries(schemas).flatMap(([type, { nature }]) => (nature === 'FACT' ? [`${kind}/${type}`] : [])),
);

const isDeviation = (flag: string): flag is DeviationFlag => (DEVIATIONS as ReadonlySet<string>).has(flag);

/** One deviation for each flag, as high as its fact, where only those see it who may know of that (INV-31). */
async function recorded(event: Happened, { markingOf }: Surroundings): Promise<Consequence[]> {
  const { id, type, stream, streamId, initiativeId, flags } = event;
  const deviating = flags.filter(isDeviation);
  if (initiativeId === undefined || deviating.length === 0) return [];
  const inherited = highest(event, await markingOf(initiative, initiativeId));
  const register = deviationsIdOf(initiativeId, caveatsOf(inherited.caveats & HIDING));
  const mark = highest(inherited, await markingOf(deviations, register));
  return deviating.map((flag) => ({
    command: RecordDeviation,
    fields: { initiativeId, flag, eventId: id, record: { kind: kindOf(stream), id: streamId }, ...meaningOf(type, flag) },
    streamId: register,
    name: flag,
    classification: { level: levelOf(mark.level), caveats: caveatsOf(mark.caveats) },
  }));
}

/** INV-50: those of its deviations for which it shows now that the federal government had been notified before. */
async function remedied({ id, streamId, revision }: Happened, { stateOf, historyOf }: Surroundings): Promise<Consequence[]> {
  const it = await stateOf<Initiative>(initiative, streamId, revision);
  const consequences: Consequence[] = [];
  for (const register of HIDINGS.map((hiding) => deviationsIdOf(streamId, hiding)))
    for (const deviation of openDeviations(await stateOf(deviations, register))) {
      const { flag, deviationId } = deviation;
      if (flag !== 'BEFORE_NOTIFICATION' || !(await happenedAfterwards(it, deviation, historyOf))) continue;
      consequences.push({ command: RemedyDeviation, fields: { deviationId, remedyId: id }, streamId: register, name: deviationId });
    }
  return consequences;
}

async function happenedAfterwards(it: Initiative, { record, eventId }: Deviation, historyOf: Surroundings['historyOf']): Promise<boolean> {
  if (isErased(record)) return false;
  const history = effectiveEvents(await historyOf(streamName(record.kind, record.id)));
  const fact = history.find((event) => event.id === eventId);
  return fact !== undefined && !isErased(fact.occurredAt) && notifiedBy(it, fact.occurredAt);
}

/** A letter that is found, and one whose date is corrected. */
const NOTIFICATIONS: ReadonlySet<string> = new Set(['initiative/FederalGovernmentNotified', 'initiative/RecordRectified']);

/**
 * A fact that a rule would not have allowed stands among the deviations of its initiative; a notification that turns out to have come before it
 * remedies that (INV-43, INV-50). One process for both: a letter must find what was recorded before it.
 */
export const protocolDeviatedThenDeviationRecorded: Process = {
  name: RECORDED_BY,
  on: [...new Set([...FACTS, ...NOTIFICATIONS])],
  react: (event, surroundings) =>
    NOTIFICATIONS.has(`${kindOf(event.stream)}/${event.type}`) ? remedied(event, surroundings) : recorded(event, surroundings),
};
