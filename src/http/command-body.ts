import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import type { CommandClass } from '../commands/act';
import { ARE_OBJECTS, type Checked, Unchosen } from '../commands/fields';
import { FactPart, RecordPart } from '../commands/record-part';
import type { InputFault } from './problem';
import { invalidInput } from './problem';

const STRICT = {
  whitelist: true,
  forbidNonWhitelisted: true,
  // A command without fields of its own is a class that the validator knows nothing of; surplus members are found all the same.
  forbidUnknownValues: false,
  validationError: { target: true, value: false },
} as const;

/** A body as the command it asks for, and what its `record` member says. */
export interface CommandBody {
  readonly command: object;
  readonly record: RecordPart | undefined;
}

/** Throws a problem that names all that is wrong at once. */
export function commandBodyOf(commandClass: CommandClass, body: unknown, options: { readonly fact: boolean }): CommandBody {
  if (!isObject(body)) throw invalidInput([{ pointer: '', detail: 'must be an object' }]);
  const { record, ...fields } = body;
  const [command, faults] = instanceOf(commandClass, fields, '');
  const [part, partFaults] = record === undefined && !options.fact ? [undefined, []] : recordOf(record, options.fact);
  if (faults.length + partFaults.length > 0) throw invalidInput([...faults, ...partFaults]);
  return { command, record: part };
}

/** Any other body, of a class in the same words. */
export function bodyOf<T extends object>(bodyClass: new () => T, body: unknown): T {
  if (!isObject(body)) throw invalidInput([{ pointer: '', detail: 'must be an object' }]);
  const [instance, faults] = instanceOf(bodyClass, body, '');
  if (faults.length > 0) throw invalidInput(faults);
  return instance;
}

function recordOf(record: unknown, fact: boolean): [RecordPart | undefined, InputFault[]] {
  if (record === undefined)
    return [undefined, [{ pointer: '/record', detail: 'must say in occurredAt when it happened: this reports a fact' }]];
  if (!isObject(record)) return [undefined, [{ pointer: '/record', detail: 'must be an object' }]];
  return instanceOf(fact ? FactPart : RecordPart, record, '/record');
}

function instanceOf<T extends object>(part: new () => T, fields: object, path: string): [T, InputFault[]] {
  const instance = plainToInstance(part, fields);
  const faults = validateSync(instance, STRICT).flatMap((error) => faultsOf(error, path));
  return [instance, faults.length > 0 ? faults : misfits(instance, path)];
}

/** What says nothing but that something is wrong below. */
const NESTED = new Set(['nestedValidation', ARE_OBJECTS]);

/** One fault for each place; the first word about it, for the others follow from it. */
function faultsOf({ property, constraints = {}, children = [], target }: ValidationError, path: string): InputFault[] {
  const pointer = `${path}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(constraints).filter(([name]) => !NESTED.has(name));
  const unknown = constraints['whitelistValidation'] !== undefined;
  // Which members a choice has is not known before its `kind` is.
  if (unknown && target instanceof Unchosen) return [];
  // What is no list or no object at all has no members of which something could be said.
  const shapeless = constraints['isArray'] !== undefined || constraints['isObject'] !== undefined;
  const below = shapeless ? [] : children.flatMap((child) => faultsOf(child, pointer));
  if (own.length === 0 && below.length > 0) return below;
  const [, detail = 'must be an object'] = own[0] ?? [];
  return Object.keys(constraints).length > 0 ? [{ pointer, detail: unknown ? 'is not a member of this' : detail }, ...below] : below;
}

/** Parts whose members are valid one by one may still not fit together. */
function misfits(part: object, path: string): InputFault[] {
  const own = 'faults' in part && typeof part.faults === 'function' ? (part as Checked).faults() : [];
  const below = Object.entries(part).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? misfits(value as object, `${path}/${name}`) : [],
  );
  return [...own.map(({ pointer, detail }) => ({ pointer: `${path}${pointer}`, detail })), ...below];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
