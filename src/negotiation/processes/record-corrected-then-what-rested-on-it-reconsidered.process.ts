import { correctionIn } from '../../commands/correction';
import { ReconsiderRecord } from '../../commands/record.commands';
import { kindOf } from '../../kernel/happened';
import type { Process } from '../../processes/process';
import { catalogues } from '../catalogues';

const CORRECTIONS = ['RecordRectified', 'RectificationReversed', 'RecordAnnulled'] as const;

/**
 * INV-44 beyond the corrected record itself: acts in other streams were decided on what stood there. Those that the rules would not have allowed,
 * had the correction been known, are named by an event of their own stream; people decide what follows.
 */
export const recordCorrectedThenWhatRestedOnItReconsidered: Process = {
  name: 'record-corrected-then-what-rested-on-it-reconsidered',
  on: [...catalogues.keys()].flatMap((kind) => CORRECTIONS.map((type) => `${kind}/${type}`)),
  react: async ({ id, stream, position }, { historyOf, restingOn }) => {
    const correction = correctionIn(await historyOf(stream), id);
    if (!correction) return [];
    const names = await restingOn(stream, correction.touches, { after: correction.since, before: position });
    return names.map((name) => ({
      command: ReconsiderRecord,
      kind: kindOf(name),
      fields: { correctedStream: stream, correctionId: id },
      streamId: name.slice(kindOf(name).length + 1),
      name,
    }));
  },
};
