import { caveatsOf, highest, levelOf } from '../../kernel/classification';
import { isErased } from '../../kernel/erased';
import type { Process } from '../../processes/process';
import { LinkReciprocal } from '../measure/measure.commands';
import { measure } from '../measure/measure.state';

/** What a delivery answers says so too, as high as the delivery (INV-28, INV-31). */
export const measureDeliveredThenAnsweredMeasureReciprocated: Process = {
  name: 'measure-delivered-then-answered-measure-reciprocated',
  on: ['measure/CbmDelivered'],
  react: async (event, { markingOf }) => {
    const answered = event.data['answersMeasureIds'];
    if (isErased(answered)) return [];
    return Promise.all(
      (answered as readonly string[]).map(async (streamId) => {
        const mark = highest(event, await markingOf(measure, streamId));
        return {
          command: LinkReciprocal,
          fields: { byMeasureId: event.streamId },
          streamId,
          name: streamId,
          classification: { level: levelOf(mark.level), caveats: caveatsOf(mark.caveats) },
        };
      }),
    );
  },
};
