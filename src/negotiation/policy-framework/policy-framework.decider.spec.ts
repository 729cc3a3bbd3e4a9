import { describe, expect, it } from '@jest/globals';
import { derived, eventId, gone, specOf } from '../../../test/support/decider-spec';
import { ErasedError } from '../../kernel/erased';
import { textOf } from '../../kernel/text';
import { evidenceEvents } from '../evidence/evidence.events';
import { evidence } from '../evidence/evidence.state';
import { AmendRedLine, DeclareRedLine, PublishFrameworkVersion, RegisterInstrument, WithdrawRedLine } from './policy-framework.commands';
import { policyFrameworkDecider } from './policy-framework.decider';
import { policyFrameworkEvents } from './policy-framework.events';
import { policyFramework, prohibitedAmong, redLinesInForce, standingRedLine, versionInForce } from './policy-framework.state';

const { given, stateAfter } = specOf(policyFramework, policyFrameworkDecider);
const {
  PolicyInstrumentRegistered,
  RedLineDeclared,
  RedLineAmended,
  RedLineWithdrawn,
  FrameworkVersionPublished,
  FrameworkVersionSuperseded,
} = policyFrameworkEvents;

const DOCUMENT = '50000000-0000-4000-8000-000000000001';
const RECOGNITION = '60000000-0000-4000-8000-000000000001';
const VISAS = '60000000-0000-4000-8000-000000000002';
const TODAY = '2025-03-01';

const noRecognition = { lang: 'en', body: 'No text recognises a government.' };
const visasAreFederal = { lang: 'en', body: 'Visas are issued by the federation.' };
const recognition = RedLineDeclared({
  redLineId: RECOGNITION,
  topic: 'SECURITY',
  text: textOf(noRecognition),
  effect: 'PROHIBITED',
  examples: ['Government of the Islamic Emirate'],
});
const visas = RedLineDeclared({
  redLineId: VISAS,
  topic: 'CROSS_BORDER_COLLABORATION',
  text: textOf(visasAreFederal),
  effect: 'FEDERAL_APPROVAL_REQUIRED',
  examples: [],
});
const published = FrameworkVersionPublished({ version: 1, redLineIds: [RECOGNITION, VISAS], effectiveFrom: TODAY });
const superseded = FrameworkVersionSuperseded({ version: 1, publicationId: eventId(3), by: 2 });

describe('an instrument of national policy is registered (S18)', () => {
  const policy = {
    title: 'A policy on internal security (fictitious)',
    issuer: 'Government of Pakistan',
    kind: 'SECURITY_POLICY',
    effectiveFrom: '2024-01-01',
    evidenceId: DOCUMENT,
    classification: 'RESTRICTED',
  } as const;
  const text = evidenceEvents.EvidenceIngested({
    sha256: 'c'.repeat(64),
    bytes: 1,
    mediaType: 'application/pdf',
    capturedAt: { from: '2024', precision: 'YEAR', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
    lang: 'en',
    kind: 'OTHER',
  });

  it('with its text as evidence, and more may follow', () => {
    given(PolicyInstrumentRegistered({ ...policy, kind: 'LAW' }))
      .and(evidence, DOCUMENT, text)
      .when(RegisterInstrument, policy)
      .then(PolicyInstrumentRegistered(policy))
      .leaving({ status: 'DRAFT', instruments: { [eventId(1)]: { ...policy, kind: 'LAW' }, [eventId(2)]: policy } });
  });

  it('not without it', () => {
    given().when(RegisterInstrument, policy).thenRefused('policyFramework.evidence-unknown');
  });
});

describe('a red line is declared', () => {
  it('in exact words, under an id of its own; it binds from the version that names it', () => {
    const line = { topic: 'SECURITY', text: noRecognition, effect: 'PROHIBITED', examples: [] } as const;
    given()
      .when(DeclareRedLine, line)
      .then(RedLineDeclared({ ...line, redLineId: derived('redLine'), text: textOf(noRecognition), examples: [] }))
      .leaving({
        status: 'DRAFT',
        redLines: { [derived('redLine')]: expect.objectContaining({ declarationId: eventId(1), withdrawn: false }) as never },
      });
    expect([redLinesInForce(stateAfter(recognition)), prohibitedAmong(stateAfter(recognition), [RECOGNITION])]).toEqual([[], []]);
  });

  it('while a version is in force, which goes on unchanged', () => {
    const later = { ...visas, data: { ...visas.data, redLineId: derived('redLine') } };
    expect(redLinesInForce(stateAfter(recognition, visas, published, later)).map(({ redLineId }) => redLineId)).toEqual([
      RECOGNITION,
      VISAS,
    ]);
  });
});

describe('a red line is amended; the new words hold at once, also in the version in force (INV-12)', () => {
  const softer = {
    redLineId: RECOGNITION,
    text: { lang: 'en', body: 'Names of authorities need approval.' },
    effect: 'FEDERAL_APPROVAL_REQUIRED',
  } as const;
  const amended = RedLineAmended({ ...softer, text: textOf(softer.text), supersedes: eventId(1) });

  it('and the event names the declaration whose words no longer hold', () => {
    given(recognition, visas, published).when(AmendRedLine, softer).then(amended);
    const after = stateAfter(recognition, visas, published, amended);
    expect(prohibitedAmong(after, [RECOGNITION, VISAS])).toEqual([]);
    expect(standingRedLine(after, RECOGNITION)).toMatchObject({
      text: textOf(softer.text),
      topic: 'SECURITY',
      wordedBy: eventId(4),
      declarationId: eventId(1),
    });
  });

  it('or the amendment before it', () => {
    given(recognition, amended)
      .when(AmendRedLine, softer)
      .then(RedLineAmended({ ...amended.data, supersedes: eventId(2) }));
  });

  it('not one that nobody declared', () => {
    given(visas).when(AmendRedLine, softer).thenRefused('policyFramework.red-line-unknown');
    given(visas)
      .when(AmendRedLine, { ...softer, redLineId: DOCUMENT })
      .thenRefused('policyFramework.red-line-unknown');
  });

  it('and not before there is a framework', () => {
    given().when(AmendRedLine, softer).thenRefused('policyFramework.out-of-turn');
  });
});

describe('a red line is withdrawn', () => {
  const withdrawal = { redLineId: RECOGNITION, reason: 'The federation has decided otherwise.' };
  const withdrawn = RedLineWithdrawn({ ...withdrawal, declarationId: eventId(1) });

  it('by an event that names its declaration, and no longer binds anybody (INV-12)', () => {
    expect(prohibitedAmong(stateAfter(recognition, visas, published), [VISAS, RECOGNITION])).toMatchObject([{ redLineId: RECOGNITION }]);
    given(recognition, visas, published).when(WithdrawRedLine, withdrawal).then(withdrawn);
    const after = stateAfter(recognition, visas, published, withdrawn);
    expect(redLinesInForce(after)).toMatchObject([{ redLineId: VISAS }]);
  });

  it('once, and is neither amended nor published afterwards', () => {
    const amendment = { redLineId: RECOGNITION, text: noRecognition, effect: 'PROHIBITED' } as const;
    given(recognition, withdrawn).when(WithdrawRedLine, withdrawal).thenRefused('policyFramework.red-line-unknown');
    given(recognition, withdrawn).when(AmendRedLine, amendment).thenRefused('policyFramework.red-line-unknown');
    given(recognition, withdrawn)
      .when(PublishFrameworkVersion, { redLineIds: [RECOGNITION], effectiveFrom: TODAY })
      .thenRefused('policyFramework.red-line-unknown');
  });

  it('and an erased withdrawal is no longer known: the line stands', () => {
    expect(redLinesInForce(stateAfter(recognition, visas, published, gone(withdrawn, 'redLineId')))).toHaveLength(2);
  });
});

describe('one version is in force at a time, and versions count up by one', () => {
  const all = { redLineIds: [RECOGNITION, VISAS], effectiveFrom: TODAY };

  it('the first', () => {
    given(recognition, visas)
      .when(PublishFrameworkVersion, all)
      .then(published)
      .leaving({
        status: 'IN_FORCE',
        inForce: { version: 1, redLineIds: [RECOGNITION, VISAS], effectiveFrom: TODAY, publicationId: eventId(3) },
      });
    expect(versionInForce(stateAfter(recognition, visas))).toBeUndefined();
  });

  it('the next supersedes it in the same breath, and names its publication', () => {
    const second = FrameworkVersionPublished({ version: 2, redLineIds: [RECOGNITION], effectiveFrom: TODAY });
    given(recognition, visas, published)
      .when(PublishFrameworkVersion, { ...all, redLineIds: [RECOGNITION] })
      .then(superseded, second)
      .leaving({ status: 'IN_FORCE', superseded: [expect.objectContaining({ version: 1, publicationId: eventId(3), by: 2 })] as never });
    expect(versionInForce(stateAfter(recognition, visas, published, superseded, second))).toBe(2);
  });

  it('a number is not given again, even if its publication has been annulled', () => {
    given(recognition, visas, published, superseded)
      .when(PublishFrameworkVersion, all)
      .then(FrameworkVersionPublished({ version: 3, ...all }));
  });

  it('not from a day that has not begun in Islamabad', () => {
    given(recognition, visas)
      .when(PublishFrameworkVersion, { ...all, effectiveFrom: '2025-03-02' })
      .thenRefused('policyFramework.not-yet-effective');
    // 19:00 in UTC is midnight there.
    given(recognition, visas)
      .at('2025-03-01T19:00:00.000Z')
      .when(PublishFrameworkVersion, { ...all, effectiveFrom: '2025-03-02' })
      .then(FrameworkVersionPublished({ version: 1, ...all, effectiveFrom: '2025-03-02' }));
  });

  it('not with a red line that nobody declared', () => {
    given(recognition).when(PublishFrameworkVersion, all).thenRefused('policyFramework.red-line-unknown');
  });

  it('not without a prohibition of the version before: that leaves only by its own withdrawal (INV-12)', () => {
    given(recognition, visas, published)
      .when(PublishFrameworkVersion, { ...all, redLineIds: [VISAS] })
      .thenRefused('policyFramework.prohibition-dropped', 'INV-12');
  });

  it('and not before anything was declared', () => {
    given().when(PublishFrameworkVersion, { redLineIds: [], effectiveFrom: TODAY }).thenRefused('policyFramework.out-of-turn');
  });

  it('naming each red line once', () => {
    const command = Object.assign(new PublishFrameworkVersion(), { ...all, redLineIds: [VISAS, VISAS] });
    expect(command.faults()).toMatchObject([{ pointer: '/redLineIds/1' }]);
  });

  it('and where its number or its lines are erased, nothing is decided by guess', () => {
    given(recognition, gone(published, 'version'))
      .when(PublishFrameworkVersion, { ...all, redLineIds: [RECOGNITION] })
      .thenRefused('record.erased');
    expect(() => versionInForce(stateAfter(recognition, gone(published, 'version')))).toThrow(ErasedError);
    expect(() => redLinesInForce(stateAfter(recognition, gone(published, 'redLineIds')))).toThrow(ErasedError);
    expect(redLinesInForce(stateAfter(gone(recognition, 'redLineId'), published))).toEqual([]);
  });
});
