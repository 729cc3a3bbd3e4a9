import { en } from './en';
import { type Labels, type Language } from './labels';
import { ps } from './ps';
import { ur } from './ur';

/** The labels of every language. */
export const labels: Readonly<Record<Language, Labels>> = { en, ur, ps };
