import { it } from '@jest/globals';
import { shows } from './claims';
import { become, board, body, daysAgo, done, eventOf, type House, inHours, opened } from './house';

/** What is negotiated: a text in brackets, what others put beside it, silence, and how it is agreed ad referendum. */
export function texts(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const ours = (): string => known('text');
  const clean = (eId: string, text: string) => ({ eId, segments: [{ state: 'CLEAN', text }] });
  const draft = (over: object = {}) => ({
    initiativeId: known('initiative'),
    title: 'The gate by night (invented)',
    topic: 'SECURITY',
    subTopics: ['SAFE_HAVEN'],
    authorPartyId: known('province'),
    singleUndertaking: true,
    lang: 'ps',
    parties: [
      { partyId: known('province'), mark: 'KP' },
      { partyId: known('tribe'), mark: 'TB' },
    ],
    clauses: [clean('art_1', 'دروازه خلاصه ده.'), clean('art_2', 'هیڅوک وسله نه لېږدوي.')],
    ...over,
  });
  const handing = () => ({ contactId: known('contact'), toPartyIds: [known('tribe')], nature: 'FORMAL' });
  const act = (path: string, command: string, fields: object) => at().negotiator.look('POST', `${path}/${command}`, body(fields));
  const accept = (revision: number, party: string) =>
    done(act(ours(), 'record-stance', { partyId: known(party), revision, stance: 'ACCEPT', contactId: known('contact') }));
  const textOf = async () => (await at().liaison.look('GET', ours())).json<{ state: { text: { textHash: string } } }>().state.text;
  const agree = async (revision: number) =>
    at().focal.look('POST', `${ours()}/agree-ad-referendum`, body({ revision, textHash: (await textOf()).textHash }));
  type Row = { readonly state: string; readonly parties: readonly { readonly stance: string }[] };
  const matrix = (holds: (first: Row) => boolean) =>
    board(
      at().liaison.look,
      `/v1/boards/clause-matrix?proposalId=${ours().split('/')[3] ?? ''}`,
      ([row]) => row !== undefined && holds(row as unknown as Row),
    );

  it('is put on the table on a mandated topic; what others raise beyond it is recorded, and marked', async () => {
    const { negotiator, onlooker } = at();
    const beyond = `/v1/proposals/${await opened(negotiator.look('POST', '/v1/proposals', body(draft({ topic: 'TRADE' }))))}`;
    shows('S30 INV-08', await act(beyond, 'table', { revision: 1, ...handing() }), {
      '/code': 'proposal.topic-not-mandated',
      '/invariant': 'INV-08',
    });
    const raised = { ...draft({ topic: 'TRADE', authorPartyId: known('tribe') }), ...handing(), toPartyIds: [known('province')] };
    const received = await done(negotiator.look('POST', '/v1/proposals/received', body({ ...raised, record: { occurredAt: daysAgo(1) } })));
    shows('INV-08', received, { '/events/0/type': 'ProposalReceived', '/deviations': ['OUTSIDE_MANDATE'] });
    at().known['text'] = `/v1/proposals/${await opened(negotiator.look('POST', '/v1/proposals', body(draft())))}`;
    await done(act(ours(), 'table', { revision: 1, ...handing() }));
    shows('S44', await onlooker.look('GET', ours()), { '/state/status': 'TABLED', '/state/text/lang': 'ps' });
    shows('S44 INV-37', await onlooker.look('GET', `${ours()}/text?format=json`), {
      '/lang': 'ps',
      '/body': 'دروازه خلاصه ده.\n\nهیڅوک وسله نه لېږدوي.',
      '/textHash': (await textOf()).textHash,
    });
  });

  it('who says nothing has no position; a position is one on words, and other words are none', async () => {
    await accept(1, 'province');
    shows('INV-21', await matrix(({ parties }) => parties[0]?.stance === 'ACCEPT'), {
      '/rows/0/parties/0/stance': 'ACCEPT',
      '/rows/0/parties/1/stance': 'NO_POSITION_STATED',
    });
    const bracket = { baseRevision: 1, eId: 'art_1', words: 'خلاصه', byPartyId: known('tribe'), reason: 'Not by night.' };
    await done(act(ours(), 'bracket-text', bracket));
    const bracketed = await matrix(({ state }) => state === 'BRACKETED');
    shows('INV-20', bracketed, {
      '/rows/0/parties/0/stance': 'NO_POSITION_STATED',
      '/rows/0/parties/0/stale/stance': 'ACCEPT',
      '/rows/1/parties/0/stance': 'ACCEPT',
    });
    shows('S53 INV-18', bracketed, { '/rows/0/state': 'BRACKETED', '/rows/0/bracketCount': 1, '/rows/1/state': 'CLEAN' });
    const late = { partyId: known('tribe'), revision: 1, eIds: ['art_1'], stance: 'ACCEPT' };
    shows('INV-20', await act(ours(), 'record-stance', late), { '/code': 'proposal.other-revision', '/invariant': 'INV-20' });
    shows('INV-20', await at().liaison.look('GET', `${ours()}/diff?from=1&to=2`), {
      '/clauses/0/eId': 'art_1',
      '/clauses/0/change': 'REWORDED',
      '/unchanged': 1,
    });
  });

  it('a counter-proposal is a text of its own, and names what it answers', async () => {
    const { negotiator } = at();
    const answer = (answersRevision: number) => ({
      initiativeId: known('initiative'),
      answersProposalId: ours().split('/')[3],
      answersRevision,
      title: 'Another view of the night (invented)',
      authorPartyId: known('tribe'),
      lang: 'ps',
      clauses: [clean('art_1', 'دروازه تړلې ده.')],
      ...handing(),
      toPartyIds: [known('province')],
    });
    const counter = (revision: number) => negotiator.look('POST', '/v1/proposals/counter-proposals', body(answer(revision)));
    shows('INV-19', await counter(9), { '/code': 'proposal.answered-unknown', '/invariant': 'INV-19' });
    const countering = `/v1/proposals/${await opened(counter(2))}`;
    shows('INV-19', await negotiator.look('GET', countering), {
      '/state/answers/proposalId': ours().split('/')[3],
      '/state/answers/revision': 2,
    });
    shows('INV-19', await become(negotiator.look, ours(), ({ status }) => status === 'COUNTERED'), {
      '/state/counterProposals/0/revision': 2,
    });
  });

  it('silence counts only where all have accepted that it does, and whoever breaks it ends that', async () => {
    const { focal } = at();
    const open = (revision: number) =>
      focal.look('POST', `${ours()}/open-silence-procedure`, body({ revision, deadline: inHours(24), parties: [known('tribe')] }));
    shows('INV-18', await open(2), { '/code': 'proposal.not-clean', '/invariant': 'INV-18' });
    shows('INV-18', await agree(2), { '/code': 'proposal.not-clean', '/invariant': 'INV-18' });
    const agreedBy = [known('province'), known('tribe')];
    await done(act(ours(), 'resolve-bracket', { baseRevision: 2, eId: 'art_1', part: 2, how: 'ACCEPTED', agreedBy }));
    const procedureId = await eventOf(open(3));
    shows('INV-21', await focal.look('GET', ours()), { '/state/silence/acceptedBy': [] });
    await done(act(ours(), 'accept-silence-procedure', { procedureId, partyId: known('tribe') }));
    shows('INV-21', await focal.look('GET', ours()), { '/state/silence/acceptedBy/0': known('tribe') });
    shows('INV-21', await done(act(ours(), 'break-silence', { procedureId, partyId: known('tribe') })), {
      '/events/0/type': 'SilenceBroken',
    });
    shows('INV-21', await focal.look('GET', ours()), { '/state/silence': null });
  });

  it('is agreed ad referendum when it is clean, and all who were named have accepted exactly that', async () => {
    const { focal, translator } = at();
    await accept(3, 'province');
    shows('INV-18', await agree(3), { '/code': 'proposal.not-accepted', '/invariant': 'INV-18' });
    await accept(3, 'tribe');
    shows('S18 INV-13', await agree(3), { '/code': 'proposal.not-assessed', '/invariant': 'INV-13' });
    await done(focal.look('POST', `${ours()}/assess-alignment`, body({ revision: 3, result: 'ALIGNED', redLineIds: [] })));
    const translation = { revision: 3, text: { lang: 'en', body: 'The gate is open.' }, method: 'HUMAN', authentic: true };
    const translationId = await eventOf(translator.look('POST', `${ours()}/add-translation`, body(translation)));
    shows('INV-22 INV-37', await agree(3), { '/code': 'proposal.translation-is-draft', '/invariant': 'INV-37' });
    shows('INV-37', await translator.look('POST', `${ours()}/verify-translation`, body({ translationId })), {
      '/code': 'proposal.own-translation',
      '/invariant': 'INV-37',
    });
    const { ledger } = at();
    const second = await ledger.person(['TRANSLATOR']);
    const verified = await second.ask('POST', `${ours()}/verify-translation`, body({ translationId }));
    shows('INV-37', { ...verified, request: 'POST /v1/proposals/{id}/verify-translation' }, { '/events/0/type': 'TranslationVerified' });
    shows('INV-18 S26', await done(agree(3)), { '/events/0/type': 'ProposalAgreedAdReferendum' });
    shows('INV-22', await focal.look('GET', ours()), {
      '/state/text/lang': 'ps',
      '/state/translations/0/text/lang': 'en',
      '/state/translations/0/authentic': true,
    });
    const events = await focal.look('GET', `${ours()}/events`);
    const place = events.json<{ type: string }[]>().findIndex(({ type }) => type === 'ProposalAgreedAdReferendum');
    shows('INV-40', events, { [`/${place}/data/landscape`]: null });
    shows('S26 S53', await matrix(({ state }) => state === 'AD_REFERENDUM'), {
      '/rows/0/state': 'AD_REFERENDUM',
      '/rows/0/parties/1/stance': 'ACCEPT',
    });
  });
}
