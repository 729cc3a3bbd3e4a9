import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationFrom } from '../../src/configuration';

const ROOT = join(__dirname, '../..');

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** The instructions of each stage, in order (https://docs.docker.com/reference/dockerfile/): comments dropped, continued lines joined. */
function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  const stages: Instruction[][] = [];
  for (const line of lines.map((each) => each.trim()).filter((each) => each !== '')) {
    const [word = '', ...rest] = line.split(/\s+/);
    if (word === 'FROM') stages.push([]);
    stages.at(-1)?.push({ word, rest: rest.join(' ') });
  }
  return stages;
}

const stages = stagesOf(readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8'));
const shipped = stages.at(-1) ?? [];
const saying = (word: string, stage = shipped): string[] => stage.filter((each) => each.word === word).map(({ rest }) => rest);

/** The environment that the image sets. */
const environment = Object.fromEntries(
  saying('ENV')
    .flatMap((rest) => rest.split(' '))
    .map((pair) => pair.split('=') as [string, string]),
);

/** What the stages copy out of the checkout. */
const copied = stages
  .flatMap((stage) => saying('COPY', stage))
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(' ').slice(0, -1));

describe('the image', () => {
  it('runs as somebody who is not root', () => {
    expect(saying('USER').at(-1)).toBe('node');
    const order = shipped.map(({ word }) => word);
    expect(order.lastIndexOf('USER')).toBeLessThan(order.indexOf('CMD'));
    expect(order.lastIndexOf('RUN')).toBeLessThan(order.lastIndexOf('USER'));
  });

  it('writes to its volume only, so that its root can be read-only', () => {
    expect(saying('VOLUME')).toEqual(['/data']);
    const { data, masterKeyFile } = configurationFrom(environment);
    expect(data).toBe('/data');
    expect(masterKeyFile).toBeUndefined();
  });

  it('listens on the port that it exposes', () => {
    const { host, port } = configurationFrom(environment);
    expect(host).toBe('0.0.0.0');
    expect(saying('EXPOSE')).toEqual([String(port)]);
  });

  it('says whether it lives, by a route that there is', () => {
    const [check = ''] = saying('HEALTHCHECK');
    expect(check).toContain('CMD ["node", "-e"');
    const [, path] = /(\/health\/\w+)/.exec(check) ?? [];
    expect(path).toBe('/health/live');
    const controller = readFileSync(join(ROOT, 'src/http/health.controller.ts'), 'utf8');
    expect(controller).toContain("@Controller('health')");
    expect(controller).toContain("@Get('live')");
  });

  it('starts a file that the build makes, with Node itself as the process that is told to stop', () => {
    expect(JSON.parse(saying('CMD').at(-1) ?? '')).toEqual(['node', 'dist/main.js']);
    expect(saying('COPY')).toContain('--from=build /build/dist ./dist');
    expect(existsSync(join(ROOT, 'src/main.ts'))).toBe(true);
  });

  it('brings the packages that run, and package.json, whose version stands in every record', () => {
    expect(saying('COPY')).toEqual(
      expect.arrayContaining(['--from=packages /packages/node_modules ./node_modules', 'package.json LICENSE ./']),
    );
    const packages = stages.find((stage) => saying('FROM', stage)[0]?.endsWith(' AS packages'));
    expect(saying('RUN', packages)).toEqual(['npm ci --ignore-scripts --omit=dev']);
  });

  it('is built from one pinned version of Node, the one that is developed on', () => {
    const images = new Set(stages.map((stage) => saying('FROM', stage)[0]?.split(' ')[0]));
    expect(images.size).toBe(1);
    const [image = ''] = images;
    expect(image).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
    expect(image.startsWith(`node:${readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim()}.`)).toBe(true);
  });

  it('copies only what exists, and the builder is given nothing else', () => {
    const allowed = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect([...new Set(copied)].sort()).toEqual(allowed.sort());
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
