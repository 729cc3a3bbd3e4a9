import { afterEach, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication, Module, Post } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ADMITS, type Admission, Admits } from '../../src/http/access.guard';
import { assertAdmissions, declaredRoutes, UndeclaredAdmissionError } from '../../src/http/admission';
import { HealthController } from '../../src/http/health.controller';
import { servedLedger } from '../support/serving';

@Controller('spoken')
@Admits('SIGNED_IN')
class SpokenController {
  @Get()
  read(): object {
    return {};
  }

  @Post()
  @Admits(['FOCAL_PERSON'])
  write(): object {
    return {};
  }

  notARoute(): object {
    return {};
  }
}

@Controller('silent')
class SilentController {
  @Get()
  @Admits('ANYONE')
  read(): object {
    return {};
  }

  @Post()
  write(): object {
    return {};
  }
}

@Module({ imports: [DiscoveryModule], controllers: [SpokenController] })
class SpokenModule {}

@Module({ imports: [DiscoveryModule], controllers: [SpokenController, SilentController] })
class SilentModule {}

const opened: INestApplication[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

async function appOf(module: new () => object): Promise<INestApplication> {
  const app = await NestFactory.create(module, new FastifyAdapter(), { logger: false });
  opened.push(app);
  return app.init();
}

it('knows every route with who may take it: its own word, or that of its controller', async () => {
  expect(declaredRoutes(await appOf(SpokenModule))).toEqual([
    { controller: 'SpokenController', handler: 'read', admission: 'SIGNED_IN' },
    { controller: 'SpokenController', handler: 'write', admission: ['FOCAL_PERSON'] },
  ]);
});

it('takes what says who may take it, and names every route that does not', async () => {
  const [spoken, silent] = [await appOf(SpokenModule), await appOf(SilentModule)];
  expect(() => {
    assertAdmissions(spoken);
  }).not.toThrow();
  expect(() => {
    assertAdmissions(silent);
  }).toThrow(new UndeclaredAdmissionError('these routes do not say who may take them (@Admits): SilentController.write'));
});

it('does not serve a ledger with a route that does not say who may take it', async () => {
  const admission = Reflect.getMetadata(ADMITS, HealthController) as Admission;
  Reflect.deleteMetadata(ADMITS, HealthController);
  try {
    await expect(servedLedger()).rejects.toThrow(UndeclaredAdmissionError);
  } finally {
    Reflect.defineMetadata(ADMITS, admission, HealthController);
  }
});
