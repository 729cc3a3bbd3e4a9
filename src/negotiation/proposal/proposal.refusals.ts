import { defineRefusals } from '../../kernel/rejection';
import { MISALIGNED } from '../alignment.refusals';

const NOTHING_TO_DO = 'Nothing needs to be done.';
import { UNMANDATED } from '../powers.refusals';

export const refuse = defineRefusals('proposal', {
  initiativeUnknown: {
    title: 'A proposal belongs to an open initiative',
    remedy: 'Name the id of an initiative that has been proposed and not ended.',
  },
  partyUnknown: {
    title: 'Whoever is named is registered',
    remedy: 'Register the party first, and name its id.',
  },
  notAtTable: {
    title: 'The text does not name this party',
    remedy: 'Let it join with its initials by a revision, or name one of the parties of the text.',
  },
  contactUnknown: {
    title: 'A text is put on the table in a contact of its initiative',
    remedy: 'Name a contact that is planned or was held under this initiative; a letter is one, too.',
  },
  ...UNMANDATED,
  notOfficial: {
    invariant: 'INV-10',
    title: 'Texts are negotiated on the official track',
    remedy: 'Name a contact on TRACK_1.',
  },
  answeredUnknown: {
    invariant: 'INV-19',
    title: 'A counter-proposal answers a revision that lay on the table',
    remedy: 'Name a proposal of this initiative, and a revision of it that was tabled.',
  },
  tooLong: {
    title: 'The text is too long to be cleared as one',
    remedy: 'Split it into several proposals, and package them.',
  },
  otherRevision: {
    invariant: 'INV-20',
    title: 'These are not the words that stand',
    remedy: 'Read the proposal again, and name the revision that stands now.',
  },
  sameText: {
    title: 'The text says exactly this already',
    remedy: NOTHING_TO_DO,
  },
  clauseUnknown: {
    title: 'The text has no such clause',
    remedy: 'Take the names of the clauses from the proposal as it stands.',
  },
  segmentUnknown: {
    title: 'The clause has no such part',
    remedy: 'Count the parts of the clause as it stands, from 1.',
  },
  wordsUnknown: {
    title: 'These words do not stand clean in one place of the clause',
    remedy: 'Quote them exactly, with as many words around them as make them unique, or name the part.',
  },
  alreadyBracketed: {
    title: 'This party has bracketed it already',
    remedy: NOTHING_TO_DO,
  },
  nothingBracketed: {
    title: 'There is nothing to resolve',
    remedy: 'Name a part that is bracketed or has alternatives, and one of these where it has several.',
  },
  clauseEmpty: {
    title: 'Nothing of the clause would be left',
    remedy: 'Revise the proposal without the clause.',
  },
  reservationUnknown: {
    title: 'No such reservation stands',
    remedy: 'Take its id from the proposal.',
  },
  reservationsFull: {
    title: 'More reservations than a text can bear',
    remedy: 'Who reserves so much rejects it.',
  },
  ...MISALIGNED,
  redLine: {
    invariant: 'INV-12',
    title: 'A text across a prohibiting red line is not agreed',
    remedy: 'Only the amendment or withdrawal of the red line by the federal side opens the way.',
    because: 'framework',
  },
  nothingStale: {
    title: 'No assessment rests on an older version',
    remedy: NOTHING_TO_DO,
  },
  inClearance: {
    title: 'This text is with the federal side already',
    remedy: 'Wait for its answer; silence is none. Other words are submitted anew.',
  },
  otherReview: {
    title: 'Another review is about the words that stand now',
    remedy: 'Nothing needs to be done: what was decided of earlier words does not touch these.',
  },
  sameLanguage: {
    invariant: 'INV-37',
    title: 'A translation is in another language than the original',
    remedy: 'Revise the proposal, if the original is to change.',
  },
  translationUnknown: {
    title: 'No such translation is still a draft',
    remedy: 'Take its id from the proposal.',
  },
  ownTranslation: {
    invariant: 'INV-37',
    title: 'Nobody verifies his own translation',
    remedy: 'Another translator verifies it.',
  },
  translationIsDraft: {
    invariant: 'INV-37',
    title: 'A translation that is to hold as the original does is not verified',
    remedy: 'Have it verified by a second translator.',
  },
  silenceOpen: {
    title: 'A silence procedure is open already',
    remedy: 'Wait for its deadline, or have it broken.',
  },
  noSilence: {
    invariant: 'INV-21',
    title: 'No such silence procedure is open',
    remedy: 'Without one silence is never acceptance: record the stances.',
  },
  deadlinePassed: {
    invariant: 'INV-21',
    title: 'The deadline has passed',
    remedy: 'Name a later one, or open another procedure.',
  },
  notYetOver: {
    invariant: 'INV-21',
    title: 'The silence procedure still runs',
    remedy: 'It is concluded when its deadline has passed.',
  },
  notInProcedure: {
    invariant: 'INV-21',
    title: 'The procedure does not name this party, or it has accepted it already',
    remedy: 'Name one of its parties that has not yet accepted.',
  },
  notClean: {
    invariant: 'INV-18',
    title: 'Something in the text is still bracketed or has alternatives',
    remedy: 'Resolve every bracket and choose between the alternatives first.',
  },
  otherText: {
    invariant: 'INV-18',
    title: 'This is not the text that stands',
    remedy: 'Take the hash of the revision that all have accepted; a changed sign is another text.',
  },
  notAccepted: {
    invariant: 'INV-18',
    title: 'Not everybody has accepted every clause of this revision',
    remedy: 'Record the stances of each party named, or open a silence procedure. Silence alone is no acceptance.',
  },
  alreadyCountered: {
    title: 'This counter-proposal is known here',
    remedy: NOTHING_TO_DO,
  },
  notOneUndertaking: {
    title: 'Only texts of a single undertaking are packaged',
    remedy: 'Name proposals of this initiative that were drafted for a single undertaking, this one among them.',
  },
  alreadyPackaged: {
    title: 'It is part of a package',
    remedy: 'A text is agreed together with one package only.',
  },
  alreadyIncorporated: {
    title: 'This commitment is known to carry it',
    remedy: NOTHING_TO_DO,
  },
  successorUnknown: {
    title: 'Another proposal takes its place',
    remedy: 'Name a proposal of this initiative that has been tabled.',
  },
});
