import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { configurationFrom } from '../../src/configuration';
import { DRAIN_MS, HEARTBEAT_MS, KURRENTDB_OUTCOME_WAIT_MS } from '../../src/kernel/limits';
import { requireSupported } from '../../src/ledger/kurrentdb/server-version';
import { readSecretFile } from '../../src/trust/master-key';
import { temporaryFolder } from '../support/temporary-ledger';

const ROOT = join(__dirname, '../..');

/** A service of a file, as far as anybody here looks at it (https://docs.docker.com/reference/compose-file/services/). */
interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | { readonly source: string; readonly target: string })[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly restart?: string;
  readonly user?: string;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: true };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly stop_grace_period?: string;
}

interface Composed {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: true } | null>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

const composed = (name: string): Composed =>
  load(readFileSync(join(ROOT, 'docker', name), 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as Composed;
const image = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');

/** What the program makes of the environment of a service; what whoever starts it must say is said. */
const configured = ({ environment = {} }: Service) =>
  configurationFrom(
    Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace(/^\$\{\w+:\?.*\}$/, 'said.example/here')])),
  );
const mountsOf = ({ volumes = [] }: Service): ReadonlyMap<string, string> =>
  new Map(volumes.map((volume) => volume.split(':') as [string, string]));
const seconds = (period = '0s'): number => Number.parseInt(period, 10);

describe.each(['compose.yaml', 'compose.cluster.yaml'])('docker/%s', (name) => {
  const { services, volumes } = composed(name);
  const ours = Object.values(services).filter((service) => service.image === 'jirga-ledger');

  it('starts the image of this checkout, and others of a version that is pinned to the last number', () => {
    expect(ours).not.toHaveLength(0);
    for (const { build } of ours)
      expect(relative(ROOT, resolve(ROOT, 'docker', build?.context ?? '', build?.dockerfile ?? ''))).toBe('docker/Dockerfile');
    for (const service of Object.values(services))
      if (!ours.includes(service)) expect(service.image).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(-\w+)?$/);
  });

  it('gives each instance variables that the program knows, and asks for the origin, which is for ever, instead of making one up', () => {
    for (const service of ours.filter(({ command }) => command === undefined)) {
      expect(service.environment?.['JIRGA_ORIGIN']).toMatch(/^\$\{JIRGA_ORIGIN:\?/);
      expect(configured(service).origin).toBe('said.example/here');
    }
  });

  it('is reached from this machine only', () => {
    for (const service of Object.values(services)) {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      expect(service).not.toHaveProperty('network_mode');
    }
    expect(Object.values(services).flatMap(({ ports = [] }) => ports)).toHaveLength(1);
  });

  it('lets nobody do anything but write to volumes, which are his own but for that of evidence', () => {
    for (const service of Object.values(services)) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
      expect(service).not.toHaveProperty('privileged');
      if (!ours.includes(service)) expect(service.user).toMatch(/^(1000:1000|postgres|haproxy)$/);
    }
    const writable = Object.values(services).flatMap((service) =>
      [...mountsOf(service).keys()].filter((source) => !source.startsWith('.')),
    );
    expect(writable.filter((source, n) => source !== 'evidence' || writable.indexOf(source) === n).sort()).toEqual(
      Object.keys(volumes).sort(),
    );
    const [, made = ''] = /RUN install --directory --owner=node \S+ \S+ (.*)/.exec(image) ?? [];
    for (const service of ours) expect(made.split(' ')).toEqual(expect.arrayContaining([...mountsOf(service).values()]));
  });

  it('lets running requests finish', () => {
    for (const { stop_grace_period } of ours) expect(seconds(stop_grace_period) * 1_000).toBeGreaterThan(DRAIN_MS);
  });
});

it('docker/compose.yaml keeps the master key on a volume of its own', () => {
  const { jirga } = composed('compose.yaml').services as { readonly jirga: Service };
  expect(configured(jirga).masterKeyFile?.startsWith(`${mountsOf(jirga).get('keys') ?? ''}/`)).toBe(true);
});

describe('docker/compose.cluster.yaml', () => {
  const { services, networks, secrets = {} } = composed('compose.cluster.yaml');
  const service = (name: string): Service => {
    const found = services[name];
    if (!found) throw new Error(`docker/compose.cluster.yaml has no service ${name}`);
    return found;
  };
  const named = (pattern: RegExp): string[] => Object.keys(services).filter((name) => pattern.test(name));
  const nodes = named(/^kurrentdb-\d$/);
  const instances = named(/^jirga-\d$/);
  /** Where each secret of a service lies in its container. */
  const filesOf = ({ secrets: given = [] }: Service): ReadonlyMap<string, string> =>
    new Map(
      given.map((secret) =>
        typeof secret === 'string' ? [`/run/secrets/${secret}`, secret] : [`/run/secrets/${secret.target}`, secret.source],
      ),
    );

  it('has three nodes, and two instances that differ in nothing but their folders', () => {
    expect(nodes).toHaveLength(3);
    const [one, other] = instances.map(service);
    expect(instances).toHaveLength(2);
    expect(one?.environment).toEqual(other?.environment);
    expect(one?.volumes).not.toEqual(other?.volumes);
  });

  it('keeps everything in what the instances share: events on all nodes, boards and keys in PostgreSQL, evidence on one volume, secrets in files that are given to them', () => {
    for (const instance of instances.map(service)) {
      const { kurrentdb, postgres, masterKeyFile, commandSecretFile, evidenceFolder } = configured(instance);
      expect(mountsOf(instance).get('evidence')).toBe(evidenceFolder);
      expect(kurrentdb?.url).toBe(`esdb://jirga@${nodes.map((node) => `${node}:2113`).join(',')}`);
      expect(instance.environment).toMatchObject({ JIRGA_VIEWS: 'postgres', JIRGA_KEYS: 'postgres' });
      const files = [kurrentdb?.passwordFile, kurrentdb?.caFile, postgres?.passwordFile, masterKeyFile, commandSecretFile];
      expect([...filesOf(instance).keys()].sort()).toEqual([...files].sort());
    }
  });

  it('writes no secret into an environment', () => {
    for (const { environment = {} } of Object.values(services))
      for (const [variable, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|KEY_FILE/.test(variable)) expect(value).toMatch(/^\/run\/secrets\//);
  });

  it('prepares the server as its administrator before anybody serves', () => {
    const prepare = service('prepare');
    expect(prepare.command?.slice(0, 4)).toEqual(['node', 'dist/cli.js', 'kurrentdb', 'prepare']);
    expect(filesOf(prepare).has(prepare.command?.at(-1) ?? '')).toBe(true);
    expect(configured(prepare).kurrentdb).toEqual(configured(service('jirga-1')).kurrentdb);
    expect(service('jirga-1').depends_on).toMatchObject({ prepare: { condition: 'service_completed_successfully' } });
    for (const node of nodes) expect(prepare.depends_on).toMatchObject({ [node]: { condition: 'service_healthy' } });
  });

  it('starts everything again whatever it ended with: a former leader ends with 0', () => {
    for (const [name, { restart }] of Object.entries(services))
      expect([name, restart]).toEqual([name, name === 'prepare' ? 'on-failure' : 'always']);
  });

  it('runs a KurrentDB that the program takes, each node under its own name, and all told of the two others', () => {
    for (const node of nodes) {
      const { image: kurrentdb, environment = {} } = service(node);
      expect(() => requireSupported(kurrentdb.split(':')[1] ?? '', node)).not.toThrow();
      for (const what of ['NODE_HOST_ADVERTISE_AS', 'REPLICATION_HOST_ADVERTISE_AS', 'ADVERTISE_HOST_TO_CLIENT_AS'])
        expect(environment[`KURRENTDB_${what}`]).toBe(node);
      const others = nodes.filter((other) => other !== node).map((other) => `${other}:2113`);
      expect(environment['KURRENTDB_GOSSIP_SEED']?.split(',')).toEqual(others);
    }
  });

  it('says of each service whether it lives', () => {
    for (const [name, { healthcheck }] of Object.entries(services))
      if (!instances.includes(name) && name !== 'prepare') expect(healthcheck?.test?.[0]).toBe('CMD');
    expect(image).toContain('HEALTHCHECK');
  });

  it('lets nobody but the balancer out of the inner network', () => {
    expect(networks).toEqual({ inner: { internal: true }, outer: null });
    for (const [name, { networks: own }] of Object.entries(services))
      expect([name, own]).toEqual([name, name === 'balancer' ? ['inner', 'outer'] : ['inner']]);
  });

  describe('docker/cluster/secrets.sh', () => {
    const run = (folder: string): void => void execFileSync(join(ROOT, 'docker/cluster/secrets.sh'), [folder], { encoding: 'utf8' });
    const folder = temporaryFolder();
    const file = (name: string): string => join(folder, name);
    const certificate = (name: string): X509Certificate => new X509Certificate(readFileSync(file(`${name}.crt`)));
    const contents = (): string[] => readdirSync(folder).map((name) => `${name} ${readFileSync(file(name)).toString('hex')}`);
    beforeAll(() => run(folder), 60_000);

    it('makes every secret that the services are given, and what only whoever makes certificates needs', () => {
      const given = Object.entries(secrets).map(([name, { file: path }]) => {
        expect(path).toBe(`./cluster/secrets/${name}`);
        return name;
      });
      expect(readdirSync(folder).sort()).toEqual([...given, 'ca.key'].sort());
      const used = new Set(Object.values(services).flatMap((each) => [...filesOf(each).values()]));
      expect([...used].sort()).toEqual([...given].sort());
    });

    it('makes secrets as the program wants them, which nobody else reads', () => {
      for (const name of ['master.key', 'command.key']) expect(() => readSecretFile(file(name))).not.toThrow();
      for (const name of readdirSync(folder))
        expect([name, statSync(file(name)).mode & 0o077]).toEqual([name, name === 'postgres' ? 0o044 : 0]);
      expect(statSync(folder).mode & 0o077).toBe(0);
      const passwords = ['kurrentdb-admin', 'kurrentdb-ops', 'kurrentdb-jirga', 'postgres'].map((name) => readFileSync(file(name), 'utf8'));
      for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}\n$/);
      expect(new Set(passwords).size).toBe(passwords.length);
    });

    it('makes a certificate for each node: one common name, the host of its service, good for both sides, signed by the authority', () => {
      const ca = certificate('ca');
      expect(ca.ca).toBe(true);
      for (const node of nodes) {
        const own = certificate(node);
        expect(own.verify(ca.publicKey)).toBe(true);
        expect(own.subject).toBe(`CN=${service(node).environment?.['KURRENTDB_CERTIFICATE_RESERVED_NODE_COMMON_NAME'] ?? ''}`);
        expect([own.checkHost(node), own.checkHost('localhost'), own.checkIP('127.0.0.1')]).toEqual([node, 'localhost', '127.0.0.1']);
        expect(own.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
        expect([...filesOf(service(node)).values()]).toEqual(expect.arrayContaining([`${node}.crt`, `${node}.key`, 'ca.crt']));
      }
    });

    it('leaves what is there as it is', () => {
      const before = contents();
      run(folder);
      expect(contents()).toEqual(before);
    }, 60_000);
  });

  describe('docker/cluster/haproxy.cfg', () => {
    const path = join(ROOT, 'docker/cluster/haproxy.cfg');
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim());
    const saying = (word: string): string[] =>
      lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

    it('is what the balancer reads, listens where it is published, and asks every instance', () => {
      expect(service('balancer').volumes).toEqual(['./cluster/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro']);
      const [port = ''] = service('balancer').ports ?? [];
      expect(saying('bind')).toEqual([`:${port.split(':')[2] ?? ''}`]);
      const servers = instances.map((name) => `${name} ${name}:${configured(service(name)).port}`);
      expect(saying('server')).toEqual([...servers, ...servers]);
    });

    it('asks for health by routes that there are', () => {
      expect(saying('option httpchk')).toEqual(['GET /health/ready', 'GET /health/live']);
      const controller = readFileSync(join(ROOT, 'src/http/health.controller.ts'), 'utf8');
      for (const route of ["@Controller('health')", "@Get('live')", "@Get('ready')"]) expect(controller).toContain(route);
    });

    it('waits longer than a stream of changes is silent, and than an outcome is sought', () => {
      for (const side of ['client', 'server'])
        expect(seconds(saying(`timeout ${side}`)[0]) * 1_000).toBeGreaterThan(Math.max(HEARTBEAT_MS, KURRENTDB_OUTCOME_WAIT_MS));
    });
  });
});
