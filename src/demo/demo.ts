import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../audit/verify/verify';
import type { Configuration } from '../configuration';
import { reportLines } from '../cli/report';
import { catalogues } from '../negotiation/catalogues';
import { serve, type Serving } from '../serve';
import { slotTableOf } from '../trust/slots';
import { UnexpectedAnswerError } from './client';
import { ADMINISTRATORS, holderOf, ROLES } from './people';
import { readProgress, writeProgress } from './progress';
import { printBoards, printTrail } from './print';
import { SCENARIO } from './scenario';
import { Stage } from './stage';
import { enrol } from './steps';

/** Ports that are tried after the first, where that one is taken. */
const NEXT_PORTS = 50;
/** So far back the demonstration begins, that its days can pass without running ahead of the real clock. */
const LAG_AT_FIRST_MS = 12 * 24 * 3_600_000;

export interface DemoOptions {
  /** Stop after printing instead of going on serving. */
  readonly once: boolean;
  readonly say: (line: string) => void;
}

/**
 * Plays the scenario through the public HTTP API in a ledger of its own and prints what came of it. A second run finds its ledger and goes on
 * where the first one stood. Throws `UnexpectedAnswerError` at the first step or refusal that came out otherwise.
 * @returns what is still served, for whoever wants to look; closed already if `once`
 */
export async function demo(configuration: Configuration, { once, say }: DemoOptions): Promise<Serving> {
  const file = join(configuration.data, 'demo.json');
  const found = existsSync(file);
  const progress = readProgress(file, { done: [], ids: { run: String(process.pid) }, lagMs: LAG_AT_FIRST_MS, position: '', refused: [] });
  const serving = await serve(configuration, { clock: () => Date.now() - progress.lagMs, nextPorts: NEXT_PORTS });
  try {
    if (new URL(serving.address).port !== String(configuration.port) && configuration.port !== 0)
      say(`Port ${configuration.port} is taken; using the next free one.`);
    say(
      `${found ? 'Found the demonstration' : 'Made a new ledger for the demonstration'} in ${configuration.data}; its API is at ${serving.address}`,
    );
    const stage = new Stage(serving.address, serving.house, progress);
    await enrolAdministrators(stage, serving, file);
    await play(stage, file, say);
    await printBoards(stage, say);
    await printTrail(stage, say);
    await printVerification(serving, say);
    if (once) await serving.close();
    else printAddresses(stage, say);
    return serving;
  } catch (error) {
    await serving.close();
    throw error;
  }
}

async function play(stage: Stage, file: string, say: DemoOptions['say']): Promise<void> {
  const { progress } = stage;
  const left = SCENARIO.filter(({ name }) => !progress.done.includes(name));
  say(left.length === 0 ? 'The scenario has been played before; nothing is recorded twice.' : `Playing ${left.length} steps over HTTP …`);
  for (const { name, play: step } of left) {
    await step(stage, name);
    progress.done.push(name);
    writeProgress(file, progress);
  }
  // The days of the scenario are over: from here on its clock is the real one.
  stage.passAll();
  writeProgress(file, progress);
}

/** Each side's first administrator comes in with the token of the start, as he would. */
async function enrolAdministrators(stage: Stage, { invitations }: Serving, file: string): Promise<void> {
  for (const { side, token } of invitations)
    await enrol(stage, `${side === 'province' ? 'administrator' : 'federal administrator'}.${stage.id('run')}`, token);
  for (const [person, id] of Object.entries(ADMINISTRATORS)) stage.keep(person, id);
  writeProgress(file, stage.progress);
}

/** Throws where something was found: then the demonstration has failed. */
async function printVerification({ house }: Serving, say: DemoOptions['say']): Promise<void> {
  const report = await verify(house.files, { slots: slotTableOf(catalogues) });
  say('');
  say('jirga verify');
  for (const line of reportLines(report)) say(`  ${line}`);
  if (report.findingsTotal > 0) throw new UnexpectedAnswerError('verify has found something in a ledger that nobody touched');
}

function printAddresses(stage: Stage, say: DemoOptions['say']): void {
  const { address } = stage;
  const boards = ['agreement-state', 'federal-review-queue', 'commitment-tracker'].map((board) => `${address}/v1/boards/${board}`);
  say('');
  say('Look for yourself');
  say('  Without signing in:');
  for (const path of ['/docs', '/health/ready', '/problems/commitment.silence-is-no-consent']) say(`    ${address}${path}`);
  say('  Signed in with one of the tokens below:');
  for (const board of boards) say(`    ${board}`);
  say('  For example:');
  say(`    curl -c cookies -H 'Content-Type: application/json' -d '{"token":"jirga_…"}' ${address}/v1/sessions/one-time`);
  say(`    curl -b cookies ${boards[1] ?? ''}`);
  say('');
  say('One-time sign-in tokens, one per role; each is good once, within 15 minutes');
  const width = Math.max(...ROLES.map((role) => role.length));
  for (const role of ROLES) say(`  ${role.padEnd(width)}  ${stage.signInToken(holderOf(role))}`);
  say('');
  say('Ctrl+C ends it; run it again for new tokens.');
}
