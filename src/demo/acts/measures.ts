import type { Stage } from '../stage';
import { daysPass, invented, now, recorded, registered, type Step } from '../steps';

const WINDOW_DAYS = 14;
const SHORT_WINDOW_DAYS = 7;
const DAYS_UNTIL_ANSWER = 9;

const measure = (stage: Stage, key: string): string => `/v1/measures/${stage.id(key)}`;
const here = (stage: Stage) => ({ partyId: stage.id('province'), kind: 'AUTHORITY', country: 'PK' });
const there = (stage: Stage) => ({ partyId: stage.id('tribe'), kind: 'COMMUNITY', country: 'AF' });

const proposed = (key: string, name: string, title: string, more: (stage: Stage) => object): Step => ({
  name,
  play: registered(key, '/v1/measures', 'negotiator', (stage) => ({
    initiativeId: stage.id('initiative'),
    title: invented(title),
    type: 'HUMANITARIAN',
    pattern: 'UNILATERAL',
    topic: 'CROSS_BORDER_COLLABORATION',
    subTopics: ['HEALTH'],
    actorEnd: here(stage),
    recipientEnd: there(stage),
    competence: 'PROVINCIAL',
    visibility: 'PUBLIC',
    description: { lang: 'en', body: invented(title) },
    indicator: invented('Persons counted at the place'),
    plannedWindow: null,
    reciprocityWindowDays: WINDOW_DAYS,
    ...more(stage),
  })),
});
const begun = (key: string, name: string): Step => ({
  name,
  play: recorded(
    'focalPerson',
    (stage) => `${measure(stage, key)}/start`,
    () => ({}),
  ),
});
const delivered = (key: string, name: string, amount: object, answers: readonly string[] = []): Step => ({
  name,
  play: recorded(
    'negotiator',
    (stage) => `${measure(stage, key)}/record-delivery`,
    (stage) => ({
      ...amount,
      evidenceIds: [stage.id('notification letter')],
      answersMeasureIds: answers.map((each) => stage.id(each)),
      record: now(stage),
    }),
  ),
});

/** Invented: two small gestures of the province before anything is agreed; one is answered after nine days, the other one is not. */
export const MEASURES: readonly Step[] = [
  proposed('gesture', 'A gesture is proposed: patients are treated', 'Patients from across the border are treated', () => ({})),
  begun('gesture', 'The treatment begins'),
  delivered('gesture', 'Forty patients have been treated', { quantity: 40, unit: 'PATIENTS' }),
  proposed('second gesture', 'Another one: places at a school', 'Children from across the border go to school', () => ({
    type: 'SOCIETAL',
    subTopics: ['EDUCATION'],
    reciprocityWindowDays: SHORT_WINDOW_DAYS,
  })),
  begun('second gesture', 'The school opens its doors'),
  delivered('second gesture', 'Twelve children have come', { quantity: 12, unit: 'STUDENTS' }),
  daysPass(`${DAYS_UNTIL_ANSWER} days pass`, DAYS_UNTIL_ANSWER),
  proposed('answer', 'The other side does something in turn', 'Families are let across to visit their dead', (stage) => ({
    actorEnd: there(stage),
    recipientEnd: here(stage),
    subTopics: ['CULTURAL_EXCHANGE'],
    type: 'CULTURAL',
    reciprocityWindowDays: undefined,
  })),
  {
    name: 'Nine families have come, in answer to the treatment (INV-28)',
    play: async (stage, name) => {
      await delivered('answer', name, { quantity: 9, unit: 'PERSONS' }, ['gesture']).play(stage, name);
      await stage.until('focalPerson', measure(stage, 'gesture'), 'RECIPROCATED');
    },
  },
];
