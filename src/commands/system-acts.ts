import { type CommandClass } from './act';
import { type Issue, issue } from './issue';
import type { CommandRoad } from './command-road';
import { type CommandType, commandTypesOf, type Declaration, kindOfNoun, streamIdFrom } from './noun';
import { processTypesOf } from './record-control';
import type { Outcome } from './outcome';

/** Where SYSTEM acts, and why. */
export interface SystemIssue {
  /** Also for a command that opens a stream, where its id follows from what caused it. */
  readonly streamId?: string;
  /** Of the record, for a command that every record can undergo. */
  readonly kind?: string;
  /** From what caused it and nothing else, so that a second delivery meets the first. */
  readonly key: string;
  /** The event that a process answers. */
  readonly cause?: NonNullable<Issue['cause']>;
  /** The new record's mark; that of the record or of what it belongs under by default. */
  readonly classification?: NonNullable<Issue['record']>['classification'];
}

/** The acts of processes, clocks and the first start: they take the same road as everybody's, as the participant SYSTEM (domain.md 4.3.17). */
export class SystemActs {
  private readonly types: readonly CommandType[];

  constructor(
    private readonly road: CommandRoad,
    nouns: readonly Declaration[],
    private readonly systemId: string,
  ) {
    this.types = nouns.flatMap((noun) => [...commandTypesOf(noun), ...processTypesOf(noun)]).filter(({ by }) => by.includes('SYSTEM'));
  }

  /** @param fields of the command; they come from this program and are checked against the event's schema when they are recorded */
  record<C extends object>(
    commandClass: new () => C,
    fields: C,
    { streamId, kind, key, cause, classification }: SystemIssue,
  ): Promise<Outcome> {
    const [type, ...others] = this.types.filter(
      ({ class: its, noun }) => its === (commandClass as CommandClass) && (kind === undefined || kindOfNoun(noun) === kind),
    );
    if (others.length > 0) throw new Error(`${commandClass.name} is for records of every kind, and none was named`);
    if (!type) throw new Error(`${commandClass.name} is not for SYSTEM`);
    const command = Object.assign(new commandClass(), fields);
    const by: Issue = {
      type,
      actor: { participantId: this.systemId },
      streamId: streamId ?? streamIdFrom(type, command),
      idempotencyKey: key,
      ...(cause && { cause }),
      ...(classification && { record: { classification } }),
    };
    return this.road.travel(type, issue(command, by));
  }
}

/** What SYSTEM was refused, in words for a log. */
export const refusalOf = (outcome: Outcome): string | undefined => {
  if (typeof outcome === 'string') return outcome;
  return 'stream' in outcome ? undefined : `${outcome.code}: ${outcome.detail}`;
};
