import { EventEmitter, once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server as SocketServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import { randomUUID } from 'node:crypto';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { type IStreamsServer, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  type AppendReq,
  AppendResp,
  type DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import {
  Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import type { Certified } from './certificates';
import { httpOf, type Right, ServerAccounts } from './server-accounts';
import { type Expected, type Outcome, type Proposed, type Recorded, ServerLog, STREAM_DELETED } from './server-log';

/** What goes wrong with one append. Where it is `_WRITTEN`, its events lie in the log all the same. */
export type AppendFault = (typeof ANSWERED_FAULTS)[number] | (typeof SILENT_FAULTS)[number] | 'DENIED';

/** Faults that pass, and of which one is told at once. */
export const ANSWERED_FAULTS = [
  'UNAVAILABLE',
  'UNAVAILABLE_WRITTEN',
  /** The server's own time ran out: ABORTED. */
  'TIMEOUT',
  'TIMEOUT_WRITTEN',
  /** Reported as unavailable, and written once its stream has been read. */
  'WRITTEN_AFTER_NEXT_READ',
  'NOT_READY',
  'NOT_LEADER',
  /** Nothing goes wrong, but the answer carries no position. */
  'NO_POSITION',
] as const;

/** No answer, ever. */
export const SILENT_FAULTS = ['SILENT', 'SILENT_WRITTEN'] as const;

export type ReadFault = 'UNAVAILABLE' | 'SILENT' | 'DENIED';

/** EventStoreDB drops a live subscriber for whom so many events queue up. */
const LIVE_EVENTS_MAX = 32;
/** Index behind all that can be there. */
const BEHIND_ALL = Number.MAX_SAFE_INTEGER;

/**
 * A node of EventStoreDB on loopback, as far as the protocol shows it, made of the client's own generated stubs. It keeps the rules of the real one
 * (server-log.ts) and breaks what it is told to break.
 */
export class KurrentDbDouble {
  /** How many calls went the way whose answers kill the process of the caller (`Streams.BatchAppend`). */
  batchAppends = 0;
  /** Of every append, in the order in which they came. */
  readonly appends: { readonly stream: string; readonly expected: Expected; readonly ids: readonly string[] }[] = [];
  /** Subscriptions that are open now. */
  subscriptions = 0;
  /** Reads to which nothing is said, and whose callers still wait. */
  unanswered = 0;
  /** How long a new subscription waits for its first word. */
  firstWordAfterMs = 0;
  /** Subscribers that were dropped because they were too slow. */
  dropped = 0;
  /** Asked at each append, with its number from 0. */
  appendFault: (n: number, stream: string) => AppendFault | undefined = () => undefined;
  /** Asked at each read of a stream or of the log. */
  readFault: () => ReadFault | undefined = () => undefined;
  /** Events that a reader who does not ask for the leader has not heard of yet. */
  followerLag = 0;
  /** How often somebody has asked who leads. */
  leaderQuestions = 0;
  /** Without a leader gossip names nobody to talk to. */
  hasLeader = true;
  version = '23.10.8.0';
  maxAppendSize = 1024 * 1024;
  /** How far the clock of the node is ahead of ours. */
  clockAheadMs = 0;
  /** Nodes of which gossip tells beside this one, by their addresses, and whether they run. */
  readonly others = new Map<string, boolean>();
  /** Of a node with TLS; one without knows no users. */
  readonly accounts: ServerAccounts;

  private readonly knobs = new EventEmitter().setMaxListeners(0);
  private readonly latecomers = new Map<string, () => void>();
  private readonly server: Server;
  private readonly door: SocketServer;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  private constructor(
    readonly log: ServerLog,
    private readonly certified: Certified | undefined,
  ) {
    this.accounts = new ServerAccounts(log);
    this.server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    const streams: Pick<IStreamsServer, 'append' | 'read' | 'delete' | 'tombstone' | 'batchAppend'> = {
      append: (call, answer) => void this.append(call, answer),
      read: (call) => this.read(call),
      delete: (call, answer) => this.delete(call, answer),
      tombstone: (call, answer) => {
        this.log.tombstone(nameOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new TombstoneResp());
      },
      batchAppend: (call) => {
        this.batchAppends++;
        call.emit('error', { code: status.UNAVAILABLE, details: 'the double has no batches' });
      },
    };
    this.door = this.opened();
    this.server.addService(StreamsService, streams);
    this.server.addService(GossipService, { read: (_: unknown, answer: sendUnaryData<ClusterInfo>) => this.gossip(answer) });
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<SupportedMethods>) => answer(null, this.features()),
    });
  }

  /**
   * @param log of another node, for one that leads in its place
   * @param certified with TLS, under this certificate
   */
  static async start(log = new ServerLog(), port = 0, certified?: Certified): Promise<KurrentDbDouble> {
    const double = new KurrentDbDouble(log, certified);
    double.door.listen(port, '127.0.0.1');
    await once(double.door, 'listening');
    double.port = (double.door.address() as AddressInfo).port;
    return double;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `esdb://${this.address}${this.certified ? '' : '?tls=false'}`;
  }

  /** As a node that is killed: connections break. What it had written is in its log. */
  stop(): void {
    this.door.close();
    this.server.forceShutdown();
    for (const socket of this.sockets) socket.destroy();
  }

  /** One port for both: gRPC, which begins with the preface of HTTP/2 or says so in the handshake of TLS, and plain HTTP. */
  private opened(): SocketServer {
    const grpc = this.server.createConnectionInjector(ServerCredentials.createInsecure());
    const http = createHttpServer(
      httpOf({
        accounts: this.accounts,
        isSecure: this.certified !== undefined,
        gossip: () => this.members(),
        info: () => ({ version: this.version, clockAheadMs: this.clockAheadMs }),
      }),
    );
    const enter = (socket: Socket, isGrpc: boolean): void => {
      this.sockets.add(socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined));
      if (isGrpc) grpc.injectConnection(socket);
      // As a mere stream: from the socket itself it would read past what was put back.
      else http.emit('connection', Duplex.from({ readable: socket, writable: socket }));
    };
    if (this.certified) {
      const { key, certificate: cert } = this.certified;
      const door = createTlsServer({ key, cert, ALPNProtocols: ['h2', 'http/1.1'] });
      return door.on('secureConnection', (socket) => enter(socket, socket.alpnProtocol === 'h2'));
    }
    return createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', (first) => {
          socket.pause();
          socket.unshift(first);
          enter(socket, first.subarray(0, 3).toString() === 'PRI');
        });
    });
  }

  /** Every open subscription is over: `end` says nothing, `drop` says unavailable, `mute` leaves it open and tells no more. */
  interrupt(how: 'end' | 'drop' | 'mute'): void {
    this.knobs.emit('interrupt', how);
  }

  private async append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): Promise<void> {
    const requests: AppendReq[] = [];
    call.on('data', (request: AppendReq) => requests.push(request));
    await once(call, 'end');
    // A call whose time ran out in the middle ends here as well, and is known as cancelled only in the next turn.
    await new Promise(setImmediate);
    if (call.cancelled) return;
    const options = requests.shift()?.getOptions();
    if (!options) return void answer({ code: status.INVALID_ARGUMENT, details: 'no options' });
    const stream = nameOf(options.getStreamIdentifier());
    const denial = this.denial(call, '$w', stream);
    if (denial) return void answer(denial);
    const expected = expectedOf(options);
    const batch = requests.map((request) => proposedOf(request));
    const fault = this.appendFault(this.appends.length, stream);
    this.appends.push({ stream, expected, ids: batch.map(({ id }) => id) });

    // Event.SizeOnDisk of 23.10.8 means to count type and metadata as well, and does not.
    const size = batch.reduce((sum, { data }) => sum + data.length, 0);
    if (size > this.maxAppendSize) return void answer(tooLarge(this.maxAppendSize));
    const write = (): Outcome => this.log.append(stream, expected, batch);
    switch (fault) {
      case 'UNAVAILABLE_WRITTEN':
        write();
        return void answer(UNAVAILABLE);
      case 'UNAVAILABLE':
        return void answer(UNAVAILABLE);
      case 'SILENT_WRITTEN':
        write();
        return;
      case 'SILENT':
        return;
      case 'TIMEOUT_WRITTEN':
        write();
        return void answer(TIMEOUT);
      case 'TIMEOUT':
        return void answer(TIMEOUT);
      case 'WRITTEN_AFTER_NEXT_READ':
        this.latecomers.set(stream, write);
        return void answer(UNAVAILABLE);
      case 'NOT_READY':
        return void answer({ code: status.UNAVAILABLE, details: 'Server Is Not Ready' });
      case 'NOT_LEADER':
        return void answer(this.notLeader());
      case 'DENIED':
        return void answer(DENIED);
      case 'NO_POSITION':
      case undefined:
        return void this.settle(answer, stream, expected, write(), fault === 'NO_POSITION');
    }
  }

  private delete(call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>): void {
    const options = call.request.getOptions();
    const stream = nameOf(options?.getStreamIdentifier());
    const denial = this.denial(call, '$d', stream);
    if (denial) return void answer(denial);
    const current = this.log.stream(stream).length - 1;
    if (options?.hasRevision() && Number(options.getRevision()) !== current)
      return void answer(wrongVersion(stream, options.getRevision(), current));
    // What was deleted softly is hidden by its metadata.
    this.log.writeOwn(`$$${stream}`, '$metadata', Buffer.from(JSON.stringify({ $tb: Number.MAX_SAFE_INTEGER })));
    answer(null, new DeleteResp());
  }

  /** Why somebody may not; `undefined` where he may, and always on a node that knows no users. */
  private denial({ metadata }: { readonly metadata: Metadata }, right: Right, stream: string) {
    if (!this.certified) return undefined;
    const login = this.accounts.loginOf(metadata.get('authorization')[0]?.toString());
    if (login === undefined) return { code: status.UNAUTHENTICATED, details: 'Unauthenticated' };
    return this.accounts.may(login, right, stream) ? undefined : DENIED;
  }

  private settle(answer: sendUnaryData<AppendResp>, stream: string, expected: Expected, outcome: Outcome, withoutPosition: boolean): void {
    if (outcome === 'STREAM_DELETED') return void answer(deleted(stream));
    const response = new AppendResp();
    if ('wrongVersion' in outcome) {
      const wrong = new AppendResp.WrongExpectedVersion();
      if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
      else wrong.setExpectedNoStream(new Empty());
      if (outcome.wrongVersion < 0) wrong.setCurrentNoStream(new Empty());
      else wrong.setCurrentRevision(String(outcome.wrongVersion));
      return void answer(null, response.setWrongExpectedVersion(wrong));
    }
    const success = new AppendResp.Success().setCurrentRevision(String(outcome.last.revision));
    if (withoutPosition) success.setNoPosition(new Empty());
    else {
      const place = String(outcome.last.position);
      success.setPosition(new AppendResp.Position().setCommitPosition(place).setPreparePosition(place));
    }
    answer(null, response.setSuccess(success));
  }

  private read(call: ServerWritableStream<ReadReq, ReadResp>): void {
    const options = call.request.getOptions() ?? new ReadReq.Options();
    const denial = this.denial(call, '$r', nameOf(options.getStream()?.getStreamIdentifier()) || '$all');
    if (denial) return void call.emit('error', denial);
    if (options.getSubscription()) return void this.subscribe(call, options);
    const fault = this.readFault();
    if (fault === 'UNAVAILABLE') return void call.emit('error', UNAVAILABLE);
    if (fault === 'DENIED') return void call.emit('error', DENIED);
    if (fault === 'SILENT') {
      this.unanswered++;
      call.on('cancelled', () => void this.unanswered--);
      return;
    }
    const known = this.knownTo(call);
    const ofStream = options.getStream();
    const stream = nameOf(ofStream?.getStreamIdentifier());
    const present = ofStream ? this.log.shown(stream).filter(({ position }) => position <= (known.at(-1)?.position ?? -1)) : known;
    if (ofStream && present.at(-1)?.type === STREAM_DELETED) return void call.emit('error', deleted(stream));
    if (ofStream && present.length === 0) {
      const missing = new ReadResp.StreamNotFound().setStreamIdentifier(ofStream.getStreamIdentifier());
      call.write(new ReadResp().setStreamNotFound(missing));
    } else {
      const place = ofStream ? startOf(ofStream) : this.placeOf(call, options.getAll());
      if (place === undefined) return;
      const start = ofStream ? Math.max(0, place - (present[0]?.revision ?? 0)) : place;
      const count = Number(options.getCount());
      const isBackwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
      // Backwards a stream begins at its revision, the log before its position.
      const end = Math.min(ofStream ? start + 1 : start, present.length);
      const wanted = isBackwards ? present.slice(Math.max(0, end - count), end).reverse() : present.slice(start, start + count);
      for (const event of wanted) call.write(eventOf(event));
    }
    call.end();
    this.latecomers.get(stream)?.();
    this.latecomers.delete(stream);
  }

  /** Index in the log of the position asked for; an invented one is an error, as it is on the server. */
  private placeOf(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options.AllOptions | undefined): number | undefined {
    if (options?.hasStart() !== false) return 0;
    if (options.hasEnd()) return BEHIND_ALL;
    const commit = Number(options.getPosition()?.getCommitPosition());
    const place = this.log.events.findIndex(({ position }) => position === commit);
    if (place >= 0 && options.getPosition()?.getPreparePosition() === String(commit)) return place;
    call.emit('error', { code: status.UNKNOWN, details: 'Unexpected ReadAllResult: InvalidPosition' });
    return undefined;
  }

  /** Catches up, then tells what comes; ends a subscriber who is live and lets more than `LIVE_EVENTS_MAX` events queue up. */
  private subscribe(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options): void {
    const all = options.getAll();
    const start = this.placeOf(call, all);
    if (start === undefined) return;
    this.subscriptions++;
    call.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID())));
    let next = all?.hasStart() ? start : all?.hasEnd() ? this.log.events.length : start + 1;
    let isLive = false;
    let draining = false;
    let over = false;
    const finish = (): void => {
      if (over) return;
      over = true;
      this.subscriptions--;
      stopListening();
      this.knobs.off('interrupt', interrupted);
    };
    const pump = (): void => {
      while (!over && !draining && next < this.log.events.length) {
        const event = this.log.events[next++];
        if (event && !call.write(eventOf(event))) {
          draining = true;
          call.once('drain', () => {
            draining = false;
            pump();
          });
        }
      }
      if (!over && !draining && !isLive) {
        isLive = true;
        call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
      }
    };
    const stopListening = this.log.onWritten(() => {
      if (isLive && this.log.events.length - next > LIVE_EVENTS_MAX) {
        finish();
        this.dropped++;
        call.emit('error', { code: status.ABORTED, details: 'Operation timed out: Consumer too slow to handle event while live.' });
        return;
      }
      // Not in the writer's turn, as on a real server: a large batch queues up before its first event is told.
      setImmediate(pump);
    });
    const interrupted = (how: 'end' | 'drop' | 'mute'): void => {
      finish();
      if (how === 'end') call.end();
      if (how === 'drop') call.emit('error', { code: status.INTERNAL, details: 'Received RST_STREAM with code 2' });
    };
    this.knobs.on('interrupt', interrupted);
    call.on('cancelled', finish);
    if (this.firstWordAfterMs === 0) pump();
    else setTimeout(pump, this.firstWordAfterMs);
  }

  private knownTo(call: { readonly metadata: Metadata }): readonly Recorded[] {
    const isLeader = call.metadata.get('requires-leader')[0] === 'true';
    const { events } = this.log;
    return isLeader ? events : events.slice(0, Math.max(0, events.length - this.followerLag));
  }

  private notLeader() {
    const [host = '', port = ''] = this.address.split(':');
    const metadata = exception({ exception: 'not-leader', 'leader-endpoint-host': host, 'leader-endpoint-port': port });
    return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
  }

  private gossip(answer: sendUnaryData<ClusterInfo>): void {
    this.leaderQuestions++;
    const member = new MemberInfo()
      .setInstanceId(new UUID().setString(randomUUID()))
      .setTimeStamp('0')
      .setIsAlive(true)
      .setState(this.hasLeader ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.UNKNOWN)
      .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(this.port));
    answer(null, new ClusterInfo().setMembersList([member]));
  }

  private members() {
    const member = (address: string, isAlive: boolean, state: string) => {
      const [httpEndPointIp = '', port = ''] = address.split(':');
      return { httpEndPointIp, httpEndPointPort: Number(port), isAlive, state, esVersion: this.version };
    };
    return [
      member(this.address, true, this.hasLeader ? 'Leader' : 'Unknown'),
      ...[...this.others].map(([address, isAlive]) => member(address, isAlive, 'Follower')),
    ];
  }

  private features(): SupportedMethods {
    const append = new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName('batchappend');
    return new SupportedMethods().setMethodsList([append]).setEventStoreServerVersion(this.version);
  }
}

const UNAVAILABLE = { code: status.UNAVAILABLE, details: 'the node is gone' };
const TIMEOUT = { code: status.ABORTED, details: 'Operation timed out: Write timeout' };

function exception(members: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(members)) metadata.set(name, value);
  return metadata;
}

const DENIED = { code: status.PERMISSION_DENIED, details: 'Access Denied', metadata: exception({ exception: 'access-denied' }) };

const wrongVersion = (stream: string, expected: string, actual: number) => ({
  code: status.FAILED_PRECONDITION,
  details: 'WrongExpectedVersion',
  metadata: exception({
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': String(actual),
  }),
});

const deleted = (stream: string) => ({
  code: status.FAILED_PRECONDITION,
  details: `Event stream '${stream}' is deleted.`,
  metadata: exception({ exception: 'stream-deleted', 'stream-name': stream }),
});

const tooLarge = (limit: number) => ({
  code: status.INVALID_ARGUMENT,
  details: `Maximum Append Size of ${limit} Exceeded.`,
  metadata: exception({ exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) }),
});

const nameOf = (identifier: StreamIdentifier | undefined): string => Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasNoStream() ? 'no_stream' : Number(options.getRevision());
}

function proposedOf(request: AppendReq): Proposed {
  const message = request.getProposedMessage();
  const members = message?.getMetadataMap();
  return {
    id: uuidOf(message?.getId()),
    type: members?.get('type') ?? '',
    contentType: members?.get('content-type') ?? '',
    data: message?.getData_asU8() ?? new Uint8Array(),
    metadata: message?.getCustomMetadata_asU8() ?? new Uint8Array(),
  };
}

/** Both forms of an id that the protocol knows, as text. */
function uuidOf(id: UUID | undefined): string {
  const halves = id?.getStructured();
  if (!halves) return id?.getString() ?? '';
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function startOf(options: ReadReq.Options.StreamOptions): number {
  if (options.hasStart()) return 0;
  return options.hasEnd() ? BEHIND_ALL : Number(options.getRevision());
}

function eventOf({ id, stream, revision, type, contentType, data, metadata, position }: Recorded): ReadResp {
  const place = String(position);
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(id))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setStreamRevision(String(revision))
    .setCommitPosition(place)
    .setPreparePosition(place)
    .setData(data)
    .setCustomMetadata(metadata);
  recorded.getMetadataMap().set('type', type).set('content-type', contentType).set('created', '0');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(place));
}
