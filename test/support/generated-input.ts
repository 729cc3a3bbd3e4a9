import { PUBLIC_KEY, SIGNATURE } from '../../src/kernel/signature';

/* Bodies made from the OpenAPI document: one that fits, and many with exactly one fault each. */

export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** A reference that may also be null. */
  readonly anyOf?: readonly Schema[];
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
  /** Which of several values with this kind of fault; the kind itself where there is but one. */
  readonly specimen: string;
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
  'ProposeCbm.recipientEnd': { partyId: '5a3d1e00-0000-4000-8000-000000000001', kind: 'COMMUNITY', country: 'AF' },
  'RegisterAgreement.stage': 'CEA',
  'RegisterAgreement.subStage': 'CEAS',
  'AdoptAgreement.parties': ['5a3d1e00-0000-4000-8000-000000000001', '5a3d1e00-0000-4000-8000-000000000002'],
  'ProposeCorrection.new': 'Words in their place',
  'ExpressConsent.how': 'RATIFICATION',
  'DecideReview.decision': 'DECLINED',
  'DecideReview.reason': 'Reserved to the federation',
  'ConcludePhase.outcome': 'ABORTED',
  'ConcludePhase.reason': 'No visas were given',
  'PhaseCriterion.met': false,
  'IssueCredentials.validUntil': '2025-06-01T09:00:00Z',
};
/** Of an agreement that says which of its languages prevails. */
const BOTH_LANGUAGES = [
  { lang: 'ps', body: 'دروازه د ناروغانو لپاره خلاصه ده.' },
  { lang: 'en', body: 'The gate is open to patients.' },
];
/** The same where all is said that may be said: some optional members stand only beside certain others. */
const FULL_SAMPLES: Readonly<Record<string, unknown>> = {
  'DraftAgreement.texts': BOTH_LANGUAGES,
  'RedraftAgreement.texts': BOTH_LANGUAGES,
  'OccurrencePart.precision': 'RANGE',
  'OccurrencePart.to': '2025-03-02',
  'RectifyRecord.effective': 'FROM_DATE',
  'DraftMandate.validUntil': '2025-06-01T09:00:00Z',
  'AmendMandate.validUntil': '2025-06-01T09:00:00Z',
};
/** As what somebody goes: seniority is asked of officials only. */
const SEATS: readonly Shape[] = [
  { says: { category: 'TRIBAL_ELDER' }, without: ['senior'] },
  { says: { category: 'KEY_STAKEHOLDER' }, without: ['senior'] },
  { says: { category: 'GOVERNMENT_OFFICIAL' }, without: [] },
];
/** Shapes of which OpenAPI does not tell: what each says, and which members have no place beside that. */
const SHAPES: Readonly<Record<string, readonly Shape[]>> = {
  DecideReview: [
    {
      says: { decision: 'DECLINED' },
      without: ['textHash', 'purpose', 'conditions', 'validFrom', 'validUntil', 'authorityId', 'comments'],
    },
    {
      says: { decision: 'RETURNED_FOR_REVISION' },
      without: ['textHash', 'purpose', 'conditions', 'validFrom', 'validUntil', 'authorityId', 'reason', 'redLineIds'],
    },
    {
      says: { decision: 'APPROVED_WITH_CONDITIONS', validUntil: '2026-03-01T09:00:00Z' },
      without: ['comments', 'reason', 'redLineIds'],
    },
    { says: { decision: 'APPROVED', validUntil: '2026-03-01T09:00:00Z' }, without: ['conditions', 'comments', 'reason', 'redLineIds'] },
  ],
  ExpressConsent: [
    { says: { how: 'RATIFICATION' }, without: [] },
    { says: { how: 'SIGNATURE' }, without: ['clearanceId'] },
  ],
  Delegate: SEATS,
  AppointDelegate: SEATS,
  DepositItem: [
    { says: { kind: 'MONEY' }, without: ['quantity'] },
    { says: { kind: 'ARMS' }, without: ['money'] },
  ],
  JirgaBasis: [
    { says: { kind: 'CUSTOMARY' }, without: [] },
    { says: { kind: 'LEGAL' }, without: ['narkhOf'] },
  ],
  WrittenSegment: [
    { says: { state: 'CLEAN' }, without: ['by', 'alternatives'] },
    { says: { state: 'BRACKETED' }, without: ['alternatives'] },
    { says: { state: 'ALTERNATIVES' }, without: ['text', 'by'] },
  ],
  BracketText: [
    { says: {}, without: ['part'] },
    { says: {}, without: ['words'] },
  ],
  ResolveBracket: [
    { says: { how: 'ACCEPTED' }, without: ['text'] },
    { says: { how: 'REWORDED' }, without: ['alternative'] },
    { says: { how: 'DELETED' }, without: ['text', 'alternative'] },
  ],
};
interface Shape {
  readonly says: Readonly<Record<string, unknown>>;
  readonly without: readonly string[];
}
/** Members that OpenAPI leaves open, but which the sample above needs. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  DecideReview: ['reason'],
  ExpressConsent: ['clearanceId'],
  DepositItem: ['money'],
  JirgaBasis: ['narkhOf'],
  OpenPhase: ['clearanceId'],
  ConcludePhase: ['reason'],
  WrittenSegment: ['text'],
  BracketText: ['part'],
};

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
  readonly specimen?: string;
  readonly place: readonly (string | number)[];
  readonly value: unknown;
}

/** How much a body says. */
interface Manner {
  /** Optional members too, and an item in every list; else only what must be there. */
  readonly full: boolean;
  /** Which of several shapes is taken; where there are fewer, it goes round. */
  readonly shape: number;
}
const SPARE: Manner = { full: false, shape: 0 };

/** Makes bodies for one OpenAPI document. */
export class GeneratedInput {
  constructor(private readonly schemas: Schemas) {}

  /** Bodies of this schema with which nothing is wrong: one with what it must have, one with all it may have, the same in every other shape. */
  fitting(name: string): string[] {
    const schema = this.named(name);
    const full = Array.from({ length: this.shapesIn(schema, name) }, (_, shape): Manner => ({ full: true, shape }));
    return [SPARE, ...full].map((manner) => jsonOf(this.sample(schema, name, manner)));
  }

  /** Every member of it, at every depth, with every kind of fault, each in a body of its own. */
  faulty(name: string): Fault[] {
    const faults = [...this.spoiledObject(this.named(name), name)];
    return faults.map(({ kind, specimen = kind, place, value }) => ({ kind, specimen, pointer: pointerOf(place), json: jsonOf(value) }));
  }

  /** The most shapes that anything in it can have. */
  private shapesIn(property: Schema, path: string): number {
    const { schema, name } = this.resolved(property, path);
    const choice = isAnything(schema) ? [] : (schema.oneOf ?? []);
    const within = [...choice, ...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
    return Math.max(1, choice.length, SHAPES[name]?.length ?? 0, ...within.map((it) => this.shapesIn(it, name)));
  }

  private *spoiledObject(schema: Schema, name: string, without: readonly string[] = []): Generator<Spoiled> {
    const sample = this.sample(schema, name) as Readonly<Record<string, unknown>>;
    yield { kind: 'a member nobody knows', place: ['nobodyKnowsThis'], value: { ...sample, nobodyKnowsThis: 1 } };
    for (const [member, property] of Object.entries(schema.properties ?? {})) {
      if (schema.required?.includes(member)) yield { kind: 'missing', place: [member], value: { ...sample, [member]: undefined } };
      if (without.includes(member)) continue;
      for (const it of this.spoiled(property, `${name}.${member}`))
        yield { ...it, place: [member, ...it.place], value: { ...sample, [member]: it.value } };
    }
  }

  private *spoiled(property: Schema, path: string): Generator<Spoiled> {
    const { schema, name } = this.resolved(property, path);
    const types = [schema.type ?? []].flat();
    const here = (values: readonly Wrong[]): Spoiled[] => values.map((wrong) => ({ ...wrong, place: [] }));
    if (isAnything(schema)) return yield* here(NOT_JSON);
    if (!types.includes('null')) yield* here(wrong('null', null));
    yield* here(wrong('not of its form', ...(WRONG[path] ?? [])));
    if (schema.oneOf) yield* this.spoiledChoice(schema.oneOf);
    else if (schema.properties) {
      yield* here(NO_OBJECTS);
      yield* this.spoiledObject(schema, name);
    } else if (types.includes('array')) yield* this.spoiledList(schema, path);
    else yield* here(scalarFaults(schema));
  }

  private *spoiledChoice(shapes: readonly Schema[]): Generator<Spoiled> {
    for (const it of NO_OBJECTS) yield { ...it, place: [] };
    for (const shape of shapes) {
      const { schema, name } = this.resolved(shape, '');
      for (const it of this.spoiledObject(schema, name, ['kind'])) yield { ...it, kind: `${name}: ${it.kind}` };
      for (const it of wrong(`${name}: none of its kinds`, null, 7, 'NONE_OF_THESE', 'constructor'))
        yield { ...it, place: ['kind'], value: { ...(this.sample(schema, name) as object), kind: it.value } };
    }
  }

  /** Of single words and ids the answer names the list, of objects in a list the member. */
  private *spoiledList({ minItems = 0, maxItems, uniqueItems, items = {} }: Schema, path: string): Generator<Spoiled> {
    const sample = this.sample(items, path);
    const item = this.resolved(items, path);
    const lists: Wrong[] = wrong('no list', 'text', 7, {}, true);
    if (minItems > 0) lists.push({ kind: 'too few', value: [] });
    if (maxItems !== undefined) lists.push({ kind: 'too many', value: Array.from({ length: maxItems + 1 }, () => sample) });
    if (uniqueItems === true) lists.push({ kind: 'one twice', value: [sample, sample] });
    const singles = [...wrong('null', null), ...(item.schema.properties ? NO_OBJECTS : scalarFaults(item.schema))];
    for (const it of lists) yield { ...it, place: [] };
    for (const { kind, value, ...it } of singles)
      yield { ...it, kind: `${kind} in a list`, place: item.schema.properties && !Array.isArray(value) ? [0] : [], value: [value] };
    if (item.schema.properties)
      for (const it of this.spoiledObject(item.schema, item.name)) yield { ...it, place: [0, ...it.place], value: [it.value] };
  }

  private sample(property: Schema, path: string, manner = SPARE): unknown {
    if (manner.full && path in FULL_SAMPLES) return FULL_SAMPLES[path];
    if (path in SAMPLES) return SAMPLES[path];
    const { schema, name } = this.resolved(property, path);
    const [type] = [schema.type ?? []].flat();
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    if (isAnything(schema)) return 'anything';
    if (schema.oneOf) return this.sample(schema.oneOf[manner.shape % schema.oneOf.length] ?? {}, path, manner);
    if (schema.properties) return manner.full ? this.full(schema.properties, name, manner) : this.spare(schema, name);
    if (type === 'array') {
      const length = Math.max(schema.minItems ?? 0, manner.full ? 1 : 0);
      return Array.from({ length }, () => this.sample(schema.items ?? {}, path, manner));
    }
    if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
    if (type === 'boolean') return true;
    return textFor(schema, path);
  }

  private spare({ properties = {}, required = [] }: Schema, name: string): object {
    const needed = [...required, ...(NEEDED[name] ?? [])];
    const said = Object.entries(properties).filter(([member]) => needed.includes(member));
    return Object.fromEntries(said.map(([member, its]) => [member, this.sample(its, `${name}.${member}`)]));
  }

  private full(properties: Readonly<Record<string, Schema>>, name: string, manner: Manner): object {
    const shapes = SHAPES[name] ?? [];
    const { says, without } = shapes[manner.shape % shapes.length] ?? { says: {}, without: [] };
    const said = Object.entries(properties).filter(([member]) => !without.includes(member));
    return Object.fromEntries(said.map(([member, its]) => [member, says[member] ?? this.sample(its, `${name}.${member}`, manner)]));
  }

  /** Behind references; `name` is that of the schema referred to. */
  private resolved(schema: Schema, name: string): { readonly schema: Schema; readonly name: string } {
    const orNull = schema.anyOf?.some(({ type }) => type === 'null') === true;
    const [only] = schema.allOf?.length === 1 ? schema.allOf : (schema.anyOf ?? []);
    const $ref = schema.$ref ?? only?.$ref;
    if ($ref === undefined) return { schema, name };
    const referred = $ref.slice('#/components/schemas/'.length);
    return { schema: { ...this.named(referred), ...(orNull && { type: ['object', 'null'] }) }, name: referred };
  }

  private named(name: string): Schema {
    const schema = this.schemas[name];
    if (!schema) throw new Error(`OpenAPI has no schema ${name}`);
    return schema;
  }
}

/** A value that has a fault of this kind. */
interface Wrong {
  readonly kind: string;
  readonly specimen?: string;
  readonly value: unknown;
}

/** Values whose JSON says what they are. */
const wrong = (kind: string, ...values: readonly unknown[]): Wrong[] =>
  values.map((value) => ({ kind, specimen: JSON.stringify(value), value }));

const NO_OBJECTS = wrong('no object', 'text', 7, true, []);

/** Any JSON value may stand there. */
const isAnything = ({ oneOf }: Schema): boolean => oneOf?.every(({ $ref }) => $ref === undefined) === true;

function textFor({ format, pattern, minLength = 1 }: Schema, path: string): string {
  if (format === 'uuid') return `${SAMPLE_ID}1`;
  if (format === 'date') return SAMPLE_DAY;
  if (format === 'date-time') return SAMPLE_INSTANT;
  if (pattern === '^[0-9a-f]{64}$') return 'a'.repeat(64);
  if (pattern === PUBLIC_KEY.source) return 'A'.repeat(43);
  if (pattern === SIGNATURE.source) return 'A'.repeat(86);
  if (pattern !== undefined) throw new Error(`${path}: no sample is known for ${pattern}`);
  return 'Words '.padEnd(minLength, 'x');
}

const NOT_JSON: readonly Wrong[] = [
  ...wrong('half a surrogate pair', '\ud800', { a: ['\udfff'] }, { '\ud800': 1 }),
  { kind: 'no number of JSON', value: new Literal('1e400') },
];

const UNSHOWABLE = wrong('not to be shown', 'a\ud800b', 'a\udc00b', 'a\u0000b', 'a\u001bb', 'a\u202eb');

const NO_DAYS = wrong('no day', '2025-02-30', '2025-13-01', '0000-01-01', '2025-3-1', SAMPLE_INSTANT);
const NO_INSTANTS = wrong(
  'no instant',
  '2025-02-30T09:00:00Z',
  '2025-03-01T24:00:00Z',
  '2025-03-01T09:00:00+05:00',
  '2025-03-01T09:00:00',
  '2025-03-01T09:00:00.0001Z',
  SAMPLE_DAY,
);

function scalarFaults(schema: Schema): Wrong[] {
  const [type] = [schema.type ?? []].flat();
  if (type === 'boolean') return wrong('not its type', 'true', 1, [], {});
  if (type === 'integer') return integerFaults(schema);
  if (type === 'number') return numberFaults(schema);
  if (!schema.enum) return textFaults(schema);
  const almost = ['NONE_OF_THESE', '', ' ', 'constructor', `${String(schema.enum[0])} `];
  return [...wrong('not its type', 7, [], {}), ...wrong('none of its words', ...almost)];
}

function integerFaults({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Schema): Wrong[] {
  const literals = ['1e400', '-1e400', '-0', '1.5', '9007199254740993', '1e21', '5e-324'];
  return [
    ...literals.map((json): Wrong => ({ kind: 'no whole number', specimen: json, value: new Literal(json) })),
    ...(maximum < Number.MAX_SAFE_INTEGER ? wrong('too great', maximum + 1) : []),
    ...wrong('too small', minimum - 1),
    ...wrong('not its type', String(minimum), true, [], {}),
  ];
}

function numberFaults({ minimum = 0, maximum = 0 }: Schema): Wrong[] {
  return [
    ...['1e400', '-0'].map((json): Wrong => ({ kind: 'no number', specimen: json, value: new Literal(json) })),
    ...wrong('too great', maximum + 0.001),
    ...wrong('too small', minimum - 0.001),
    ...wrong('not its type', String(minimum), true, [], {}),
  ];
}

function textFaults(schema: Schema): Wrong[] {
  const { format, pattern, minLength = 1, maxLength, example } = schema;
  const faults: Wrong[] = [...wrong('not its type', 7, true, [], {}, ['text']), ...wrong('blank', '', ' \t\n'), ...UNSHOWABLE];
  if (maxLength !== undefined) faults.push({ kind: 'too long', value: 'x'.repeat(maxLength + 1) });
  if (minLength > 1) faults.push({ kind: 'too short', value: 'x'.repeat(minLength - 1) });
  const fitting = typeof example === 'string' ? example : textFor(schema, '');
  if (pattern !== undefined) faults.push(...wrong('a letter too many', `${fitting}xyzw`));
  if (format === 'uuid') faults.push(...wrong('no UUID', `${SAMPLE_ID}a`.toUpperCase(), '00000000-0000-0000-0000-000000000000'));
  if (format === 'date') faults.push(...NO_DAYS);
  if (format === 'date-time') faults.push(...NO_INSTANTS);
  return faults;
}

const pointerOf = (place: readonly (string | number)[]): string =>
  place.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
