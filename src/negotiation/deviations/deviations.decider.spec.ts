import { describe, expect, it } from '@jest/globals';
import { INITIATIVE, NOTHING, PROOF, proposed } from '../../../test/support/clearance-sample';
import { eventId, gone, specOf } from '../../../test/support/decider-spec';
import { HIDINGS } from '../../kernel/classification';
import { initiative } from '../initiative/initiative.state';
import { DispositionDeviation, RecordDeviation, RemedyDeviation } from './deviations.commands';
import { deviationsDecider } from './deviations.decider';
import { deviationsEvents } from './deviations.events';
import { deviations, deviationsIdOf, openDeviations } from './deviations.state';

const { given, stateAfter } = specOf(deviations, deviationsDecider);
const { ProtocolDeviationRecorded, DeviationDispositioned } = deviationsEvents;

const early = {
  initiativeId: INITIATIVE,
  rule: 'INV-02',
  flag: 'BEFORE_NOTIFICATION',
  eventId: PROOF,
  record: { kind: 'contact', id: NOTHING },
  severity: 'HIGH',
  explanation: 'It happened before the federal government was notified.',
} as const;
const recorded = ProtocolDeviationRecorded({ ...early, record: { ...early.record } });
const beyond = ProtocolDeviationRecorded({ ...recorded.data, rule: 'INV-10', flag: 'OUTSIDE_MANDATE' });
const accepted = DeviationDispositioned({ deviationId: eventId(1), result: 'ACCEPTED', reason: 'Known beforehand.' });
const referred = DeviationDispositioned({ ...accepted.data, result: 'REFERRED' });
const disposition = { deviationId: eventId(1), result: 'ACCEPTED', reason: 'Known beforehand.' } as const;

describe('what deviated from the protocol is kept, one entry for each flag of an event (INV-43)', () => {
  it('and is open until the federal side has disposed of it', () => {
    given()
      .and(initiative, INITIATIVE, proposed)
      .when(RecordDeviation, early)
      .then(recorded)
      .leaving({ status: 'OPEN', deviations: [{ deviationId: eventId(1), rule: 'INV-02', result: null }] as never });
  });

  it('once, but another flag of the same event is another deviation', () => {
    given(recorded).when(RecordDeviation, early).thenRefused('deviations.known-already');
    given(recorded, accepted)
      .when(RecordDeviation, { ...early, rule: 'INV-10', flag: 'OUTSIDE_MANDATE' })
      .then(beyond)
      .leaving({ status: 'OPEN' });
  });
});

describe('the federal side disposes of it', () => {
  it('accepted, remedied or referred, each with its reason', () => {
    given(recorded).when(DispositionDeviation, disposition).then(accepted).leaving({ status: 'SETTLED' });
    given(recorded, beyond).when(DispositionDeviation, disposition).then(accepted).leaving({ status: 'OPEN' });
  });

  it('once; only what was referred to others is decided again', () => {
    given(recorded, accepted).when(DispositionDeviation, disposition).thenRefused('deviations.dispositioned');
    given(recorded, referred).when(DispositionDeviation, disposition).then(accepted).leaving({ status: 'SETTLED' });
  });

  it('of what is there', () => {
    given(recorded)
      .when(DispositionDeviation, { ...disposition, deviationId: NOTHING })
      .thenRefused('deviations.deviation-unknown');
    given().when(DispositionDeviation, disposition).thenRefused('deviations.out-of-turn');
  });

  it('what can no longer be read is not taken for disposed of', () => {
    expect(openDeviations(stateAfter(recorded, gone(accepted, 'deviationId')))).toHaveLength(1);
    expect(openDeviations(stateAfter())).toEqual([]);
  });
});

describe('a notification that came before remedies it (INV-50)', () => {
  const remedy = { deviationId: eventId(1), remedyId: PROOF };

  it('and is named; the flag on the event stays', () => {
    given(recorded)
      .when(RemedyDeviation, remedy)
      .then(DeviationDispositioned({ ...remedy, result: 'REMEDIED' }))
      .leaving({ status: 'SETTLED' });
  });

  it('unless the federal side has spoken', () => {
    given(recorded, accepted).when(RemedyDeviation, remedy).thenRefused('deviations.dispositioned');
  });
});

describe('where they are found', () => {
  it('in one stream for each initiative and for each that may hide them', () => {
    expect(HIDINGS).toEqual([[], ['FEDERAL_EYES_ONLY'], ['KP_EYES_ONLY'], ['FEDERAL_EYES_ONLY', 'KP_EYES_ONLY']]);
    expect(new Set(HIDINGS.map((hiding) => deviationsIdOf(INITIATIVE, hiding))).size).toBe(4);
    expect(deviationsIdOf(INITIATIVE, [])).not.toBe(deviationsIdOf(NOTHING, []));
  });
});
