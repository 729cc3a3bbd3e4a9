import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../audit/verify/verify';
import { type Configuration, ConfigurationError } from '../configuration';
import { reportLines } from '../cli/report';
import { counted } from '../cli/shell';
import { verification } from '../negotiation/verification';
import { serve, type Serving } from '../serve';
import { UnexpectedAnswerError } from '../client/client';
import { ADMINISTRATORS, holderOf, ROLES } from './people';
import { outcomeOtherwise } from './outcome';
import { readProgress, writeProgress } from './progress';
import { printSeen } from './print';
import { SCENARIO, SCENARIO_HASH } from './scenario';
import { look } from './look';
import { Stage } from './stage';
import { enrol, INVENTED } from './steps';

/** Ports that are tried after the first, where that one is taken. */
const NEXT_PORTS = 50;
/** So far back the demonstration begins, that its days can pass without running ahead of the real clock. */
const LAG_AT_FIRST_MS = 40 * 24 * 3_600_000;

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
  const progress = readProgress(file, {
    scenario: SCENARIO_HASH,
    done: [],
    ids: { run: String(process.pid) },
    lagMs: LAG_AT_FIRST_MS,
    position: '',
    refused: [],
  });
  if (progress.scenario !== SCENARIO_HASH)
    throw new ConfigurationError([
      `${configuration.data} holds a demonstration of another version of this program; remove it, or name another folder with JIRGA_DATA`,
    ]);
  const serving = await serve(configuration, { clock: () => Date.now() - progress.lagMs, nextPorts: NEXT_PORTS });
  try {
    if (new URL(serving.address).port !== String(configuration.port) && configuration.port !== 0)
      say(`Port ${configuration.port} is taken; using the next free one.`);
    say(`${found ? 'Found the ledger of the demonstration' : 'Made a new ledger for the demonstration'} in ${configuration.data}`);
    say(`Serving it at ${serving.address}`);
    const stage = new Stage(serving.address, serving.house, progress);
    await enrolAdministrators(stage, serving, file);
    await play(stage, file, say);
    await showOutcome(stage, serving, say);
    await printVerification(serving, configuration, say);
    progress.size ??= await serving.house.store.head();
    writeProgress(file, progress);
    if (once) await serving.close();
    else await printAddresses(stage, say);
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

/** Prints what is seen of the scenario, and throws where it is not what the scenario must have come to. */
async function showOutcome(stage: Stage, { house }: Serving, say: DemoOptions['say']): Promise<void> {
  const { progress } = stage;
  const seen = await look(stage);
  say('');
  say(
    'What bears the name of the spokesman, the objection, the meeting in Peshawar and the track of the federation is told as reported, with the',
  );
  say(`dates of the reports. All else is invented, and so are the officials; each text says so: ${INVENTED}`);
  printSeen(seen, progress, say);
  const otherwise = outcomeOtherwise(seen, {
    initiative: stage.id('initiative'),
    mandateReview: stage.id('mandate review'),
    promiseReview: stage.id('review of the promise'),
    review: stage.id('review'),
    secondReview: stage.id('second review'),
    commitment: stage.id('commitment'),
    secondCommitment: stage.id('second commitment'),
    dueDate: stage.id('due date'),
    rectifiedDueDate: stage.id('rectified due date'),
  });
  if (otherwise.length === 0) return;
  const since = progress.size === undefined ? 0 : (await house.store.head()) - progress.size;
  if (since === 0) throw new UnexpectedAnswerError(otherwise.join('\n'));
  say('');
  say(
    `Since the scenario was played, ${counted(since, 'event')} came to this ledger. What is seen is no longer what the scenario came to:`,
  );
  for (const line of otherwise) say(`  ${line}`);
}

/** Throws where something was found: then the demonstration has failed. */
async function printVerification({ house }: Serving, { keys }: Configuration, say: DemoOptions['say']): Promise<void> {
  const report = await verify(house.files, { ...verification, keys });
  say('');
  say('jirga verify');
  for (const line of reportLines(report)) say(`  ${line}`.trimEnd());
  if (report.findingsTotal > 0) throw new UnexpectedAnswerError('verify has found something in a ledger that nobody touched');
}

async function printAddresses(stage: Stage, say: DemoOptions['say']): Promise<void> {
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
  for (const role of ROLES) say(`  ${role.padEnd(width)}  ${await stage.signInToken(holderOf(role))}`);
  say('');
  say('Ctrl+C ends it; run it again for new tokens.');
}
