import { nextOf, speaker } from '../load.mjs';
import { agreementChanged, agreementCorrected, agreementRegistered, agreementSigned } from './agreements.mjs';
import { amendment, breach, commitmentKept, draft, draftReworded, fulfilment, wordsDisputed } from './commitments.mjs';
import { contactReported, contactWithoutLeave, jirgaHeld } from './contacts.mjs';
import { deviationsDisposed } from './deviations.mjs';
import { letter } from './evidence.mjs';
import { initiative, initiativeClosed, initiativeLed } from './initiatives.mjs';
import { mandate } from './mandates.mjs';
import { measureAnswered, measureWithdrawn } from './measures.mjs';
import { participant, participantPosted } from './participants.mjs';
import { party, partyNamed } from './parties.mjs';
import { proposalAgreed, proposalCountered, proposalsPackaged } from './proposals.mjs';
import { decisionOnPaper, review, reviewDiscussed, withdrawal } from './reviews.mjs';

/** From opening to end, one after the other and then over again; the long ones lie apart. */
const WHOLE_LIVES = [
  ...[party, fulfilment, letter, initiative, amendment, withdrawal, mandate],
  ...[participant, breach, initiativeLed, decisionOnPaper, contactReported, draft],
  jirgaHeld,
  ...[deviationsDisposed, review, proposalAgreed, initiativeClosed, contactWithoutLeave, proposalCountered, proposalsPackaged],
  ...[measureAnswered, agreementSigned, measureWithdrawn, agreementCorrected, agreementChanged, agreementRegistered],
];

/** Of the records that are there already, each goes on for ever. By the name under which they were prepared. */
const GOING_ON = {
  parties: partyNamed,
  drafts: draftReworded,
  commitmentsInForce: commitmentKept,
  reviews: reviewDiscussed,
  participants: participantPosted,
};

/** Which kinds of records are prepared, in turns. */
export const STANDING = Object.keys(GOING_ON);

/** One life after the other, from the n-th on, for ever. */
function* oneAfterTheOther(world, first) {
  for (let n = first; ; n++) yield* WHOLE_LIVES[n % WHOLE_LIVES.length](world);
}

/** A request of each in turns; who is named twice has two turns. */
function* inTurns(speakers) {
  for (let turn = 0; ; turn++) {
    const it = speakers[turn % speakers.length];
    it.answer = yield nextOf(it);
  }
}

/** Acts upon the records that are there already, for ever. */
export const standingLife = (world, standing) => inTurns(standing.map(({ kind, record }) => speaker(GOING_ON[kind](world, record))));

/**
 * What one of the connections asks: in every eight requests one upon the hot record, four of whole lives, three upon its share of the
 * records that are there already.
 * @param place which of them it is, and of how many: each begins elsewhere, so that all commands come at all times
 * @param standing its share, `{ kind, record }` each
 */
export function connectionLife(world, { place, of }, standing) {
  const hot = speaker(wordsDisputed(world, world.hot));
  const whole = speaker(oneAfterTheOther(world, Math.floor((place * WHOLE_LIVES.length) / Math.min(of, WHOLE_LIVES.length))));
  const others = speaker(standingLife(world, standing));
  const turns = [hot, whole, others, whole, others, whole, others, whole];
  const first = place % turns.length;
  return inTurns([...turns.slice(first), ...turns.slice(0, first)]);
}
