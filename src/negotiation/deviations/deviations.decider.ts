import { type Decider, when } from '../../kernel/decider';
import type { Erased } from '../../kernel/erased';
import { under } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { initiative } from '../initiative/initiative.state';
import type * as commands from './deviations.commands';
import { deviationsEvents } from './deviations.events';
import { refuse } from './deviations.refusals';
import type { Deviation, deviations } from './deviations.state';

const { ProtocolDeviationRecorded, DeviationDispositioned } = deviationsEvents;

/** @returns why this deviation cannot be disposed of, `undefined` if nothing stands in the way */
function settled(all: readonly Deviation[], id: string): Rejection | undefined {
  const deviation = all.find(({ deviationId }) => deviationId === id);
  if (!deviation) return refuse.deviationUnknown('No event of this register has recorded it.');
  const { result }: { result: string | Erased | null } = deviation;
  return result === null || result === 'REFERRED' ? undefined : refuse.dispositioned('It has its disposition.');
}

/** What may happen next to the deviations of an initiative (domain.md 4.3.1). */
export const deviationsDecider: Decider<typeof deviations, typeof commands> = {
  RecordDeviation: when(['NONE', 'OPEN', 'SETTLED'], {
    reads: (_, { initiativeId }) => ({ initiative: under(initiative, initiativeId) }),
    decide: (it, { record, ...command }) => {
      const known = it.status !== 'NONE' && it.deviations.some(({ eventId, flag }) => eventId === command.eventId && flag === command.flag);
      return known
        ? refuse.knownAlready('This event was recorded with this flag.')
        : [ProtocolDeviationRecorded({ ...command, record: { ...record } })];
    },
  }),
  DispositionDeviation: when(
    ['OPEN', 'SETTLED'],
    (it, { deviationId, result, reason }) =>
      settled(it.deviations, deviationId) ?? [DeviationDispositioned({ deviationId, result, reason })],
  ),
  RemedyDeviation: when(
    ['OPEN', 'SETTLED'],
    (it, { deviationId, remedyId }) =>
      settled(it.deviations, deviationId) ?? [DeviationDispositioned({ deviationId, result: 'REMEDIED', remedyId })],
  ),
};
