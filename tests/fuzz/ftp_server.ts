// Copyright 2026 the wininet authors. MIT license.

/**
 * An FTP server that sends the correct reply, but misbehaves at random moments.
 * The probability of that differs between conversations, so that some of them
 * reach later steps.
 *
 * It uses node:net, because `resetAndDestroy()` sends a real RST.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import net from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { fixture } from "../helpers/certificates.ts";
import type { Random } from "./random.ts";
import { listing, passiveReply, rightReply, spoil } from "./ftp_texts.ts";

/** The probability of misbehaviour. */
const TEMPERS = [0, 0.01, 0.02, 0.04, 0.04, 0.1, 0.1, 0.3, 0.7];
/** The maximum delay in milliseconds: longer than the timeouts of the client. */
const LATE = 70;
/** The number of bytes in a flood of data. */
const FLOOD = 400_000;

/** The sockets below TLS connections. */
const CLEAR = new WeakMap<net.Socket, net.Socket>();

/**
 * A server on a free port. Its behaviour is determined by one scene after the
 * other.
 */
export class HostileServer implements AsyncDisposable {
  readonly #server: net.Server;
  #scene: Scene | null = null;

  private constructor(server: net.Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      if (this.#scene === null) socket.destroy();
      else this.#scene.welcome(socket);
    });
  }

  static async open(): Promise<HostileServer> {
    const server = net.createServer();
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", resolve)
    );
    return new HostileServer(server);
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  /** Starts a scene: later connections belong to it. */
  begin(random: Random): Scene {
    return this.#scene = new Scene(random);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The server's side of one conversation. Disposal closes all of its sockets. */
export class Scene implements AsyncDisposable {
  readonly random: Random;
  /** The probability of misbehaviour. */
  readonly malice: number;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #open = new Set<net.Socket | net.Server>();
  #over = false;
  #secureContext: ReturnType<typeof createSecureContext> | null = null;

  constructor(random: Random) {
    this.random = random;
    this.malice = random.pick(TEMPERS);
  }

  /** Returns `true` if it should misbehave now. */
  get strikes(): boolean {
    return this.random.chance(this.malice);
  }

  /** Starts the session of a client. */
  welcome(socket: net.Socket): void {
    if (this.own(socket)) new HostileSession(this, socket);
  }

  /** Records a resource to close at the end; returns `false` if it has ended. */
  own(resource: net.Socket | net.Server): boolean {
    resource.on("error", () => {});
    resource.on("close", () => this.#open.delete(resource));
    this.#open.add(resource);
    if (this.#over) shut(resource);
    return !this.#over;
  }

  /** Starts TLS on a connection. */
  secure(socket: net.Socket): net.Socket {
    socket.removeAllListeners("data");
    const secureContext = this.#secureContext ??= createSecureContext(
      fixture("localhost"),
    );
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    CLEAR.set(secure, socket);
    this.own(secure);
    return secure;
  }

  /** Runs a function after some milliseconds. */
  later(milliseconds: number, run: () => void): void {
    if (this.#over) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, milliseconds);
    this.#timers.add(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const closed = [...this.#open].map((resource) =>
      new Promise((resolve) => resource.once("close", resolve))
    );
    for (const resource of [...this.#open]) shut(resource);
    await Promise.all(closed);
  }
}

/** Sends RST. */
function reset(socket: net.Socket): void {
  (CLEAR.get(socket) ?? socket).resetAndDestroy();
}

function shut(resource: net.Socket | net.Server): void {
  if (resource instanceof net.Socket) resource.destroy();
  else if (resource.listening) resource.close();
}

/** Uses a data connection. */
type DataUse = (socket: net.Socket) => void;

/** One control connection. */
class HostileSession {
  readonly #scene: Scene;
  #control: net.Socket;
  /** `true` if data connections use TLS. */
  #protected = false;
  #heard = "";
  /** The port of the client in active mode. */
  #activePort = 0;
  #door: net.Server | null = null;
  #data: net.Socket | null = null;
  #use: DataUse | null = null;

  constructor(scene: Scene, control: net.Socket) {
    this.#scene = scene;
    this.#control = control;
    control.on("data", (chunk: Buffer) => this.#hear(chunk));
    this.#say(rightReply(scene.random, ""));
  }

  #hear(chunk: Buffer): void {
    this.#heard += chunk.toString("latin1");
    const lines = this.#heard.split("\n");
    this.#heard = lines.pop()!.slice(-1000);
    for (const line of lines) this.#answer(line.trimEnd());
  }

  #answer(line: string): void {
    const [, verb = "", argument = ""] = /^(\S*) ?(.*)$/.exec(line) ?? [];
    switch (verb.toUpperCase()) {
      case "PASV":
      case "EPSV":
        return this.#openDoor(verb);
      case "PORT":
      case "EPRT":
        this.#activePort = portOf(argument);
        if (this.#scene.strikes) this.#connectBack();
        return this.#say("200 Good");
      case "RETR":
        return this.#transfer(this.#sender(this.#content()));
      case "LIST":
        return this.#transfer(
          this.#sender(listing(this.#scene.random, false)),
        );
      case "MLSD":
        return this.#transfer(this.#sender(listing(this.#scene.random, true)));
      case "STOR":
      case "APPE":
      case "STOU":
        return this.#transfer(this.#receiver());
      case "AUTH":
        if (this.#scene.strikes) break;
        this.#write("234 Go on\r\n");
        this.#control = this.#scene.secure(this.#control);
        this.#control.on("data", (chunk: Buffer) => this.#hear(chunk));
        return;
      case "PROT":
        this.#protected = argument === "P";
        break;
      case "QUIT":
        this.#say("221 Bye");
        return void this.#control.end();
    }
    this.#say(rightReply(this.#scene.random, verb.toUpperCase()));
  }

  #content(): string {
    const { random } = this.#scene;
    if (random.chance(0.3)) return "x".repeat(5000);
    return random.rubbish(random.below(400)).repeat(random.below(200));
  }

  // ---- speaking ----

  /** Sends a reply, or misbehaves. */
  #say(reply: string): void {
    const { random } = this.#scene;
    if (!this.#scene.strikes) return this.#write(`${reply}\r\n`);
    const text = random.chance(0.6) ? spoil(random, reply) : reply;
    const line = text + random.pick(["\r\n", "\r\n", "\r\n", "\n", "\r", ""]);
    random.pick([
      () => this.#write(line),
      () => this.#write(line),
      () => this.#write(line),
      () => this.#scene.later(random.below(LATE), () => this.#write(line)),
      () => this.#dribble(line),
      () => {},
      () => this.#endWithin(line, (socket) => socket.end()),
      () => this.#endWithin(line, (socket) => socket.destroy()),
      () => this.#endWithin(line, (socket) => CLEAR.get(socket)?.end()),
      () => this.#endWithin(line, reset),
      () => this.#flood(line || "x", 0),
    ])();
  }

  #write(text: string): void {
    if (this.#control.writable) {
      this.#control.write(Buffer.from(text, "latin1"));
    }
  }

  /** Sends a text in pieces that arrive separately. */
  #dribble(text: string): void {
    const { random } = this.#scene;
    const length = 1 + random.below(Math.max(text.length / 3, 1));
    this.#write(text.slice(0, length));
    if (text.length <= length) return;
    this.#scene.later(
      random.below(6),
      () => this.#dribble(text.slice(length)),
    );
  }

  #endWithin(text: string, end: (socket: net.Socket) => void): void {
    const { random } = this.#scene;
    this.#write(text.slice(0, random.below(text.length + 1)));
    this.#scene.later(random.below(8), () => end(this.#control));
  }

  #flood(text: string, sent: number): void {
    const block = text.repeat(Math.ceil(4000 / text.length));
    if (sent > FLOOD || !this.#control.writable) return;
    this.#write(block);
    this.#scene.later(0, () => this.#flood(text, sent + block.length));
  }

  // ---- data ----

  #openDoor(verb: string): void {
    const scene = this.#scene;
    if (this.#door !== null) shut(this.#door);
    const door = this.#door = net.createServer({ allowHalfOpen: true });
    if (!scene.own(door)) return;
    door.on("connection", (socket) => this.#take(socket));
    door.listen(0, "127.0.0.1", () => {
      const { port } = door.address() as net.AddressInfo;
      if (scene.strikes) shut(door);
      this.#say(passiveReply(scene.random, verb, port, scene.malice));
    });
  }

  #connectBack(): void {
    if (this.#activePort === 0) return;
    this.#take(
      net.connect({
        port: this.#activePort,
        host: "127.0.0.1",
        allowHalfOpen: true,
      }),
    );
  }

  #take(socket: net.Socket): void {
    const scene = this.#scene;
    if (!scene.own(socket)) return;
    if (scene.strikes) {
      return scene.random.pick([
        () => void socket.destroy(),
        () => reset(socket),
        () => void socket.write("too early"),
        () => void socket.pause(),
      ])();
    }
    this.#data = this.#protected ? scene.secure(socket) : socket;
    this.#begin();
  }

  /** Starts the transfer once both the connection and the command have arrived. */
  #begin(): void {
    if (this.#data === null || this.#use === null) return;
    const [socket, use] = [this.#data, this.#use];
    this.#data = this.#use = null;
    use(socket);
  }

  #transfer(use: DataUse): void {
    const scene = this.#scene;
    const { random } = scene;
    if (scene.strikes) {
      const early = random.pick(["226 Done", "250 Done", "550 No", "425 No"]);
      this.#say(early);
      if (random.chance(0.5)) return;
    } else {
      this.#say(
        random.pick(["150 Here", "125 Here", "150 Here (5000 bytes)"]),
      );
    }
    this.#use = use;
    if (this.#data === null && this.#activePort !== 0 && !scene.strikes) {
      this.#connectBack();
    }
    this.#activePort = 0;
    this.#begin();
  }

  #finish(): void {
    const scene = this.#scene;
    const reply = scene.strikes
      ? scene.random.pick(["426 Cut", "451 Error", "552 Full", "110 Wait"])
      : "226 Done";
    this.#say(reply);
  }

  #sender(content: string): DataUse {
    const scene = this.#scene;
    const { random } = scene;
    return (socket) => {
      socket.resume();
      socket.write(Buffer.from(content, "latin1"));
      if (!scene.strikes) {
        socket.end();
        return this.#finish();
      }
      random.pick([
        () => void socket.destroy(),
        () => reset(socket),
        () => scene.later(random.below(LATE), () => socket.destroy()),
        () => {
          // Data after the end of the file.
          socket.write("more".repeat(random.below(50_000)));
          socket.end();
        },
        () => {},
      ])();
      if (random.chance(0.7)) this.#finish();
    };
  }

  #receiver(): DataUse {
    const scene = this.#scene;
    const { random } = scene;
    return (socket) => {
      if (!scene.strikes) {
        socket.resume();
        return void socket.on("end", () => {
          socket.end();
          this.#finish();
        });
      }
      random.pick([
        () => void socket.pause(),
        () => void socket.once("data", () => socket.destroy()),
        () => void socket.once("data", () => reset(socket)),
        () => void socket.once("data", () => this.#finish()),
        () => void socket.end("data in the wrong direction"),
      ])();
    };
  }
}

/** The port of PORT or EPRT. */
function portOf(argument: string): number {
  const extended = /^\|\d\|[^|]*\|(\d+)\|$/.exec(argument)?.[1];
  if (extended !== undefined) return Number(extended);
  const [high = 0, low = 0] = argument.split(",").slice(4).map(Number);
  return high * 256 + low;
}
