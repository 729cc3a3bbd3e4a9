/* What a ledger says of itself at `/openapi.json`, as far as somebody at a terminal needs it. */

/** A JSON Schema, as far as the reference uses them. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
}
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A command of a collection, as one gives it at a terminal. */
export interface CommandSeen {
  /** `schedule` */
  readonly name: string;
  /** `/v1/contacts/{id}/cancel` */
  readonly path: string;
  /** Whether the path names a record. */
  readonly takesId: boolean;
  /** Whether it opens a record. */
  readonly opens: boolean;
  readonly summary: string;
  readonly description: string;
  readonly body: Schema;
}

/** A kind of record. */
export interface CollectionSeen {
  /** `federal-reviews` */
  readonly name: string;
  /** `federalReview` */
  readonly kind: string;
  /** There is one record of it only, and no id in its routes. */
  readonly single: boolean;
  readonly commands: readonly CommandSeen[];
}

export interface BoardSeen {
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly description: string }[];
}

/** What a `$ref`, or an `allOf` that only adds a description, stands for. */
export interface Resolved extends Schema {
  /** Name of the schema, where it has one. */
  readonly named?: string;
  /** Whether `null` may stand in its place. */
  readonly orNull?: boolean;
}

/** Looks things up in the reference of one ledger. */
export class Reference {
  readonly collections: readonly CollectionSeen[];
  readonly boards: readonly BoardSeen[];

  constructor(private readonly document: OpenApi) {
    const reads = Object.entries(document.paths).flatMap(([path, { get }]) => {
      const [, name, id] = /^\/v1\/([\w-]+)(\/\{id\})?$/.exec(path) ?? [];
      const kind = /^read-(\w+)$/.exec(get?.operationId ?? '')?.[1];
      return name !== undefined && kind !== undefined ? [{ name, kind, single: id === undefined }] : [];
    });
    this.collections = reads.map((read) => ({ ...read, commands: this.commandsOf(read.name, read.kind) }));
    this.boards = Object.entries(document.paths).flatMap(([path, { get }]) => {
      const name = /^\/v1\/boards\/([\w-]+)$/.exec(path)?.[1];
      if (name === undefined || !get) return [];
      const parameters = (get.parameters ?? []).filter((it) => it.in === 'query');
      return [
        { name, summary: get.summary ?? '', parameters: parameters.map((it) => ({ name: it.name, description: it.description ?? '' })) },
      ];
    });
  }

  private commandsOf(collection: string, kind: string): CommandSeen[] {
    return Object.entries(this.document.paths).flatMap(([path, { post }]) => {
      const [, owner, id, route = ''] = /^\/v1\/([\w-]+)(\/\{id\})?(?:\/([\w-]+))?$/.exec(path) ?? [];
      const command = new RegExp(`^${kind}-(\\w+)$`).exec(post?.operationId ?? '')?.[1];
      if (owner !== collection || command === undefined || !post) return [];
      return [
        {
          name: route === '' ? withoutKind(command, kind) : route,
          path,
          takesId: id !== undefined,
          opens: (post.description ?? '').startsWith('Opens '),
          summary: post.summary ?? '',
          description: post.description ?? '',
          body: post.requestBody?.content['application/json']?.schema ?? {},
        },
      ];
    });
  }

  resolve(schema: Schema, described?: string): Resolved {
    const description = described ?? schema.description;
    const said = description === undefined ? {} : { description };
    if (schema.$ref !== undefined) {
      const named = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
      return { ...this.resolve(this.document.components.schemas[named] ?? {}, description), named };
    }
    const [only, ...more] = schema.allOf ?? [];
    if (only && more.length === 0) return { ...this.resolve(only, description), ...said };
    const choices = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
    if (choices.length === 1 && choices[0]) return { ...this.resolve(choices[0], description), ...said, orNull: true };
    if (Array.isArray(schema.type) && schema.type.includes('null')) {
      const [type = 'string'] = (schema.type as readonly string[]).filter((it) => it !== 'null');
      return { ...schema, ...said, type, orNull: true };
    }
    return { ...schema, ...said };
  }

  /** Members of an object, also of one of several shapes: whichever of them are meant, the ledger judges. */
  membersOf(schema: Resolved): Readonly<Record<string, Schema>> {
    const shapes = [schema, ...(schema.oneOf ?? []).map((it) => this.resolve(it))];
    return Object.assign({}, ...shapes.map(({ properties = {} }) => properties)) as Readonly<Record<string, Schema>>;
  }
}

const kebab = (pascal: string): string => pascal.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** `ScheduleContact` of contact is `schedule`. */
function withoutKind(command: string, kind: string): string {
  const rest = command.replace(kind.charAt(0).toUpperCase() + kind.slice(1), '');
  return kebab(rest === '' ? command : rest);
}
