import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { commandController } from '../http/command.controller';
import { recordController } from '../http/record.controller';
import { type CommandClass } from './act';
import { issueOf } from './issue';
import { CommandRoad } from './command-road';
import { commandTypesOf, type Declaration, kindOfNoun } from './noun';
import type { Outcome } from './outcome';
import { CONTROL_COMMANDS, controlTypesOf } from './record-control';

/** A handler of its own for each command class, as @nestjs/cqrs wants it; what it does is the same for all. */
function handlerOf(commandClass: CommandClass): Type<ICommandHandler<object, Outcome>> {
  class Handler implements ICommandHandler<object, Outcome> {
    constructor(private readonly road: CommandRoad) {}

    execute(command: object): Promise<Outcome> {
      return this.road.travel(issueOf(command).type, command);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${commandClass.name}Handler` });
  Reflect.defineMetadata('design:paramtypes', [CommandRoad], Handler);
  CommandHandler(commandClass)(Handler);
  return Handler;
}

/** A noun as Nest takes it in, with what it declares. */
export type NounModule = DynamicModule & { readonly noun: Declaration };

/** The whole of a noun for Nest: a command handler and a route for each command class, and the routes by which its records are read. */
export function nounModule(noun: Declaration): NounModule {
  class OneNoun {}
  Object.defineProperty(OneNoun, 'name', { value: `${kindOfNoun(noun)}Module` });
  const own = commandTypesOf(noun);
  const asked = [...own, ...controlTypesOf(noun)].filter(({ by }) => by.some((role) => role !== 'SYSTEM'));
  return {
    module: OneNoun,
    noun,
    controllers: [commandController(noun, asked), recordController(noun)],
    providers: own.map(({ class: commandClass }) => handlerOf(commandClass) as Provider),
  };
}

/** The commands that every noun shares have one handler each, whatever the noun. */
@Module({ providers: CONTROL_COMMANDS.map((commandClass) => handlerOf(commandClass) as Provider) })
export class RecordControlModule {}
