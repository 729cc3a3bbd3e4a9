import { createRequire } from 'node:module';
import { VoidRunError } from './load.mjs';

const require = createRequire(import.meta.url);
const { declarations } = require('../dist/negotiation/nouns.js');
const { commandTypesOf } = require('../dist/commands/noun.js');
const { controlTypesOf } = require('../dist/commands/record-control.js');

/**
 * What the rules can only refuse: house rules are never corrected, they are set anew (INV-47); and what the framework says is rectified back
 * by two people, not reversed by one. Of evidence only the hash is recorded in a run, so that there is nothing to be verified. And what waits for the
 * processes, which such a load leaves far behind: an approved erasure.
 */
const NOT_ASKED = new Set([
  'evidence/verify',
  'erasures/approve',
  'house-rules/rectify',
  'house-rules/reverse-rectification',
  'house-rules/annul',
  'policy-framework/reverse-rectification',
]);

const routeOf = ({ noun, command = '' }) => `${noun}/${command}`;

/** Routes of all commands that somebody may ask for and that can be recorded. */
const ROUTES = declarations
  .flatMap((noun) => [...commandTypesOf(noun), ...controlTypesOf(noun)])
  .filter(({ by }) => by.some((role) => role !== 'SYSTEM'))
  .map(({ noun, route }) => routeOf({ noun: noun.collection, command: route }))
  .filter((route) => !NOT_ASKED.has(route));

export const COMMANDS = ROUTES.length;

/** What a run has asked for. */
export class Coverage {
  routes = new Set();
  records = new Set();

  note(request) {
    this.routes.add(routeOf(request));
    if (request.id !== undefined) this.records.add(request.id);
  }

  /** Throws `VoidRunError` where a command never came, or acts went to fewer records than told. */
  assertWhole(recordsMin) {
    const missing = ROUTES.filter((route) => !this.routes.has(route));
    if (missing.length > 0) throw new VoidRunError(`never asked for: ${missing.join(', ')}`);
    if (this.records.size < recordsMin) throw new VoidRunError(`acts upon ${this.records.size} records instead of ${recordsMin}`);
  }
}
