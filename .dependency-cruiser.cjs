/*
 * Who may know whom. A rule of the house is a lint rule, not a habit (docs/, "Rooms"); `npm run boundaries` checks it.
 *
 * Types count as well: a room that knows another's types cannot be understood without it.
 */

/** Files that exist for the tests or for the compiler and are not shipped (tsconfig.build.json). */
const NOT_SHIPPED = '\\.(spec|contract|contract\\.[a-z]+|compile-time)\\.ts$';

/** Where a program or a thread begins; nobody imports these. */
const ENTRIES = '^src/(main|cli)\\.ts$|\\.worker\\.ts$';

const DRIVERS = '^node_modules/(@photostructure/sqlite|@eventstore/db-client|@kurrent/kurrentdb-client|pg)/|^(node:)?sqlite$';

const noun = (endings) => `^src/negotiation/[^/]+/[^/]+\\.(${endings})\\.ts$`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    // ------------------------------------------------------------------------------------------------------------ kernel
    {
      name: 'kernel-imports-nothing-of-ours',
      comment: 'The kernel is what every room stands on; it can be read, tested and reused alone.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: NOT_SHIPPED },
      to: { path: '^(src|test)/', pathNot: '^src/kernel/' },
    },
    {
      name: 'kernel-imports-two-packages',
      comment: 'zod describes the fields of events, temporal-polyfill knows calendars and zones; the rest is plain TypeScript.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: NOT_SHIPPED },
      to: { path: '^node_modules/', pathNot: '^node_modules/(zod|temporal-polyfill|temporal-spec)/' },
    },

    // ------------------------------------------------------------------------------------------------------------ nouns
    {
      name: 'nouns-know-state-and-events-of-each-other',
      comment:
        'What another stream is, never how it decides: a rule that spans streams reads the folded state and records it as its basis.',
      severity: 'error',
      from: { path: '^src/negotiation/([^/]+)/', pathNot: ['^src/negotiation/processes/', NOT_SHIPPED] },
      to: { path: '^src/negotiation/[^/]+/', pathNot: ['^src/negotiation/$1/', noun('state|events|parts')] },
    },
    {
      name: 'deciders-know-little',
      comment:
        'A decision depends on the kernel, its own events, state and refusals, and the states of others; so it can be tested as a table.',
      severity: 'error',
      from: { path: '^src/negotiation/([^/]+)/[^/]+\\.(decider|rules)\\.ts$' },
      to: {
        pathNot: [
          '^src/kernel/',
          '^src/negotiation/[^/]+\\.ts$',
          '^src/negotiation/$1/[^/]+\\.(events|state|refusals|parts|commands|rules)\\.ts$',
          noun('state'),
        ],
      },
    },
    {
      name: 'deciders-know-commands-as-types',
      comment: 'The class of a command validates and describes; a decision is given its fields and needs neither.',
      severity: 'error',
      from: { path: noun('decider') },
      to: { path: '\\.commands\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-knows-no-framework',
      comment: 'Events, states, refusals and deciders outlive every framework. zod is how the fields of an event are written down.',
      severity: 'error',
      from: { path: [noun('events|state|decider|rules|refusals'), '^src/negotiation/(terms|singletons)\\.ts$'] },
      to: { path: '^node_modules/', pathNot: '^node_modules/zod/' },
    },
    {
      name: 'views-never-feed-a-gate',
      comment: 'A view may lag or be rebuilt; what may happen is decided on streams.',
      severity: 'error',
      from: { path: '^src/(commands|negotiation)/', pathNot: NOT_SHIPPED },
      to: { path: '^src/(views|boards)/' },
    },

    // ------------------------------------------------------------------------------------------------------------ rooms
    {
      name: 'trust-knows-the-kernel-only',
      comment: 'Sealing and proving do not depend on where the log lies or what it is about. Keys may lie in PostgreSQL.',
      severity: 'error',
      from: { path: '^src/trust/', pathNot: NOT_SHIPPED },
      to: { path: '^src/', pathNot: '^src/(trust|kernel|postgres)/' },
    },
    {
      name: 'postgres-knows-the-kernel-only',
      comment: 'How a PostgreSQL server is reached is one thing, what lies in it another.',
      severity: 'error',
      from: { path: '^src/postgres/', pathNot: NOT_SHIPPED },
      to: { path: '^src/', pathNot: '^src/(postgres|kernel)/' },
    },
    {
      name: 'ledger-knows-no-negotiation',
      comment: 'The log stores what it is given: one port, several stores.',
      severity: 'error',
      from: { path: '^src/ledger/', pathNot: NOT_SHIPPED },
      to: { path: '^src/', pathNot: '^src/(ledger|trust|kernel|postgres)/|^src/version\\.ts$' },
    },
    {
      name: 'blobs-know-no-negotiation',
      comment: 'A place for bytes does not know whose they are or how they are sealed. Of the log it knows what a full disk is called.',
      severity: 'error',
      from: { path: '^src/blobs/', pathNot: NOT_SHIPPED },
      to: { path: '^src/', pathNot: '^src/(blobs|kernel)/|^src/ledger/event-store\\.ts$' },
    },
    {
      name: 'boards-never-reach-a-decider',
      comment: 'A board shows what happened. Not even by a detour does the thread of the views load what decides.',
      severity: 'error',
      from: { path: '^src/boards/.*\\.(projection|queries)\\.ts$|^src/views/', pathNot: NOT_SHIPPED },
      to: { path: '\\.decider\\.ts$', reachable: true },
    },
    {
      name: 'drivers-stay-in-their-rooms',
      comment: 'Databases: the log, the views, the keyring, the accounts and the marks of the processes. Everyone else asks one of these.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(ledger|postgres|views)/',
          '^src/trust/sqlite-keyring\\.ts$',
          '^src/access/sqlite-account-store\\.ts$',
          '^src/processes/process-marks\\.ts$',
          NOT_SHIPPED,
        ],
      },
      to: { path: DRIVERS },
    },
    {
      name: 'query-builder-serves-views',
      comment: 'Kysely writes the queries of views and boards; the log is spoken to in plain statements.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(views|boards)/', NOT_SHIPPED] },
      to: { path: '^node_modules/kysely/' },
    },

    // ------------------------------------------------------------------------------------------------------------ everywhere
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-dead-files',
      comment:
        'Every file is reached from where the program or one of its threads begins. Disclosures are part of the format, and held against docs/format.md; ' +
        'what hands them out must log them first (INV-45).',
      severity: 'error',
      from: { path: ENTRIES },
      to: { path: '^src/', pathNot: [ENTRIES, NOT_SHIPPED, '^src/trust/disclosure[.]ts$'], reachable: false },
    },
    {
      name: 'tests-stay-out-of-the-product',
      comment: 'What is shipped does not depend on what is not.',
      severity: 'error',
      from: { path: '^src/', pathNot: NOT_SHIPPED },
      to: { path: ['^test/', NOT_SHIPPED] },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'They are missing after `npm ci --omit=dev`.',
      severity: 'error',
      from: { path: '^src/', pathNot: NOT_SHIPPED },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'packages-are-declared',
      comment: 'A package that only another package brings along may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
