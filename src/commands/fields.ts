import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AMOUNT_MINOR, COUNTRY, CURRENCY, E_ID, E_ID_LENGTH_MAX, LANGUAGE, MARK } from '../kernel/fields';
import { TEXT_LENGTH_MAX } from '../kernel/limits';
import { PUBLIC_KEY, SIGNATURE } from '../kernel/signature';
import { UUID } from '../kernel/uuid';

/*
 * The vocabulary in which commands are written: each word validates (class-validator) and describes (OpenAPI) at once,
 * so that the two cannot disagree. The words for stored events are in `kernel/fields.ts`.
 */

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;

/** A decorator that compiles only on a property of exactly type `T`: a wrong `@Text(200) quantity!: number` is found by the compiler. */
type FieldOf<T> = <Target, Key extends keyof Target>(target: Target, key: Same<Target[Key], T> extends true ? Key : never) => void;

interface Presence {
  readonly optional?: true;
}
interface Range extends Presence {
  readonly min?: number;
  readonly max?: number;
}
interface Items extends Presence {
  readonly minItems?: number;
}
type Maybe<T, O> = O extends { readonly optional: true } ? T | undefined : T;

/**
 * Text that can be hashed and shown as it is: no half of a surrogate pair, which has no UTF-8 form; no control characters beside tab and line
 * ends; no direction overrides, by which a reader sees another order of words than the one that is hashed (isolates and marks are fine).
 */
const UNSHOWABLE = /\p{Surrogate}|(?![\t\n\r])\p{Cc}|[\u202d\u202e]/u;

/** Counts UTF-16 code units, as the stored schema does; class-validator's own `Length` leaves variation selectors out. */
const IsText = (maxLength: number, pattern?: RegExp): PropertyDecorator =>
  ValidateBy({
    name: 'isText',
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        value.trim() !== '' &&
        value.length <= maxLength &&
        !UNSHOWABLE.test(value) &&
        (pattern?.test(value) ?? true),
      defaultMessage: () =>
        pattern
          ? `must match ${pattern.source}`
          : `must be text of 1 to ${maxLength} characters, not blank, without control characters and direction overrides`,
    },
  });

/** Also for a part whose words stand in the object itself: `errors` then points at the member, not at the whole. */
export interface Fault {
  /** JSON Pointer below the part that says so. */
  readonly pointer: string;
  readonly detail: string;
}

/** A command or part whose members must also fit together; asked only when each of them is valid by itself. */
export interface Checked {
  faults(): readonly Fault[];
}

function field<T>(validators: PropertyDecorator[], schema: ApiPropertyOptions, options?: Presence): FieldOf<T> {
  const presence = options?.optional ? [ValidateIf((_, value) => value !== undefined)] : [];
  return applyDecorators(
    ...presence,
    ...validators,
    ApiProperty({ ...schema, required: !options?.optional } as ApiPropertyOptions),
  ) as FieldOf<T>;
}

const described = (description?: string) => (description === undefined ? {} : { description });

/** A reference to a record or a person, in the one spelling of RFC 9562: lower case. */
export const Id = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [Matches(UUID, { message: 'must be a UUID in lower case' })],
    { type: String, format: 'uuid', pattern: UUID.source, ...described(description) },
    options,
  );

export const Text = <const O extends Presence = Presence>(
  maxLength: number,
  description?: string,
  options?: O,
): FieldOf<Maybe<string, O>> => field([IsText(maxLength)], { type: String, minLength: 1, maxLength, ...described(description) }, options);

/** A text that is hashed, cleared and shown, as one sends it; `textOf` makes the stored form of it. */
export class TextPart {
  @Language('Language of the body, BCP 47') lang!: string;
  @Text(TEXT_LENGTH_MAX, 'The words themselves; NFC, line ends and trailing blanks are made canonical before they are hashed')
  body!: string;
}
export const WrittenText = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<TextPart, O>> =>
  Part(TextPart, description, options);

/** A function declaration, because `TextPart` above needs it while this module is still being evaluated. */
export function Language<const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> {
  return field([IsText(11, LANGUAGE)], { type: String, pattern: LANGUAGE.source, ...described(description), example: 'ps' }, options);
}

export const Country = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field([IsText(2, COUNTRY)], { type: String, pattern: COUNTRY.source, ...described(description), example: 'AF' }, options);

/** Minor units of a currency, as decimal digits. */
export const AmountMinor = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field([IsText(18, AMOUNT_MINOR)], { type: String, pattern: AMOUNT_MINOR.source, ...described(description), example: '500000' }, options);

export const Currency = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field([IsText(3, CURRENCY)], { type: String, pattern: CURRENCY.source, ...described(description), example: 'PKR' }, options);

/** The name of a clause in all revisions of its text. */
export const EId = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [IsText(E_ID_LENGTH_MAX, E_ID)],
    { type: String, pattern: E_ID.source, maxLength: E_ID_LENGTH_MAX, ...described(description), example: 'art_3__para_1' },
    options,
  );

/** The initials by which a text on the table names a party. */
export const Mark = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field([IsText(8, MARK)], { type: String, pattern: MARK.source, ...described(description), example: 'Kabul' }, options);

/** Languages that somebody speaks. */
export const Languages = (maxItems: number, description?: string): FieldOf<string[]> =>
  field(
    [
      IsArray({ message: 'must be a list' }),
      ArrayMaxSize(maxItems),
      Matches(LANGUAGE, { each: true, message: `each must match ${LANGUAGE.source}` }),
    ],
    {
      type: String,
      isArray: true,
      minItems: 0,
      maxItems,
      items: { type: 'string', pattern: LANGUAGE.source, example: 'ps' },
      ...described(description),
    },
  );

export const TextHash = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [Matches(/^[0-9a-f]{64}$/, { message: 'must be a SHA-256 hash: 64 lower-case hex digits' })],
    { type: String, pattern: '^[0-9a-f]{64}$', ...described(description) },
    options,
  );

/** The public half of an Ed25519 key. */
export const PublicKey = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [Matches(PUBLIC_KEY, { message: 'must be an Ed25519 public key: its 32 bytes in base64url without padding' })],
    { type: String, pattern: PUBLIC_KEY.source, ...described(description) },
    options,
  );

/** An Ed25519 signature. */
export const Signature = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [Matches(SIGNATURE, { message: 'must be an Ed25519 signature: its 64 bytes in base64url without padding' })],
    { type: String, pattern: SIGNATURE.source, ...described(description) },
    options,
  );

/** `@OneOf({ Topic })`: the name is that of the enumeration in OpenAPI. */
export function OneOf<W extends string, const O extends Presence = Presence>(
  named: Record<string, { readonly options: readonly W[] }>,
  description?: string,
  options?: O,
): FieldOf<Maybe<W, O>> {
  const { enumName, words } = enumOf(named);
  return field(
    [IsIn(words, { message: `must be one of ${words.join(', ')}` })],
    { enum: words, enumName, ...described(description) },
    options,
  );
}

/** Several words of a closed set, each at most once. */
export function SomeOf<W extends string, const O extends Items = Items>(
  named: Record<string, { readonly options: readonly W[] }>,
  description?: string,
  options?: O,
): FieldOf<Maybe<W[], O>> {
  const { enumName, words } = enumOf(named);
  const minItems = options?.minItems ?? 0;
  return field(
    [
      IsArray({ message: 'must be a list' }),
      ...(minItems > 0 ? [ArrayMinSize(minItems)] : []),
      ArrayMaxSize(words.length),
      ArrayUnique({ message: 'must not say a word twice' }),
      IsIn(words, { each: true, message: `each must be one of ${words.join(', ')}` }),
    ],
    {
      isArray: true,
      enum: words,
      enumName,
      uniqueItems: true,
      ...(minItems > 0 && { minItems }),
      maxItems: words.length,
      ...described(description),
    },
    options,
  );
}

function enumOf<W extends string>(named: Record<string, { readonly options: readonly W[] }>): { enumName: string; words: W[] } {
  const [first] = Object.entries(named);
  if (!first) throw new Error('an enumeration needs its name: @OneOf({ Topic })');
  return { enumName: first[0], words: [...first[1].options] };
}

/** Minus nought is no count: it would be stored as nought, and be another value until it is read back. */
const IsWhole = ValidateBy({
  name: 'isWhole',
  validator: { validate: (value) => Number.isInteger(value) && !Object.is(value, -0), defaultMessage: () => 'must be a whole number' },
});

export const Count = <const O extends Range = Range>(description?: string, options?: O): FieldOf<Maybe<number, O>> => {
  const { min = 0, max = Number.MAX_SAFE_INTEGER }: Range = options ?? {};
  return field([IsWhole, Min(min), Max(max)], { type: 'integer', minimum: min, maximum: max, ...described(description) }, options);
};

/** Minus nought is no place of its own; it would be stored as nought. */
const IsDegrees = ValidateBy({
  name: 'isDegrees',
  validator: { validate: (value) => Number.isFinite(value) && !Object.is(value, -0), defaultMessage: () => 'must be a number of degrees' },
});

/** Degrees of latitude (90) or longitude (180), WGS 84. */
export const Degrees = <const O extends Presence = Presence>(max: 90 | 180, description?: string, options?: O): FieldOf<Maybe<number, O>> =>
  field([IsDegrees, Min(-max), Max(max)], { type: Number, minimum: -max, maximum: max, ...described(description) }, options);

export const Flag = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<boolean, O>> =>
  field([IsBoolean({ message: 'must be true or false' })], { type: Boolean, ...described(description) }, options);

const IsMoment = (name: string, format: RegExp, message: string): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value) => typeof value === 'string' && format.test(value) && existsInCalendar(value),
      defaultMessage: () => message,
    },
  });
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `Date` rolls 30 February over into March; what comes back different never existed. */
function existsInCalendar(moment: string): boolean {
  const read = new Date(moment);
  return (
    !Number.isNaN(read.getTime()) && !moment.startsWith('0000') && read.toISOString().slice(0, 19) === `${moment}T00:00:00`.slice(0, 19)
  );
}

/** A moment in UTC, to the millisecond at most: a deadline or a validity. */
export const Instant = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [IsMoment('isInstant', INSTANT, 'must be an instant in UTC that exists, such as 2025-03-01T09:00:00Z')],
    { type: String, format: 'date-time', ...described(description) },
    options,
  );

/** A calendar day without a zone. */
export const Day = <const O extends Presence = Presence>(description?: string, options?: O): FieldOf<Maybe<string, O>> =>
  field(
    [IsMoment('isDay', DAY, 'must be a day that exists, such as 2025-03-01')],
    { type: String, format: 'date', ...described(description) },
    options,
  );

export const IdList = <const O extends Items = Items>(maxItems: number, description?: string, options?: O): FieldOf<Maybe<string[], O>> =>
  field(
    [
      IsArray({ message: 'must be a list' }),
      ArrayMinSize(options?.minItems ?? 0),
      ArrayMaxSize(maxItems),
      Matches(UUID, { each: true, message: 'each must be a UUID in lower case' }),
    ],
    {
      type: String,
      isArray: true,
      minItems: options?.minItems ?? 0,
      maxItems,
      items: { type: 'string', format: 'uuid', pattern: UUID.source },
      ...described(description),
    },
    options,
  );

/** Texts of their own, such as questions. */
export const TextList = <const O extends Items = Items>(
  maxItems: number,
  maxLength: number,
  description?: string,
  options?: O,
): FieldOf<Maybe<string[], O>> =>
  field(
    [
      IsArray({ message: 'must be a list' }),
      ArrayMinSize(options?.minItems ?? 0),
      ArrayMaxSize(maxItems),
      ValidateBy(
        {
          name: 'areTexts',
          validator: {
            validate: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= maxLength && !UNSHOWABLE.test(value),
            defaultMessage: () => `each must be text of 1 to ${maxLength} characters`,
          },
        },
        { each: true },
      ),
    ],
    {
      type: String,
      isArray: true,
      minItems: options?.minItems ?? 0,
      maxItems,
      items: { type: 'string', minLength: 1, maxLength },
      ...described(description),
    },
    options,
  );

type PartClass<T extends object> = new () => T;

export const Part = <T extends object, const O extends Presence = Presence>(
  part: PartClass<T>,
  description?: string,
  options?: O,
): FieldOf<Maybe<T, O>> =>
  field(
    [IsObject({ message: 'must be an object' }), ValidateNested(), Type(() => part)],
    { type: part, ...described(description) },
    options,
  );

/** Name of the check by which a list is told that something in it is no object; which one, the nested validation says. */
export const ARE_OBJECTS = 'areObjects';

/** A list in a list would pass the nested validation. */
const AreObjects = ValidateBy(
  {
    name: ARE_OBJECTS,
    validator: {
      validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      defaultMessage: () => 'each must be an object',
    },
  },
  { each: true },
);

export const Parts = <T extends object, const O extends Items = Items>(
  part: PartClass<T>,
  maxItems: number,
  description?: string,
  options?: O,
): FieldOf<Maybe<T[], O>> =>
  field(
    [
      IsArray({ message: 'must be a list' }),
      ArrayMinSize(options?.minItems ?? 0),
      ArrayMaxSize(maxItems),
      AreObjects,
      ValidateNested({ each: true }),
      Type(() => part),
    ],
    { type: part, isArray: true, minItems: options?.minItems ?? 0, maxItems, ...described(description) },
    options,
  );

/** Stands for a choice whose `kind` names none of them, so that the error points at `kind`. */
export class Unchosen {
  kind?: unknown;
}

/** One of several shapes, told apart by their `kind`: `@Choice({ FIXED: FixedDue, CONTINUOUS: ContinuousDue })`. */
export function Choice<T extends object>(shapes: Readonly<Record<string, PartClass<T>>>, description?: string): FieldOf<T> {
  const kinds = Object.keys(shapes);
  class NoneOfThese extends Unchosen {}
  IsIn(kinds, { message: `must be one of ${kinds.join(', ')}` })(NoneOfThese.prototype, 'kind');
  const shapeOf = (value: unknown): PartClass<object> => {
    const kind = typeof value === 'object' && value !== null ? (value as Unchosen).kind : undefined;
    return (typeof kind === 'string' && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined) ?? NoneOfThese;
  };
  // OpenAPI looks for further schemas at the class, not at its members.
  const shapesOf = (target: object): void => {
    ApiExtraModels(...Object.values(shapes))(target.constructor);
  };
  return applyDecorators(
    shapesOf,
    field(
      [
        IsObject({ message: 'must be an object' }),
        ValidateNested(),
        Type((help) => shapeOf((help?.object as Record<string, unknown> | undefined)?.[help?.property ?? ''])),
      ],
      { oneOf: Object.values(shapes).map((shape) => ({ $ref: getSchemaPath(shape) })), ...described(description) },
    ) as PropertyDecorator,
  ) as FieldOf<T>;
}

/** The `kind` of one shape of a choice. */
export const Kind = <W extends string>(word: W): FieldOf<W> => field([IsIn([word])], { enum: [word] });

/** A field that may say `null`: asked, and known to have no value. */
export function OrNull<T>(decorator: FieldOf<T>): FieldOf<T | null> {
  return applyDecorators(
    ValidateIf((_, value) => value !== null),
    decorator as unknown as PropertyDecorator,
    ApiProperty({ nullable: true }),
  ) as FieldOf<T | null>;
}
