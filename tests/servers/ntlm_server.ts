// Copyright 2026 the wininet authors. MIT license.

/**
 * A server or proxy that requires an NTLM login, and treats the user of a
 * connection as the sender of every later request on it.
 *
 * @module
 */

import { challengeMessage, checkProof, type Proof } from "./ntlm_messages.ts";
import {
  expectedCode,
  octetStrings,
  spnegoChallenge,
} from "./spnego_messages.ts";
import type {
  FakeRequest,
  FixedReply,
  Reply,
  RouteHandler,
} from "./http_server.ts";

/** The users, with their passwords. */
export const USERS: Readonly<Record<string, string>> = {
  alice: "Secret-1",
  bob: "Secret-2",
  "alice@domain.example": "Secret-1",
};

/** The options of a guard. */
export interface NtlmGuardOptions {
  /** @default {["NTLM"]} */
  schemes?: readonly string[];
  /** True for a proxy. */
  proxy?: boolean;
  /**
   * The target information of the challenge. @default {a time}
   */
  info?: readonly (readonly [id: number, value: Uint8Array])[];
  /** Changes the token of a challenge. */
  token?: (token: string) => string;
  /** The number of challenges after which the connection is closed. */
  closing?: number;
  /**
   * The treatment of bare messages with Negotiate: they are refused, or
   * answered by SPNEGO.
   */
  spnego?: "demanded" | "answered";
  /** The body of each refusal. @default {"who?"} */
  page?: string;
  /** Whether refusals use the chunked coding. @default {false} */
  chunked?: boolean;
  /** Headers of each refusal. */
  headers?: readonly [string, string][];
  /** Handles allowed requests. */
  handler?: (request: FakeRequest, reply: Reply, user: string) => Promise<void>;
}

/** The state of a connection. */
interface Link {
  first: Uint8Array | null;
  challenge: Uint8Array | null;
  user: string | null;
}

const TIME: readonly [number, Uint8Array] = [
  7,
  Uint8Array.fromHex("00c0a8a1d9bfda01"),
];

/** Allows requests on a connection with a valid login. */
export class NtlmGuard {
  /** The requests: the connection, the message and the length of the body. */
  readonly log: string[] = [];
  /** The proofs that were valid. */
  readonly proofs: Proof[] = [];
  /** The number of valid integrity codes for the list of mechanisms. */
  codes = 0;
  readonly #options: NtlmGuardOptions;
  readonly #links = new Map<number, Link>();
  #challenges = 0;

  constructor(options: NtlmGuardOptions = {}) {
    this.#options = options;
  }

  /** The route of the guard. */
  readonly route: RouteHandler = async (request, reply) => {
    const { proxy = false } = this.#options;
    const value = request.header(
      proxy ? "proxy-authorization" : "authorization",
    );
    const [, scheme, token] = /^(NTLM|Negotiate) (\S+)$/.exec(value ?? "") ??
      [];
    const sent = token === undefined ? null : Uint8Array.fromBase64(token);
    const isWrapped = sent !== null && sent[0] !== "N".charCodeAt(0);
    const [message = null, code = null] = isWrapped
      ? octetStrings(sent)
      : [sent];
    const { spnego } = this.#options;
    const link = this.#linkOf(request);
    const kind = message === null
      ? value === undefined ? link.user ?? "nothing" : "other"
      : `${isWrapped ? "SPNEGO" : scheme} ${message[8]}`;
    this.log.push(`${request.connection} ${kind} ${request.body.length}`);
    if (message !== null && !isWrapped && spnego === "demanded") {
      return await this.#refuse(reply);
    }
    if (message?.[8] === 1) {
      link.first = message;
      link.user = null;
      link.challenge = challengeMessage({
        info: this.#options.info ?? [TIME],
        serverChallenge: crypto.getRandomValues(new Uint8Array(8)),
      });
      const challenge = isWrapped || spnego === "answered"
        ? spnegoChallenge(link.challenge).toBase64()
        : link.challenge.toBase64();
      const sent = this.#options.token?.(challenge) ?? challenge;
      if (this.#challenges++ < (this.#options.closing ?? 0)) reply.close();
      return await this.#refuse(reply, `${scheme} ${sent}`);
    }
    if (message?.[8] === 3) this.#check(link, message, code);
    if (link.user === null) return await this.#refuse(reply);
    const handler = this.#options.handler ??
      ((request, reply, user) =>
        reply({ body: `${user} ${new TextDecoder().decode(request.body)}` }));
    await handler(request, reply, link.user);
  };

  /** Ends all logins. */
  endLogins(): void {
    this.#links.clear();
  }

  #linkOf({ connection }: FakeRequest): Link {
    let link = this.#links.get(connection);
    if (link === undefined) {
      link = { first: null, challenge: null, user: null };
      this.#links.set(connection, link);
    }
    return link;
  }

  #check(link: Link, last: Uint8Array, code: Uint8Array | null): void {
    if (link.first === null || link.challenge === null) return;
    const proof = checkProof(
      link.first,
      link.challenge,
      last,
      (user) => USERS[user],
    );
    link.challenge = null;
    const isRight = proof !== null &&
      (code === null ||
        code.toHex() === expectedCode(proof.sessionKey).toHex());
    link.user = isRight ? proof.user : null;
    if (isRight) this.proofs.push(proof);
    if (isRight && code !== null) this.codes++;
  }

  async #refuse(reply: Reply, ...challenges: string[]): Promise<void> {
    const { proxy = false, schemes = ["NTLM"], headers = [] } = this.#options;
    const name = proxy ? "Proxy-Authenticate" : "WWW-Authenticate";
    const offered = challenges.length > 0 ? challenges : schemes;
    const refusal: FixedReply = {
      status: proxy ? 407 : 401,
      headers: [
        ...headers,
        ...offered.map((value) => [name, value] as [string, string]),
      ],
      body: this.#options.page ?? "who?",
    };
    const { chunked = false, page = "who?" } = this.#options;
    await (chunked ? reply.chunked([page], refusal) : reply(refusal));
  }
}
