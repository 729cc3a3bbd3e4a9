import { expect, it } from '@jest/globals';
import { deviationsIdOf } from '../../src/negotiation/deviations/deviations.state';
import { shows } from './claims';
import { become, board, body, daysAgo, done, eventOf, type House, inHours, opened } from './house';

const OBJECTIVES = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'O9', 'O10'];

/** The way of the initiative: what must come first, what was done without leave, and where it ends. */
export function way(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const initiative = (): string => `/v1/initiatives/${known('initiative')}`;
  const register = (): string => `/v1/deviations/${deviationsIdOf(known('initiative'), [])}`;
  const OF = { elder: 'tribe', envoy: 'authority', commander: 'group' } as const;
  const other = (who: keyof typeof OF) => ({ participantId: known(who), partyId: known(OF[who]) });
  const place = { name: 'A guest house (fictitious)', country: 'AF', placePrecision: 2 };
  const plan = (over: object = {}) => ({
    initiativeId: known('initiative'),
    kind: 'MEETING',
    track: 'TRACK_1',
    channel: 'OPEN',
    mode: 'DIRECT',
    acts: ['LISTEN'],
    counterparts: [other('elder')],
    topics: ['SECURITY'],
    place,
    plannedFor: null,
    plannedText: 'very soon',
    clearanceIds: [],
    ...over,
  });
  const held = (over: object = {}) => {
    const { topics: _, plannedFor: __, plannedText: ___, ...rest } = plan();
    return { ...rest, agenda: [], record: { occurredAt: daysAgo(20) }, ...over };
  };
  const schedule = (over: object = {}) => at().focal.look('POST', '/v1/contacts', body(plan(over)));
  const notify = (days: number) => {
    const words = { reference: 'KP/1 (invented)', addressee: 'The ministry', channel: 'LETTER', summary: 'Two delegations.' };
    const fields = { ...words, documentEvidenceId: known('letter'), record: { occurredAt: daysAgo(days) } };
    return done(at().focal.look('POST', `${initiative()}/notify-federal-government`, body(fields)));
  };

  it('is proposed by the province, for objectives that have names', async () => {
    const { focal, official } = at();
    const objectives = OBJECTIVES.map((code) => ({ code, text: `Objective ${code}` }));
    const proposal = { title: 'Two delegations', sponsorPartyId: known('province'), objectives };
    const proposed = await done(focal.look('POST', '/v1/initiatives', body(proposal)));
    shows('S1', proposed, { '/events/0/type': 'InitiativeProposed' });
    at().known['initiative'] = proposed.json<{ stream: { id: string } }>().stream.id;
    await done(
      official.look(
        'POST',
        `${initiative()}/designate-focal-person`,
        body({ participantId: known('spokesman'), record: { occurredAt: daysAgo(60) } }),
      ),
    );
    const second = await official.look('POST', `${initiative()}/designate-focal-person`, body({ participantId: known('head') }));
    shows('INV-03', second, { '/code': 'initiative.focal-person-in-office', '/invariant': 'INV-03' });
    const state = await focal.look('GET', initiative());
    shows('S1', state, { '/state/sponsorPartyId': known('province') });
    shows('S5', state, { '/state/focalPerson/participantId': known('spokesman') });
    shows('S34', state, { '/state/objectives/1/code': 'O2' });
    await done(
      focal.look(
        'POST',
        `${initiative()}/assess-objective`,
        body({ objective: 'O1', assessment: 'SOME_MOVEMENT', text: 'They have met.' }),
      ),
    );
    shows('S33', await focal.look('GET', initiative()), { '/state/assessments/O1': 'SOME_MOVEMENT' });
    const percent = await focal.look(
      'POST',
      `${initiative()}/assess-objective`,
      body({ objective: 'O1', assessment: '40 %', text: 'So much.' }),
    );
    shows('S33', percent, { '/errors/0/pointer': '/assessment' });
  });

  it('before the federal government is told nothing is scheduled; what happened is recorded and marked', async () => {
    const { focal, liaison } = at();
    shows('INV-01 S17', await schedule(), { '/code': 'contact.not-notified', '/invariant': 'INV-01' });
    const early = await done(focal.look('POST', '/v1/contacts/unsanctioned', body({ ...held(), explanation: 'He came unasked.' })));
    shows('INV-02', early, {
      '/events/0/type': 'UnsanctionedContactReported',
      '/deviations': expect.arrayContaining(['BEFORE_NOTIFICATION']),
    });
    const open = await become(liaison.look, register(), ({ deviations }) => (deviations as unknown[]).length === 3);
    shows('INV-02 INV-43', open, { '/state/status': 'OPEN' });
    const future = await focal.look(
      'POST',
      `${initiative()}/record-circumstances`,
      body({ text: 'It will change.', affects: ['SECURITY'], record: { occurredAt: daysAgo(-3) } }),
    );
    shows('INV-35', future, { '/code': 'record.occurred-in-future', '/invariant': 'INV-35' });
    const unknown = { ...daysAgo(1), from: null, precision: 'UNKNOWN' };
    const unexplained = await focal.look(
      'POST',
      `${initiative()}/record-circumstances`,
      body({ text: 'It has changed.', affects: ['SECURITY'], record: { occurredAt: unknown } }),
    );
    shows('INV-35', unexplained, { '/errors/0/pointer': '/record/occurredAt/originalText' });
  });

  it('a letter notifies; one that is found later and came before remedies', async () => {
    const { liaison } = at();
    shows('S17', await notify(10), { '/events/0/type': 'FederalGovernmentNotified' });
    await notify(30);
    const remedied = await become(liaison.look, register(), ({ deviations }) =>
      (deviations as { result: string | null }[]).some(({ result }) => result === 'REMEDIED'),
    );
    const place = remedied
      .json<{ state: { deviations: { result: string | null }[] } }>()
      .state.deviations.findIndex(({ result }) => result === 'REMEDIED');
    shows('INV-50', remedied, {
      [`/state/deviations/${place}/flag`]: 'BEFORE_NOTIFICATION',
      [`/state/deviations/${place}/result`]: 'REMEDIED',
    });
  });

  it('while the federal side objects nothing goes forward; it lifts its objection itself', async () => {
    const { reviewer, liaison, focal, ledger } = at();
    const objection = { byOffice: 'An office', ground: 'COMPETENCE', text: 'It is for us.', public: true };
    const unsigned = await ledger.as(reviewer.token)('POST', `${initiative()}/raise-federal-objection`, body(objection));
    const bare = { ...unsigned, request: 'POST /v1/initiatives/{id}/raise-federal-objection' };
    shows('INV-46', bare, { '/code': 'record.no-signing-key', '/invariant': 'INV-46' });
    const objectionId = await eventOf(reviewer.look('POST', `${initiative()}/raise-federal-objection`, body(objection)));
    shows('S63', await schedule(), { '/code': 'initiative.objection-open' });
    const row = await board(
      liaison.look,
      `/v1/boards/agreement-state?initiativeId=${known('initiative')}`,
      ([row]) => row?.['federalStanding'] === 'OBJECTION_OPEN',
    );
    shows('S63', row, { '/rows/0/federalStanding': 'OBJECTION_OPEN' });
    await done(reviewer.look('POST', `${initiative()}/lift-federal-objection`, body({ objectionId, reason: 'They have spoken.' })));
    await done(focal.look('POST', `${initiative()}/suspend`, body({ ground: 'OTHER', reason: 'It rests.' })));
    shows('S63', await focal.look('GET', initiative()), { '/state/status': 'SUSPENDED', '/state/federalStanding': 'OBJECTION_LIFTED' });
    await done(focal.look('POST', `${initiative()}/resume`, body({})));
  });

  it('terms of reference: the first phase negotiates nothing; silence and guidance approve nothing', async () => {
    const { focal, liaison, reviewer } = at();
    const terms = {
      initiativeId: known('initiative'),
      text: { lang: 'en', body: 'They speak with the tribes.' },
      topics: ['SECURITY', 'CROSS_BORDER_COLLABORATION'],
      acts: { phase1: ['LISTEN', 'COORDINATE'], phase2: ['LISTEN', 'COORDINATE', 'NEGOTIATE_TEXT', 'INITIAL', 'SIGN_AD_REFERENDUM'] },
      counterpartKinds: ['AFGHAN_TRIBAL_LEADER', 'AFGHAN_GOVERNMENT_REPRESENTATIVE'],
      counterpartPartyIds: [],
      delegationsMax: 2,
      places: ['Kabul'],
      validFrom: inHours(-1),
      reportingRule: 'After each return.',
    };
    const beyond = await focal.look('POST', '/v1/mandates', body({ ...terms, acts: { phase1: ['NEGOTIATE_TEXT'], phase2: [] } }));
    shows('S23 INV-10', beyond, { '/code': 'mandate.beyond-phase1', '/invariant': 'INV-10' });
    const foreign = await focal.look('POST', '/v1/mandates', body({ ...terms, topics: ['FISHERIES'] }));
    shows('S30', foreign, { '/errors/0/pointer': '/topics' });
    shows('INV-10', await schedule(), { '/code': 'contact.no-mandate', '/invariant': 'INV-10' });
    const mandate = `/v1/mandates/${await opened(focal.look('POST', '/v1/mandates', body(terms)))}`;
    shows('S2', await focal.look('GET', mandate), { '/state/terms/delegationsMax': 2 });
    await done(focal.look('POST', `${mandate}/submit`, body({ urgency: 'ROUTINE', question: 'May they go?' })));
    const { reviewId } = (await focal.look('GET', mandate)).json<{ state: { reviewId: string } }>().state;
    const review = `/v1/federal-reviews/${reviewId}`;
    await become(liaison.look, review, ({ status }) => status === 'SUBMITTED');
    shows('S20', await done(liaison.look('POST', `${review}/acknowledge`, body({ reference: 'FO/1 (invented)' }))), {
      '/events/0/type': 'ReviewAcknowledged',
    });
    await done(liaison.look('POST', `${review}/assign`, body({ division: 'FOREIGN_AFFAIRS' })));
    const queue = await board(
      liaison.look,
      `/v1/boards/federal-review-queue?initiativeId=${known('initiative')}`,
      ([row]) => row?.['state'] === 'IN_REVIEW',
    );
    shows('S20', queue, { '/rows/0/state': 'IN_REVIEW', '/rows/0/ageHours': expect.any(Number) });
    await done(liaison.look('POST', `${review}/issue-guidance`, body({ text: 'It looks reasonable.', binding: false })));
    shows('S9', await liaison.look('GET', review), { '/state/status': 'IN_REVIEW', '/state/guidanceIds': expect.any(Array) });
    const { text } = (await liaison.look('GET', review)).json<{ state: { text: { textHash: string } } }>().state;
    const decision = {
      decision: 'APPROVED',
      textHash: text.textHash,
      purpose: 'START',
      validFrom: inHours(-1),
      validUntil: inHours(24),
      authorityId: known('federation'),
    };
    shows('INV-17', await focal.look('POST', `${review}/decide`, body(decision)), { '/code': 'forbidden' });
    await done(reviewer.look('POST', `${review}/decide`, body(decision)));
    shows('S9', await liaison.look('GET', review), { '/state/status': 'DECIDED', '/state/clearance/life': 'LIVE' });
    await become(focal.look, mandate, ({ status }) => status === 'IN_FORCE');
    await done(focal.look('POST', `${initiative()}/open-phase`, body({ phase: 1, clearanceId: reviewId })));
  });

  it('then a contact is scheduled, for mandated acts and topics, and for a day only if one was named', async () => {
    const { focal } = at();
    shows('S23 INV-10', await schedule({ acts: ['NEGOTIATE_TEXT'] }), { '/code': 'contact.act-not-mandated', '/invariant': 'INV-10' });
    shows('S30 INV-08', await schedule({ topics: ['TRADE'] }), { '/code': 'contact.topic-not-mandated', '/invariant': 'INV-08' });
    const listed = await schedule({ counterparts: [other('commander')] });
    shows('S11 INV-32', listed, { '/code': 'contact.listed-party', '/invariant': 'INV-32' });
    at().known['contact'] = await opened(schedule({ kind: 'JIRGA_SESSION' }));
    const planned = await focal.look('GET', `/v1/contacts/${known('contact')}`);
    shows('S28', planned, { '/state/plannedFor': null, '/state/plannedText': 'very soon' });
    shows('S27', planned, { '/state/mode': 'DIRECT' });
    shows('S34', planned, { '/state/kind': 'JIRGA_SESSION', '/state/track': 'TRACK_1' });
    const next = await focal.look('GET', `/v1/boards/agreement-state?initiativeId=${known('initiative')}`);
    shows('S53', next, { '/rows/0/commitments/total': 0 });
    const dated = await board(
      focal.look,
      `/v1/boards/agreement-state?initiativeId=${known('initiative')}`,
      ([row]) => row?.['nextContact'] !== null,
    );
    shows('S28', dated, { '/rows/0/nextContact/plannedFor': 'TBD', '/rows/0/nextContact/plannedText': 'very soon' });
  });

  it('what is said in it: statements and positions in their language, a promise that stands apart', async () => {
    const { focal, negotiator, translator, liaison } = at();
    const contact = `/v1/contacts/${known('contact')}`;
    const now = { occurredAt: { from: inHours(0), precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } };
    await done(negotiator.look('POST', `${contact}/record-held`, body({ agenda: [], record: now })));
    const raised = {
      partyId: known('tribe'),
      topic: 'TRADE',
      stance: 'OPPOSE',
      text: { lang: 'ps', body: 'موږ موافق نه یو' },
      rationale: 'The market lives from it.',
      basis: 'CUSTOMARY',
      record: now,
    };
    const position = await done(negotiator.look('POST', `${contact}/record-position`, body(raised)));
    shows('INV-08', position, { '/events/0/type': 'PositionStated', '/deviations': ['OUTSIDE_MANDATE'] });
    const events = await negotiator.look('GET', `${contact}/events`);
    shows('S55', events, { '/2/data/rationale': 'The market lives from it.', '/2/data/basis': 'CUSTOMARY' });
    shows('S44', events, { '/2/data/text/lang': 'ps' });
    const ofFederation = { ...raised, partyId: known('federation'), topic: 'SECURITY', basis: 'SECURITY' };
    const federal = await done(negotiator.look('POST', `${contact}/record-position`, body(ofFederation)));
    shows('S10', federal, { '/events/0/type': 'PositionStated' });
    const said = (speakerId: string) =>
      negotiator.look(
        'POST',
        `${contact}/record-statement`,
        body({ speakerId, text: { lang: 'en', body: 'So it is seen.' }, attribution: 'ATTRIBUTABLE', verbatim: false, record: now }),
      );
    shows('S14', await done(said(known('expert'))), { '/events/0/type': 'StatementRecorded' });
    shows('S51', await done(said(known('head'))), { '/events/0/type': 'StatementRecorded' });
    const originalEventId = position.json<{ events: { id: string }[] }>().events[0]?.id;
    const translation = { originalEventId, text: { lang: 'en', body: 'We do not agree.' }, method: 'HUMAN' };
    const translationId = await eventOf(translator.look('POST', `${contact}/attach-translation`, body(translation)));
    shows('S44 INV-37', await translator.look('GET', contact), {
      '/state/originals/0/text/lang': 'ps',
      '/state/translations/0/lang': 'en',
      '/state/translations/0/verifiedBy': null,
    });
    shows('INV-37', await translator.look('POST', `${contact}/verify-translation`, body({ translationId })), {
      '/code': 'contact.own-translation',
      '/invariant': 'INV-37',
    });
    const promise = {
      speakerId: known('spokesman'),
      toPartyId: known('tribe'),
      text: { lang: 'en', body: 'The gate will be open by night.' },
      circumstances: 'At table.',
      record: now,
    };
    const reported = await done(focal.look('POST', `${contact}/report-undertaking`, body(promise)));
    shows('INV-23 S19', reported, { '/events/0/type': 'UnauthorisedUndertakingReported', '/deviations': ['UNSANCTIONED'] });
    const apart = await focal.look('GET', contact);
    shows('INV-23', apart, { '/state/undertakings/0/standing': 'OPEN' });
    const { undertakings } = apart.json<{ state: { undertakings: { reviewId: string }[] } }>().state;
    const review = await become(
      liaison.look,
      `/v1/federal-reviews/${undertakings[0]?.reviewId ?? ''}`,
      ({ status }) => status === 'SUBMITTED',
    );
    shows('INV-23', review, { '/state/subject': 'UNAUTHORISED_UNDERTAKING' });
  });

  it('who speaks in public, and of what', async () => {
    const { official, focal } = at();
    const statement = {
      initiativeId: known('initiative'),
      speakerId: known('head'),
      text: { lang: 'en', body: 'We have spoken.' },
      refersTo: [],
      mode: 'DIRECT',
      place,
      plannedFor: null,
      clearanceIds: [],
    };
    shows('S31 INV-41', await official.look('POST', '/v1/contacts/public-statements', body(statement)), {
      '/code': 'contact.not-spokesman',
      '/invariant': 'INV-41',
    });
    const spoken = await opened(
      focal.look('POST', '/v1/contacts/unplanned', body(held({ kind: 'PUBLIC_STATEMENT', acts: [], counterparts: [] }))),
    );
    const said = {
      speakerId: known('head'),
      text: { lang: 'en', body: 'We have spoken.' },
      attribution: 'ATTRIBUTABLE',
      verbatim: true,
      record: { occurredAt: daysAgo(20) },
    };
    const made = await done(focal.look('POST', `/v1/contacts/${spoken}/record-statement`, body(said)));
    shows('S31 INV-41', made, { '/events/0/type': 'StatementRecorded', '/deviations': ['UNSANCTIONED'] });
  });

  it('a federal decision on paper is a report, and confirmed by a second person', async () => {
    const { official, secondOfficial } = at();
    const paper = {
      initiativeId: known('initiative'),
      reference: 'FO/7 (invented)',
      evidenceId: known('letter'),
      subject: 'START_NEGOTIATIONS',
      decision: 'APPROVED',
      record: { occurredAt: daysAgo(1) },
    };
    const received = await done(official.look('POST', '/v1/federal-reviews/received-decisions', body(paper)));
    shows('INV-48', received, { '/events/0/type': 'FederalDecisionReceived', '/deviations': ['RECORDED_BY_PROVINCE'] });
    const { stream, events } = received.json<{ stream: { id: string }; events: { id: string }[] }>();
    const path = `/v1/federal-reviews/${stream.id}`;
    const own = await official.look('POST', `${path}/confirm-federal-decision`, body({ receiptId: events[0]?.id }));
    shows('INV-48', own, { '/code': 'federalReview.same-person', '/invariant': 'INV-48' });
    await done(secondOfficial.look('POST', `${path}/confirm-federal-decision`, body({ receiptId: events[0]?.id })));
  });

  it('a phase comes to something, or says why not', async () => {
    const { focal, liaison } = at();
    const conclude = (over: object) =>
      focal.look(
        'POST',
        `${initiative()}/conclude-phase`,
        body({
          phase: 1,
          outcome: 'FOUNDATION_LAID',
          criteria: [{ text: 'They meet again.', met: true, evidenceIds: [known('letter')] }],
          engaged: [],
          commitmentIds: [],
          ...over,
        }),
      );
    shows('INV-43', await conclude({}), { '/code': 'initiative.deviations-open', '/invariant': 'INV-43' });
    const unmet = [{ text: 'They meet again.', met: false, evidenceIds: [] }];
    shows('INV-04', await conclude({ criteria: unmet }), { '/code': 'initiative.criterion-not-met', '/invariant': 'INV-04' });
    for (const { deviationId, result } of await deviations())
      if (result === null)
        await done(liaison.look('POST', `${register()}/disposition`, body({ deviationId, result: 'ACCEPTED', reason: 'It is known.' })));
    await done(conclude({}));
    shows('S21', await focal.look('GET', initiative()), {
      '/state/status': 'BETWEEN_PHASES',
      '/state/phases/0/outcome': 'FOUNDATION_LAID',
    });
    await done(focal.look('POST', `${initiative()}/open-phase`, body({ phase: 2 })));
    shows('S25 INV-09', await conclude({ phase: 2, outcome: 'TANGIBLE_OUTCOME' }), {
      '/code': 'initiative.not-engaged',
      '/invariant': 'INV-09',
    });
    shows('S26', await conclude({ phase: 2, outcome: 'NO_AGREEMENT' }), { '/errors/0/pointer': '/reason' });

    async function deviations(): Promise<{ deviationId: string; result: string | null }[]> {
      const all = await become(liaison.look, register(), ({ deviations }) => (deviations as unknown[]).length === 7);
      return all.json<{ state: { deviations: { deviationId: string; result: string | null }[] } }>().state.deviations;
    }
  });

  it('and what is above somebody’s level is withheld from him', async () => {
    const { focal, onlooker } = at();
    const secret = await opened(
      focal.look(
        'POST',
        '/v1/contacts/unplanned',
        body({ ...held({ counterparts: [], acts: [] }), record: { occurredAt: daysAgo(2), classification: { level: 'CONFIDENTIAL' } } }),
      ),
    );
    shows('S64', await onlooker.look('GET', `/v1/contacts/${secret}`), { '/withheld': 'CONFIDENTIAL' });
    const low = await focal.look(
      'POST',
      `/v1/contacts/${secret}/record-statement`,
      body({
        speakerId: known('head'),
        text: { lang: 'en', body: 'So.' },
        attribution: 'ATTRIBUTABLE',
        verbatim: false,
        record: { occurredAt: daysAgo(2), classification: { level: 'PUBLIC' } },
      }),
    );
    shows('INV-31', low, { '/code': 'record.level-too-low', '/invariant': 'INV-31' });
  });

  it('a contact that was held with a listed party is accepted, and marked', async () => {
    const { negotiator } = at();
    const met = await done(negotiator.look('POST', '/v1/contacts/unplanned', body(held({ counterparts: [other('commander')] }))));
    shows('INV-32', met, { '/deviations': expect.arrayContaining(['UNSANCTIONED']) });
  });
}
