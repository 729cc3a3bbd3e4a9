import { z } from 'zod';
import type { Flag } from './envelope';

/** One event as the domain knows it: what happened, in which version of its schema, and its fields. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
  /** Marks that the decision gives to this one event: facts that a rule would not have allowed are accepted, and say so (domain.md 4.2, "F"). */
  readonly flags?: readonly Flag[];
}

/** The event with marks of the decision; the same event where there are none. */
export const flagged = <E extends DomainEvent>(event: E, flags: readonly Flag[]): E => (flags.length === 0 ? event : { ...event, flags });

/**
 * Whether an event reports what happened in the world (accepted and flagged, its time required) or is itself the act (refused where a rule
 * forbids it, its time now by default): domain.md 0.1 and 5, "As-of semantics".
 */
export type Nature = 'ACT' | 'FACT';

/** Every version an event type ever had, oldest first, and the pure step from each to the next. */
export class EventSchema<Data> {
  private constructor(
    readonly nature: Nature,
    readonly versions: readonly z.ZodType[],
    private readonly upcasters: readonly ((data: never) => unknown)[],
    /** Marks that every event of this type bears by itself (domain.md 4.1). */
    readonly flags: readonly Flag[],
  ) {}

  static first<Shape extends z.ZodRawShape>(
    nature: Nature,
    shape: Shape,
    flags: readonly Flag[] = [],
  ): EventSchema<z.infer<z.ZodObject<Shape, z.core.$strict>>> {
    return new EventSchema(nature, [z.strictObject(shape)], [], flags);
  }

  /** The next version. `upcast` must not invent facts: what was not asked then stays absent now. */
  next<Shape extends z.ZodRawShape>(
    shape: Shape,
    upcast: (old: Data) => z.infer<z.ZodObject<Shape, z.core.$strict>>,
  ): EventSchema<z.infer<z.ZodObject<Shape, z.core.$strict>>> {
    return new EventSchema(this.nature, [...this.versions, z.strictObject(shape)], [...this.upcasters, upcast], this.flags);
  }

  get version(): number {
    return this.versions.length;
  }

  /** Names of the fields of a version, in the order of their slots (UTF-16 code units, as JCS sorts). */
  fields(version: number): readonly string[] {
    return Object.keys((this.schemaOf(version) as z.ZodObject).shape).sort();
  }

  /** Stored data of any known version, as the newest one. */
  upcast(version: number, data: unknown): Data {
    this.schemaOf(version);
    return this.upcasters.slice(version - 1).reduce<unknown>((older, step) => step(older as never), data) as Data;
  }

  /** Checks data of the newest version before it is appended for ever; throws a `ZodError` that names every fault. */
  check(data: unknown): Data {
    return this.newest.parse(data) as Data;
  }

  /** Whether data is of the newest version, in all its fields. */
  accepts(data: unknown): boolean {
    return this.newest.safeParse(data).success;
  }

  /** JSON Schema 2020-12 of a version, for those who read the ledger without this program. */
  jsonSchema(version = this.version): object {
    return z.toJSONSchema(this.schemaOf(version));
  }

  private get newest(): z.ZodType {
    return this.schemaOf(this.version);
  }

  private schemaOf(version: number): z.ZodType {
    const schema = this.versions[version - 1];
    if (!schema) throw new UnknownEventError(`schema version ${version}, newest known ${this.version}`);
    return schema;
  }
}

/** First version of the schema of an act. Unknown fields are refused: a typing error must not be kept for ever. */
export const act = <Shape extends z.ZodRawShape>(shape: Shape) => EventSchema.first('ACT', shape);
/** First version of the schema of a fact. */
export const fact = <Shape extends z.ZodRawShape>(shape: Shape, flags: readonly Flag[] = []) => EventSchema.first('FACT', shape, flags);

export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

// `EventSchema` is invariant in its data (it reads and writes them), so only `any` admits every schema here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
type Schemas = Record<string, EventSchema<any>>;
type DataIn<Schema> = Schema extends EventSchema<infer Data> ? Data : never;

/** Refuses surplus fields also where they come in by a spread, which TypeScript alone lets pass. */
type NoMoreThan<Data, D> = { readonly [Surplus in Exclude<keyof D, keyof Data>]: never };

/** One constructor per event: `CbmAgreed({ parties, textHash })`. */
type Constructors<S extends Schemas> = {
  readonly [Type in keyof S & string]: (<D extends DataIn<S[Type]>>(
    data: D & NoMoreThan<DataIn<S[Type]>, D>,
  ) => DomainEvent<Type, DataIn<S[Type]>>) & { readonly type: Type };
};

export interface EventCatalogue<S extends Schemas = Schemas> {
  readonly stream: string;
  readonly schemas: S;
}

export type Events<S extends Schemas> = EventCatalogue<S> & Constructors<S>;

/** The union of all events of a catalogue. */
export type EventOf<C> =
  C extends EventCatalogue<infer S> ? { [T in keyof S & string]: DomainEvent<T, DataIn<S[T]>> }[keyof S & string] : never;

/** The fields of one event: `DataOf<typeof measureEvents, 'CbmAgreed'>`. */
export type DataOf<C, Type extends EventOf<C>['type']> = Extract<EventOf<C>, { type: Type }>['data'];

/** All that can have happened in one kind of stream. Names are stored as they stand here and never change. */
export function defineEvents<const S extends Schemas>(stream: string, schemas: S): Events<S> {
  const constructors = Object.entries(schemas).map(([type, schema]) => {
    const construct = (data: unknown) => ({ type, version: schema.version, data });
    return [type, Object.assign(construct, { type })] as const;
  });
  return { stream, schemas, ...Object.fromEntries(constructors) } as unknown as Events<S>;
}
