import type { Actor } from './authority';
import type { CommandType } from './noun';
import type { RecordPart } from './record-part';

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
  /** His personal signature over what is asked, where he gave one (INV-46). */
  readonly signature?: string | undefined;
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
