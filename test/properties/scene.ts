import type { State } from '../../src/kernel/fold';
import type { Fields } from '../support/decider-spec';
import type { Draw } from './draw';

/** The record as the speaker finds it. */
export interface Scene<S extends State = State> {
  readonly state: S;
  readonly draw: Draw;
  readonly now: string;
  /** Id of the last event of a type; an id of nothing if there is none. */
  readonly last: (type: string) => string;
}

type Instance<Class> = Class extends abstract new (...args: never[]) => infer I ? I : never;
/** A command without its words here does not compile. */
export type Words<Commands, S extends State> = {
  readonly [Name in keyof Commands as Commands[Name] extends abstract new (...args: never[]) => object ? Name : never]: (
    scene: Scene<S>,
  ) => Fields<Instance<Commands[Name]>>;
};
