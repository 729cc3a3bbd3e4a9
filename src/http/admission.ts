import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants';
import { ADMITS, type Admission } from './access.guard';

/** A route nobody has said who may take. */
export class UndeclaredAdmissionError extends Error {
  override readonly name = 'UndeclaredAdmissionError';
}

/** One route with who may take it, as its controller declares. */
export interface DeclaredRoute {
  readonly controller: string;
  readonly handler: string;
  readonly admission: Admission | undefined;
}

/** All routes there are, with their admissions. */
export function declaredRoutes(app: INestApplication): DeclaredRoute[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype, instance }) => {
      if (!metatype) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return scanner
        .getAllMethodNames(prototype)
        .map((handler) => ({ handler, method: prototype[handler] }))
        .filter((it): it is { handler: string; method: () => unknown } => !!it.method && Reflect.hasMetadata(PATH_METADATA, it.method))
        .map(({ handler, method }) => ({
          controller: metatype.name,
          handler,
          admission: reflector.getAllAndOverride<Admission | undefined>(ADMITS, [method, metatype]),
        }));
    });
}

/** Deny by default: throws where a route does not declare who may take it, so that the program does not start. */
export function assertAdmissions(app: INestApplication): void {
  const silent = declaredRoutes(app).filter(({ admission }) => admission === undefined);
  if (silent.length === 0) return;
  const names = silent.map(({ controller, handler }) => `${controller}.${handler}`).join(', ');
  throw new UndeclaredAdmissionError(`these routes do not say who may take them (@Admits): ${names}`);
}
