import { levelOf, type Level, visibility } from '../kernel/classification';
import { marksOf } from '../kernel/effective-events';
import { outOfTurn } from '../kernel/decider';
import { type AnyFold, type State } from '../kernel/fold';
import { type Happened, streamName } from '../kernel/happened';
import type { Role } from '../kernel/roles';
import type { Standing } from './authority';
import { type CommandType, commandTypesOf, type Declaration, kindOfNoun } from './noun';
import { controlTypesOf } from './record-control';
import type { Failure } from './outcome';
import type { Loaded, Streams } from './streams';

/* What one can ask of a single record (api.md "Reading"). Each is a message of the QueryBus; its answer is what the route sends. */

export interface Withheld {
  readonly withheld: Level;
}

/** `GET /v1/<collection>/<id>` */
export class ReadRecord {
  constructor(
    readonly noun: Declaration,
    readonly id: string,
    readonly reader: Standing,
  ) {}
}
export interface RecordRead {
  readonly id: string;
  readonly revision: number;
  readonly classification: { readonly level: Level };
  readonly state: State;
}

/** `GET /v1/<collection>/<id>/events` */
export class ReadHistory {
  constructor(
    readonly noun: Declaration,
    readonly id: string,
    readonly reader: Standing,
  ) {}
}
export type EventRead = Omit<Happened, 'command' | 'key' | 'level' | 'caveats' | 'stream' | 'streamId' | 'position'> & {
  readonly level: Level;
};

/** `GET /v1/<collection>/<id>/actions` */
export class ReadActions {
  constructor(
    readonly noun: Declaration,
    readonly id: string,
    readonly reader: Standing,
  ) {}
}
export interface Action {
  readonly command: string;
  readonly summary: string;
  readonly method: 'POST';
  readonly href: string;
  readonly possible: boolean;
  /** What stops it; absent where it is possible. */
  readonly because?: { readonly code: string; readonly detail: string };
  /** What depends on the input is checked when it is recorded. */
  readonly checkedWhenRecorded?: true;
}

/** Answers the three, by the one rule of visibility. */
export class RecordQueries {
  constructor(private readonly streams: Streams) {}

  async read({ noun, id, reader }: ReadRecord): Promise<RecordRead | Withheld | Failure> {
    const loaded = await this.visible(noun, id, reader);
    if (typeof loaded === 'string' || 'withheld' in loaded) return loaded;
    return { id, revision: loaded.revision, classification: { level: levelOf(loaded.marking.level) }, state: loaded.state };
  }

  /** Each event as it was recorded; what is above the reader stands in place as withheld. */
  async history({ noun, id, reader }: ReadHistory): Promise<readonly (EventRead | Withheld)[] | Failure> {
    const loaded = await this.visible(noun, id, reader);
    if (typeof loaded === 'string') return loaded;
    const history = await this.streams.history(streamName(kindOfNoun(noun), id));
    const marks = marksOf(history);
    return history.map((event) => {
      const mark = marks.get(event.id) ?? event;
      const level = levelOf(mark.level);
      if (visibility(mark, reader.clearance) !== 'SHOWN') return { withheld: level };
      const { command: _c, key: _k, caveats: _v, stream: _s, streamId: _i, position: _p, ...shown } = event;
      return { ...shown, level };
    });
  }

  async actions({ noun, id, reader }: ReadActions): Promise<readonly Action[] | Withheld | Failure> {
    const loaded = await this.visible(noun, id, reader);
    if (typeof loaded === 'string' || 'withheld' in loaded) return loaded;
    const control = controlTypesOf(noun).map((type) => actionOf(type, id, reader.roles, undefined));
    const own = commandTypesOf(noun).filter(({ creates, by }) => creates !== true && by.some((role) => role !== 'SYSTEM'));
    return [...own.map((type) => actionOf(type, id, reader.roles, { fold: noun.fold, loaded })), ...control];
  }

  /** The record, where this reader may see it; a record that there is once is there from the first. */
  async visible(noun: Declaration, id: string, reader: Standing): Promise<Loaded | Withheld | Failure> {
    const loaded = await this.streams.load(noun.fold, id);
    if (loaded.revision < 0) return noun.singleton === undefined ? 'NOT_FOUND' : loaded;
    const seen = visibility(loaded.marking, reader.clearance);
    if (seen === 'SHOWN') return loaded;
    return seen === 'HIDDEN' ? 'NOT_FOUND' : { withheld: levelOf(loaded.marking.level) };
  }
}

function actionOf(type: CommandType, id: string, roles: readonly Role[], on: { fold: AnyFold; loaded: Loaded } | undefined): Action {
  const { noun, name, summary, route, by, rule } = type;
  const action = { command: name, summary, method: 'POST', href: hrefOf(noun, id, route) } as const;
  if (!by.some((role) => roles.includes(role)))
    return {
      ...action,
      possible: false,
      because: { code: 'forbidden', detail: `This is for ${by.filter((role) => role !== 'SYSTEM').join(', ')}.` },
    };
  const refused = on && outOfTurn(on.fold, rule, on.loaded.state);
  if (refused) return { ...action, possible: false, because: { code: refused.code, detail: refused.detail } };
  return { ...action, possible: true, checkedWhenRecorded: true };
}

const hrefOf = (noun: Declaration, id: string, route: string): string =>
  noun.singleton === undefined ? `/v1/${noun.collection}/${id}/${route}` : `/v1/${noun.collection}/${route}`;
