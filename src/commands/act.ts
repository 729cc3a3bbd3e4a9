import 'reflect-metadata';
import type { Role } from '../kernel/roles';
import type { Actor } from './authority';
import type { CommandType } from './noun';
import type { RecordPart } from './record-part';

export interface ActOptions {
  /** One line in the imperative; the title of the operation in OpenAPI and of the CLI sub-command. */
  readonly summary: string;
  /** It opens a new stream: `POST /v1/<collection>`. */
  readonly creates?: true;
  /** It reports what happened in the world: `record.occurredAt` is required (domain.md 4.1). */
  readonly fact?: true;
  /** Who may. A command for SYSTEM alone has no route: a process or a clock sends it. */
  readonly by: readonly Role[];
  /** Only where the route derived from the class name would read badly. */
  readonly route?: string;
}

export type CommandClass = new () => object;

const ACT = Symbol('act');

/** Makes a class a command: a route, an OpenAPI operation, a CLI sub-command and a row of the role matrix. */
export const Act =
  (options: ActOptions) =>
  (target: CommandClass): void => {
    Reflect.defineMetadata(ACT, options, target);
  };

export function actOf(command: CommandClass): ActOptions {
  const act = Reflect.getOwnMetadata(ACT, command) as ActOptions | undefined;
  if (!act) throw new Error(`${command.name} is exported by a *.commands.ts but has no @Act`);
  return act;
}

/** What comes with a command but not from its fields: which record, who, under which key, seen at which revision. */
export interface Issue {
  readonly type: CommandType;
  readonly actor: Actor;
  /** The stream it is about; absent where the command opens one and its id follows from the command id. */
  readonly streamId?: string | undefined;
  readonly idempotencyKey: string;
  readonly ifMatch?: number | undefined;
  readonly dryRun?: boolean;
  /** The body's `record` member. */
  readonly record?: RecordPart | undefined;
  /** The event that made a process send it, and that event's conversation. */
  readonly cause?: { readonly eventId: string; readonly commandId: string };
  /** The key was made up by the server just now: nobody can have used it before. */
  readonly freshKey?: boolean;
}

const issues = new WeakMap<object, Issue>();

/** Kept beside the command, so that its fields stay exactly what the caller sent and can be spread into an event. */
export function issue<C extends object>(command: C, by: Issue): C {
  issues.set(command, by);
  return command;
}
export function issueOf(command: object): Issue {
  const by = issues.get(command);
  if (!by) throw new Error(`${command.constructor.name} was dispatched without an issue`);
  return by;
}
