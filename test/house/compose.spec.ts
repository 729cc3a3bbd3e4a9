import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import { configurationFrom } from '../../src/configuration';
import { DRAIN_MS } from '../../src/kernel/limits';

const ROOT = join(__dirname, '../..');
const FILE = join(ROOT, 'docker/compose.yaml');

interface Service {
  readonly build: { readonly context: string; readonly dockerfile: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly stop_grace_period: string;
}

const composed = load(readFileSync(FILE, 'utf8')) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const image = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');
const { jirga } = composed.services;
if (!jirga) throw new Error('docker/compose.yaml has no service jirga');
const mounts = new Map(jirga.volumes.map((volume) => volume.split(':') as [string, string]));

describe('docker/compose.yaml', () => {
  it('starts the image of this checkout, with variables that the program knows', () => {
    const { context, dockerfile } = jirga.build;
    expect(relative(ROOT, resolve(ROOT, 'docker', context, dockerfile))).toBe('docker/Dockerfile');
    const needed = Object.entries(jirga.environment).map(([name, value]) => [name, value.replace(/^\$\{\w+:\?.*\}$/, 'said.example/here')]);
    const { origin, masterKeyFile } = configurationFrom(Object.fromEntries(needed) as Record<string, string>);
    expect(origin).toBe('said.example/here');
    expect(masterKeyFile?.startsWith(`${mounts.get('keys')}/`)).toBe(true);
  });

  it('asks for the origin, which is for ever, instead of making one up', () => {
    expect(jirga.environment['JIRGA_ORIGIN']).toMatch(/^\$\{JIRGA_ORIGIN:\?/);
  });

  it('is reached from this machine only', () => {
    for (const port of jirga.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(jirga).not.toHaveProperty('network_mode');
  });

  it('may do nothing but write to its volumes, which the image has made for it', () => {
    expect(jirga).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(jirga).not.toHaveProperty('privileged');
    expect([...mounts.keys()].sort()).toEqual(Object.keys(composed.volumes).sort());
    const [, made = ''] = /RUN install --directory --owner=node \S+ \S+ (.*)/.exec(image) ?? [];
    expect([...mounts.values()].sort()).toEqual(made.split(' ').sort());
  });

  it('lets running requests finish', () => {
    expect(Number.parseInt(jirga.stop_grace_period, 10) * 1_000).toBeGreaterThan(DRAIN_MS);
  });
});
