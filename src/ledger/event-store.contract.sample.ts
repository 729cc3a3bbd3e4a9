import { z } from 'zod';
import { act, defineEvents } from '../kernel/events';
import type { Draft } from '../trust/scribe';
import { type Catalogues, slotTableOf } from '../trust/slots';

/** A noun made up for the contract: the store knows no other nouns, and cares for none. */
const sampleEvents = defineEvents('sample', { SampleTaken: act({ text: z.string() }) });

export const sampleCatalogues: Catalogues = new Map([[sampleEvents.stream, sampleEvents]]);
export const sampleSlots = slotTableOf(sampleCatalogues);

const SOMEBODY = '0b8f4c0e-6c1e-4f0a-9d5e-3a2b1c0d9e8f';
export const SAMPLE_AT = '2025-03-01T09:00:00.000Z';

/** `sample-<uuid>` of a number; with another series for a store that others have written to before. */
export const sampleStream = (n: number, series = 0): string =>
  `sample-${series.toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A decided event as the command road hands it over; its text and its id say which it is. */
export const sampleDraft = (
  text: string,
  { at = SAMPLE_AT, id = SOMEBODY }: { readonly at?: string; readonly id?: string } = {},
): Draft => ({
  open: { actor: SOMEBODY, at, basis: [], caus: null, cmd: SOMEBODY, corr: SOMEBODY, id, tv: '1', type: 'SampleTaken' },
  data: { text },
  env: {
    occurredAt: { from: null, precision: 'UNKNOWN', zone: 'UTC', calendar: 'GREGORIAN', originalText: 'made up' },
    capture: { mode: 'ONLINE' },
    role: 'FOCAL_PERSON',
    classification: { level: 'PUBLIC', caveats: [], authorityId: SOMEBODY },
    flags: [],
  },
});

/** One that no scribe can seal, for no schema has its name. */
export const unknownDraft = (): Draft => ({ ...sampleDraft('x'), open: { ...sampleDraft('x').open, type: 'NobodyKnows' } });
