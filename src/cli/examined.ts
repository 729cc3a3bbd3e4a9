import { existsSync } from 'node:fs';
import { type Configuration, filesOf } from '../configuration';
import { requireCommandSecret } from '../ledger/command-secret';
import {
  diskWarnings,
  evidenceWarnings,
  folderWarnings,
  ledgerFileWarnings,
  openWarnings,
  secretsWarnings,
} from '../ledger/folder-examination';
import type { LedgerFolder } from '../ledger/folder';
import { KurrentDbConnection, PATIENCE } from '../ledger/kurrentdb/connection';
import { examine } from '../ledger/kurrentdb/examination';
import type { KurrentDbPlace } from '../ledger/kurrentdb/place';
import { openLogReader, originIn } from '../ledger/open-log';
import { catalogues } from '../negotiation/catalogues';
import type { PostgresPlace } from '../postgres/postgres-place';
import { readSecretFile } from '../trust/master-key';
import { openerOf, openTrust } from '../trust/trust';
import { PROGRAM } from '../version';
import { postgresWarnings } from '../views/postgres-examination';
import { aKind } from './prepared';

const KINDS: ReadonlySet<string> = new Set(catalogues.keys());

/** A fault stops the program, or will; a warning does not. */
export interface Finding {
  readonly about: string;
  readonly level: 'OK' | 'WARNING' | 'FAULT';
  /** What is wrong and what one can do; what was looked at where nothing is. */
  readonly words: string;
}

/** One thing that an installation is configured for. */
interface Examination {
  readonly about: string;
  /** What is looked at. */
  readonly of: string;
  /** Answers warnings, throws what is a fault; neither changes anything. */
  readonly look: () => readonly string[] | Promise<readonly string[]>;
}

/** Everything that this installation is configured for, in the order in which it is needed. */
function examinationsOf(configuration: Configuration): readonly Examination[] {
  const { kurrentdb, postgres, keys } = configuration;
  const files = filesOf(configuration);
  const passwordFiles = [kurrentdb?.passwordFile, (postgres ?? keys)?.passwordFile].filter((file) => file !== undefined);
  // What keeps it from being read is told by the look at the ledger itself.
  const origin = (): Promise<string | undefined> => originIn(files, KINDS).catch(() => undefined);
  return [
    { about: 'folder', of: files.folder, look: () => folderWarnings(files) },
    ...(existsSync(files.folder) ? inside(files, keys, origin) : []),
    // In its own place it is made when it is first needed.
    ...(configuration.evidenceFolder !== undefined || existsSync(files.evidence)
      ? [{ about: 'evidence', of: files.evidence, look: () => evidenceWarnings(files) }]
      : []),
    ...passwordFiles.map((file) => ({ about: 'password', of: file, look: () => openWarnings(file, '600') })),
    ...ledgerExaminations(files, kurrentdb),
    ...(postgres ? [{ about: 'boards', of: 'PostgreSQL', look: async () => postgresWarnings(postgres, await origin()) }] : []),
  ];
}

function ledgerExaminations(files: LedgerFolder, kurrentdb: KurrentDbPlace | undefined): readonly Examination[] {
  if (kurrentdb) return [{ about: 'ledger', of: 'KurrentDB', look: () => kurrentDbWarnings(kurrentdb) }];
  return existsSync(files.folder) ? [{ about: 'ledger', of: files.ledger, look: () => ledgerFileWarnings(files) }] : [];
}

const inside = (
  files: LedgerFolder,
  keys: PostgresPlace | undefined,
  origin: () => Promise<string | undefined>,
): readonly Examination[] => [
  { about: 'disk', of: `room beside ${files.folder}`, look: () => diskWarnings(files) },
  {
    about: 'secrets',
    of: `${files.masterKey}, ${keys ? 'keys in PostgreSQL' : files.keys}, ${files.commandSecret}`,
    look: async () => {
      const known = await origin();
      const warnings = await secretsWarnings(files, known ?? '', keys);
      if (known !== undefined) await lookAtCommandSecret(files, known, keys);
      return warnings;
    },
  },
];

/** Throws `SecretFileError` where the command secret is that of another ledger. */
async function lookAtCommandSecret(files: LedgerFolder, origin: string, elsewhere: PostgresPlace | undefined): Promise<void> {
  const settings = { keys: elsewhere ?? { file: files.keys }, masterKeyFile: files.masterKey, origin: { log: origin, prog: PROGRAM } };
  const trust = openTrust(settings, { readOnly: true });
  try {
    const log = await openLogReader(files.log, KINDS);
    try {
      await requireCommandSecret(readSecretFile(files.commandSecret), log, openerOf(trust, catalogues));
    } finally {
      await log.close();
    }
  } finally {
    await trust.keyring.close();
  }
}

async function kurrentDbWarnings(place: KurrentDbPlace): Promise<readonly string[]> {
  const connection = new KurrentDbConnection(place, PATIENCE);
  try {
    return await examine(connection, aKind());
  } finally {
    await connection.close();
  }
}

async function seen({ about, of, look }: Examination): Promise<readonly Finding[]> {
  try {
    const warnings = await look();
    return warnings.length === 0 ? [{ about, level: 'OK', words: of }] : warnings.map((words) => ({ about, level: 'WARNING', words }));
  } catch (error) {
    return [{ about, level: 'FAULT', words: (error as Error).message }];
  }
}

/** Takes one look after the other, so that what is wrong first is told first. */
export async function examined(configuration: Configuration): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const examination of examinationsOf(configuration)) findings.push(...(await seen(examination)));
  return findings;
}
