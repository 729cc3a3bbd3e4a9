import { z } from 'zod';
import { oneOf } from '../kernel/fields';

/* Words of the field that several nouns share (domain.md 2.2). */

export const Topic = oneOf('SECURITY', 'TRADE', 'REFUGEES', 'CROSS_BORDER_COLLABORATION');
export type Topic = z.infer<typeof Topic>;

export const Competence = oneOf('PROVINCIAL', 'FEDERAL', 'SHARED');
export type Competence = z.infer<typeof Competence>;

export const Pillar = oneOf('SECURITY', 'DEVELOPMENT', 'GOVERNANCE');
export type Pillar = z.infer<typeof Pillar>;

export const Side = oneOf('PK', 'AF');
export type Side = z.infer<typeof Side>;
