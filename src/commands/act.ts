import 'reflect-metadata';
import type { Role } from '../kernel/roles';

/** @typeParam C the command */
export interface ActOptions<C extends object = object> {
  /** One line in the imperative; the title of the operation in OpenAPI and of the CLI sub-command. */
  readonly summary: string;
  /** It opens a new stream: `POST /v1/<collection>`. */
  readonly creates?: true;
  /**
   * Of a stream of which there is one for each of something, such as one mandate for each initiative: its id follows from what the command
   * says, so that a rule can name the stream without being told its id. By default it follows from the command's own id.
   */
  idFrom?(command: C): string;
  /** The process that does what it brings about: the act is answered once that is done. */
  readonly doneBy?: string;
  /** It reports what happened in the world: `record.occurredAt` is required (domain.md 4.1). */
  readonly fact?: true;
  /** Who may. A command for SYSTEM alone has no route: a process or a clock sends it. */
  readonly by: readonly Role[];
  /**
   * Done by people in their own records. Whoever may do it there gets no say over what others have done in theirs: nobody corrects, annotates or
   * marks by virtue of it.
   */
  readonly personal?: true;
  /** Only where the route derived from the class name would read badly. */
  readonly route?: string;
}

export type CommandClass = new () => object;

const ACT = Symbol('act');

/** Makes a class a command: a route, an OpenAPI operation, a CLI sub-command and a row of the role matrix. */
export const Act =
  <C extends object>(options: ActOptions<C>) =>
  (target: new () => C): void => {
    Reflect.defineMetadata(ACT, options, target);
  };

export function actOf(command: CommandClass): ActOptions {
  const act = Reflect.getOwnMetadata(ACT, command) as ActOptions | undefined;
  if (!act) throw new Error(`${command.name} is exported by a *.commands.ts but has no @Act`);
  return act;
}
