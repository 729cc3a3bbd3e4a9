import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { commandController } from '../http/command.controller';
import { type CommandClass, issueOf } from './act';
import { CommandRoad } from './command-road';
import { commandTypesOf, type Declaration, kindOfNoun } from './noun';
import type { Outcome } from './outcome';

/** A handler of its own for each command class, as @nestjs/cqrs wants it; what it does is the same for all. */
export function handlerOf(commandClass: CommandClass): Type<ICommandHandler<object, Outcome>> {
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

/** The whole of a noun for Nest: a command handler and a route for each command class. */
export function nounModule(noun: Declaration): DynamicModule & { readonly noun: Declaration } {
  class NounModule {}
  Object.defineProperty(NounModule, 'name', { value: `${kindOfNoun(noun)}Module` });
  const providers = commandTypesOf(noun).map(({ class: commandClass }) => handlerOf(commandClass) as Provider);
  return { module: NounModule, noun, controllers: [commandController(noun)], providers };
}
