import type { AnyRule } from '../kernel/decider';
import type { AnyFold } from '../kernel/fold';
import type { RefusalCatalogue } from '../kernel/rejection';
import type { Role } from '../kernel/roles';
import { type ActOptions, actOf, type CommandClass } from './act';

/** By command, by the event that it records: the fields in which this says what the command said. */
export type DecisiveCommands = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Everything a noun declares, as its module hands it in. */
export interface Declaration {
  /** As it stands in routes: `commitments`. */
  readonly collection: string;
  readonly title: string;
  /** What command names say for the noun where it is not the stream's name: `Cbm`. */
  readonly abbreviation?: string;
  readonly fold: AnyFold;
  readonly decider: Readonly<Record<string, AnyRule>>;
  readonly commands: object;
  readonly refusals: RefusalCatalogue;
  /** Id of the one stream of this kind; its routes then have no id. */
  readonly singleton?: string;
  /** Who reads its records, where that is not everybody who reads any. */
  readonly readers?: readonly Role[];
  /** Events whose correction needs a second person: clearances, signatures, the framework (domain.md 4.3.16). */
  readonly secondPersonFor?: readonly string[];
  /** Events that give or take power: undone by acts of their own and by whom these admit, never rectified or annulled (INV-47). */
  readonly neverCorrected?: readonly string[];
  /** Commands that carry the personal signature of whoever gives them (INV-46; decisive.ts). */
  readonly decisive?: DecisiveCommands;
  /** The same, once he has a key: by them he gets the first one. */
  readonly decisiveOnceEnrolled?: DecisiveCommands;
}

/** One command with all that is declared about it. */
export interface CommandType extends ActOptions {
  readonly noun: Declaration;
  readonly name: string;
  readonly class: CommandClass;
  readonly rule: AnyRule;
  /** Kebab-case without the noun where it only repeats it: `EnterCommitment` is `enter`; empty for what opens a record, unless it says so. */
  readonly route: string;
}

/**
 * The stream that a command is about where no path names one: the only one of its kind, or one whose id follows from what the command says;
 * `undefined` where it opens one whose id follows from the command's own.
 */
export const streamIdFrom = (type: CommandType, command: object): string | undefined => type.noun.singleton ?? type.idFrom?.(command);

/** Path of a command's route below its collection (api.md "Recording"). */
export const pathOf = ({ creates, route, noun }: CommandType): string =>
  creates === true || noun.singleton !== undefined ? route : `:id/${route}`;

const kebab = (pascal: string): string => pascal.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
const pascal = (camel: string): string => camel.charAt(0).toUpperCase() + camel.slice(1);

export const kindOfNoun = (noun: Declaration): string => noun.fold.events.stream;

/** The commands of a noun, in the order of its decider, which is that of the life cycle; exports have no order that tsc, swc and ESM share. */
export function commandTypesOf(noun: Declaration): CommandType[] {
  const classes = noun.commands as Readonly<Record<string, CommandClass | undefined>>;
  return Object.entries(noun.decider).map(([name, rule]) => {
    const commandClass = classes[name];
    if (!commandClass) throw new Error(`${kindOfNoun(noun)} decides ${name}, but its *.commands.ts has no such class`);
    const act = actOf(commandClass);
    const route = act.creates === true ? '' : kebab(withoutNoun(noun, name));
    return { route, ...act, noun, name, class: commandClass, rule };
  });
}

/** `EnterCommitment` of commitment is `Enter`; a name that is nothing but the noun stays whole. */
function withoutNoun(noun: Declaration, name: string): string {
  const own = new Set([noun.abbreviation, pascal(kindOfNoun(noun))]);
  return [...own].reduce<string>((rest, word) => (word !== undefined && rest !== word ? rest.replace(word, '') : rest), name);
}
