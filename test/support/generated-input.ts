/* Bodies made from the OpenAPI document: one that fits, and many with exactly one fault each. */

export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** A body that is wrong at one place only. */
export interface Fault {
  readonly kind: string;
  /** Where the answer must point. */
  readonly pointer: string;
  /** JSON as it is sent, for some faults have no value that could be serialised. */
  readonly json: string;
}

/** What a schema cannot say: members that must fit to each other, or that have a form of their own. By schema and member. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  'OccurrencePart.from': '2025-03-01',
  'OccurrencePart.precision': 'DAY',
  'OccurrencePart.zone': 'Asia/Karachi',
  'IngestEvidence.mediaType': 'application/pdf',
  'RectifyRecord.pointer': '/title',
  'DecideReview.decision': 'DECLINED',
  'DecideReview.reason': 'Reserved to the federation',
};
/** Members that OpenAPI leaves open, but which the sample above needs. */
const NEEDED: Readonly<Record<string, readonly string[]>> = { DecideReview: ['reason'] };

/** More ways to be wrong, by schema and member: forms that the schema does not tell of. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  'OccurrencePart.from': ['2025-02-30', '2025-13-01', '0000-01-01', '2025-03', '01.03.2025', '2025-03-01T09:00:00+05:00'],
  'OccurrencePart.zone': ['Mars/Olympus', '+05:00', 'Asia', 'Asia/Karachi '],
  'IngestEvidence.mediaType': ['pdf', 'Application/PDF', 'application/pdf; charset=utf-8'],
  'RectifyRecord.pointer': ['title', '#/title'],
};

const SAMPLE_ID = '5a3d1e00-0000-4000-8000-00000000000';
const SAMPLE_DAY = '2025-03-01';
const SAMPLE_INSTANT = '2025-03-01T09:00:00Z';

/** JSON that no value serialises to. */
class Literal {
  constructor(readonly json: string) {}
}

/** `JSON.stringify` that writes literals as they are. */
function jsonOf(value: unknown): string {
  const literals: string[] = [];
  const marked = JSON.stringify(value, (_, member: unknown) =>
    member instanceof Literal ? `literal ${literals.push(member.json) - 1}` : member,
  );
  return marked.replace(/"literal (\d+)"/g, (_, n: string) => literals[Number(n)] ?? '');
}

/** One part of a body, wrong at one place within it. */
interface Spoiled {
  readonly kind: string;
  readonly place: readonly (string | number)[];
  readonly value: unknown;
}

/** Makes bodies for one OpenAPI document. */
export class GeneratedInput {
  constructor(private readonly schemas: Schemas) {}

  /** A body of this schema with which nothing is wrong. @param more members that it shall have as well, as JSON */
  fitting(name: string, more: Readonly<Record<string, string>> = {}): string {
    const added = Object.entries(more).map(([member, json]) => [member, new Literal(json)] as const);
    return jsonOf({ ...(this.sample(this.named(name), name) as object), ...Object.fromEntries(added) });
  }

  /** To which schema a member refers; `undefined` where there is no such member. */
  refersTo(name: string, member: string): string | undefined {
    return this.named(name).properties?.[member]?.$ref?.split('/').at(-1);
  }

  /**
   * Every member of it, at every depth, with every kind of fault, each in a body of its own.
   * @param without members that are not looked into
   */
  faulty(name: string, without: readonly string[] = []): Fault[] {
    const faults = [...this.spoiledObject(this.named(name), name, without)];
    return faults.map(({ kind, place, value }) => ({ kind, pointer: pointerOf(place), json: jsonOf(value) }));
  }

  private *spoiledObject(schema: Schema, name: string, without: readonly string[] = []): Generator<Spoiled> {
    const sample = this.sample(schema, name) as Readonly<Record<string, unknown>>;
    yield { kind: 'a member nobody knows', place: ['nobodyKnowsThis'], value: { ...sample, nobodyKnowsThis: 1 } };
    for (const [member, property] of Object.entries(schema.properties ?? {})) {
      if (schema.required?.includes(member)) yield { kind: 'missing', place: [member], value: { ...sample, [member]: undefined } };
      if (without.includes(member)) continue;
      for (const { kind, place, value } of this.spoiled(property, `${name}.${member}`))
        yield { kind, place: [member, ...place], value: { ...sample, [member]: value } };
    }
  }

  private *spoiled(property: Schema, path: string): Generator<Spoiled> {
    const { schema, name } = this.resolved(property, path);
    const types = [schema.type ?? []].flat();
    const here = (values: readonly Wrong[]): Spoiled[] => values.map(([kind, value]) => ({ kind, place: [], value }));
    if (isAnything(schema)) return yield* here(NOT_JSON);
    if (!types.includes('null')) yield* here([['null', null]]);
    yield* here((WRONG[path] ?? []).map((wrong) => [wrong, wrong]));
    if (schema.oneOf) yield* this.spoiledChoice(schema.oneOf);
    else if (schema.properties) {
      yield* here(shown(NO_OBJECTS));
      yield* this.spoiledObject(schema, name);
    } else if (types.includes('array')) yield* this.spoiledList(schema, path);
    else yield* here(scalarFaults(schema));
  }

  private *spoiledChoice(shapes: readonly Schema[]): Generator<Spoiled> {
    for (const [kind, value] of shown(NO_OBJECTS)) yield { kind, place: [], value };
    for (const shape of shapes) {
      const { schema, name } = this.resolved(shape, '');
      for (const it of this.spoiledObject(schema, name, ['kind'])) yield { ...it, kind: `${name}: ${it.kind}` };
      for (const kind of [null, 7, 'NONE_OF_THESE', 'constructor'])
        yield { kind: `${name}: ${kind}`, place: ['kind'], value: { ...(this.sample(schema, name) as object), kind } };
    }
  }

  /** Of single words and ids the answer names the list, of objects in a list the member. */
  private *spoiledList({ minItems = 0, maxItems, uniqueItems, items = {} }: Schema, path: string): Generator<Spoiled> {
    const sample = this.sample(items, path);
    const item = this.resolved(items, path);
    const lists: Wrong[] = shown(['text', 7, {}, true]);
    if (minItems > 0) lists.push(['too few', []]);
    if (maxItems !== undefined) lists.push(['too many', Array.from({ length: maxItems + 1 }, () => sample)]);
    if (uniqueItems === true) lists.push(['one twice', [sample, sample]]);
    const singles: Wrong[] = [['null', null], ...(item.schema.properties ? shown(NO_OBJECTS) : scalarFaults(item.schema))];
    for (const [kind, value] of lists) yield { kind, place: [], value };
    for (const [kind, value] of singles)
      yield { kind: `${kind} in a list`, place: item.schema.properties && !Array.isArray(value) ? [0] : [], value: [value] };
    if (item.schema.properties)
      for (const { kind, place, value } of this.spoiledObject(item.schema, item.name)) yield { kind, place: [0, ...place], value: [value] };
  }

  private sample(property: Schema, path: string): unknown {
    if (path in SAMPLES) return SAMPLES[path];
    const { schema, name } = this.resolved(property, path);
    const [type] = [schema.type ?? []].flat();
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    if (isAnything(schema)) return 'anything';
    if (schema.oneOf) return this.sample(schema.oneOf[0] ?? {}, path);
    if (schema.properties) {
      const needed = Object.entries(schema.properties).filter(([member]) =>
        [...(schema.required ?? []), ...(NEEDED[name] ?? [])].includes(member),
      );
      return Object.fromEntries(needed.map(([member, its]) => [member, this.sample(its, `${name}.${member}`)]));
    }
    if (type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => this.sample(schema.items ?? {}, path));
    if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
    if (type === 'boolean') return true;
    return textFor(schema, path);
  }

  /** Behind references; `name` is that of the schema referred to. */
  private resolved(schema: Schema, name: string): { readonly schema: Schema; readonly name: string } {
    const $ref = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
    if ($ref === undefined) return { schema, name };
    const referred = $ref.slice('#/components/schemas/'.length);
    return { schema: this.named(referred), name: referred };
  }

  private named(name: string): Schema {
    const schema = this.schemas[name];
    if (!schema) throw new Error(`OpenAPI has no schema ${name}`);
    return schema;
  }
}

/** A name for the fault, and the value that has it. */
type Wrong = readonly [kind: string, value: unknown];

/** Values whose JSON says what they are. */
const shown = (values: readonly unknown[]): Wrong[] => values.map((value) => [JSON.stringify(value), value]);

const NO_OBJECTS = ['text', 7, true, []];

/** Any JSON value may stand there. */
const isAnything = ({ oneOf }: Schema): boolean => oneOf?.every(({ $ref }) => $ref === undefined) === true;

function textFor({ format, pattern, minLength = 1 }: Schema, path: string): string {
  if (format === 'uuid') return `${SAMPLE_ID}1`;
  if (format === 'date') return SAMPLE_DAY;
  if (format === 'date-time') return SAMPLE_INSTANT;
  if (pattern === '^[0-9a-f]{64}$') return 'a'.repeat(64);
  if (pattern !== undefined) throw new Error(`${path}: no sample is known for ${pattern}`);
  return 'Words '.padEnd(minLength, 'x');
}

const NOT_JSON: readonly Wrong[] = [
  ['half a surrogate pair', '\ud800'],
  ['half a surrogate pair inside', { a: ['\udfff'] }],
  ['half a surrogate pair in a name', { '\ud800': 1 }],
  ['1e400', new Literal('1e400')],
];

const UNSHOWABLE: readonly Wrong[] = [
  ['nothing', ''],
  ['blank', ' \t\n'],
  ['half a surrogate pair', 'a\ud800b'],
  ['the other half of a surrogate pair', 'a\udc00b'],
  ['NUL', 'a\u0000b'],
  ['a control character', 'a\u001bb'],
  ['a direction override', 'a\u202eb'],
];

const NO_DAYS = ['2025-02-30', '2025-13-01', '0000-01-01', '2025-3-1', SAMPLE_INSTANT];
const NO_INSTANTS = [
  '2025-02-30T09:00:00Z',
  '2025-03-01T24:00:00Z',
  '2025-03-01T09:00:00+05:00',
  '2025-03-01T09:00:00',
  '2025-03-01T09:00:00.0001Z',
  SAMPLE_DAY,
];

function scalarFaults(schema: Schema): Wrong[] {
  const [type] = [schema.type ?? []].flat();
  if (type === 'boolean') return shown(['true', 1, [], {}]);
  if (type === 'integer') return integerFaults(schema);
  if (schema.enum) return shown(['NONE_OF_THESE', '', ' ', 7, [], {}, 'constructor', `${String(schema.enum[0])} `]);
  return textFaults(schema);
}

function integerFaults({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Schema): Wrong[] {
  const literals = ['1e400', '-1e400', '-0', '1.5', '9007199254740993', '1e21', '5e-324'].map((json): Wrong => [json, new Literal(json)]);
  const beyond = [...(maximum < Number.MAX_SAFE_INTEGER ? [maximum + 1] : []), minimum - 1];
  return [...literals, ...shown([...beyond, String(minimum), true, [], {}])];
}

function textFaults(schema: Schema): Wrong[] {
  const { format, pattern, minLength = 1, maxLength, example } = schema;
  const faults: Wrong[] = [...shown([7, true, [], {}, ['text']]), ...UNSHOWABLE];
  if (maxLength !== undefined) faults.push(['too long', 'x'.repeat(maxLength + 1)]);
  if (minLength > 1) faults.push(['too short', 'x'.repeat(minLength - 1)]);
  if (pattern !== undefined) faults.push(['a letter too many', `${typeof example === 'string' ? example : textFor(schema, '')}xyzw`]);
  if (format === 'uuid') faults.push(...shown([`${SAMPLE_ID}a`.toUpperCase(), '00000000-0000-0000-0000-000000000000']));
  if (format === 'date') faults.push(...shown(NO_DAYS));
  if (format === 'date-time') faults.push(...shown(NO_INSTANTS));
  return faults;
}

const pointerOf = (place: readonly (string | number)[]): string =>
  place.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
