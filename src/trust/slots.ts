import { ENVELOPE_MEMBERS } from '../kernel/envelope';
import type { EventCatalogue } from '../kernel/events';

const OWN_NAMES = /^[a-z][A-Za-z0-9]*$/;

/** The fixed slots of one event schema: every field there can be, whether an event fills it or not. */
export interface Slots {
  /** In JCS order; the place in this list is also the place of the slot's salt. */
  readonly names: readonly string[];
  readonly fields: readonly string[];
}

/** Fields by `<stream kind>/<event type>/<schema version>`: plain JSON, so that it can go to other threads and to other people. */
export type SlotTable = Readonly<Record<string, readonly string[]>>;

export type Catalogues = ReadonlyMap<string, EventCatalogue>;

/** Every schema version ever, with its fields. */
export function slotTableOf(catalogues: Catalogues): SlotTable {
  const table: Record<string, readonly string[]> = {};
  for (const [stream, { schemas }] of catalogues)
    for (const [type, schema] of Object.entries(schemas))
      for (let version = 1; version <= schema.version; version++) table[slotKey(stream, type, String(version))] = schema.fields(version);
  return table;
}

/** Of every stream that the table speaks of. */
export const kindsOf = (table: SlotTable): ReadonlySet<string> => new Set(Object.keys(table).map((key) => key.slice(0, key.indexOf('/'))));

export const slotKey = (streamKind: string, type: string, version: string): string => `${streamKind}/${type}/${version}`;

const ENVELOPE_SLOTS = ENVELOPE_MEMBERS.map((member) => `env.${member}`);

export function slotsFor(fields: readonly string[]): Slots {
  // A name that looks like a number would be moved to the front by every JavaScript object, unlike in JCS; and one that every object has from
  // birth (`constructor`) would read as filled where it is not.
  for (const field of fields) if (!OWN_NAMES.test(field) || field in Object.prototype) throw new Error(`${field} cannot name a slot`);
  return { fields, names: [...fields, ...ENVELOPE_SLOTS].sort() };
}

/** Looks slots up, each made once. */
export class SlotBook {
  private readonly made = new Map<string, Slots>();

  constructor(private readonly table: SlotTable) {}

  /** `undefined` for a type or version nobody knows. */
  of(streamKind: string, type: string, version: string): Slots | undefined {
    const key = slotKey(streamKind, type, version);
    const made = this.made.get(key);
    if (made) return made;
    const fields = Object.hasOwn(this.table, key) ? this.table[key] : undefined;
    if (!fields) return undefined;
    const slots = slotsFor(fields);
    this.made.set(key, slots);
    return slots;
  }
}
