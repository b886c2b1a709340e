// Copyright 2026 the wininet authors. MIT license.

/**
 * The NTLM login of a user on one connection, in the form that HTTP uses (RFC
 * 4559, [MS-NTHT]): a first message, the challenge of the server, and the
 * proof. Kerberos is not supported.
 *
 * The scheme is NTLM or Negotiate. A Negotiate token is a bare NTLM message, as
 * Windows sends it without Kerberos, or a SPNEGO token that contains such a
 * message. A login starts with a bare message; if the server does not answer
 * it, the login starts again with SPNEGO.
 *
 * @module
 */

import { connectionUser } from "./connection_users.ts";
import type { Credentials } from "./credentials.ts";
import {
  authenticateMessage,
  type Authentication,
  channelBindingsHash,
  fileTime,
  MAX_MESSAGE,
  negotiateMessage,
  NtlmFault,
  parseChallenge,
  signature,
  startsAsNtlm,
} from "./ntlm.ts";
import {
  firstToken,
  isResponse,
  MECHANISMS,
  nextToken,
  readResponse,
} from "./spnego.ts";

/** The names of the schemes, as they are sent. */
const NAMES = { ntlm: "NTLM", negotiate: "Negotiate" } as const;

/** The proof of credentials with NTLM: one login for each connection. */
export interface ConnectionProof {
  /** The scheme that the server has named and that carries NTLM. */
  readonly scheme: "ntlm" | "negotiate";
  /** Starts the login of a user on a new connection. */
  start(credentials: Credentials): NtlmLogin;
  /** Returns the name that identifies a user in the keys of connections. */
  userOf(credentials: Credentials): string;
}

/** The form of the tokens that a server used last; new logins start with it. */
interface TokenForm {
  /** `true` if they are SPNEGO tokens. */
  isWrapped: boolean;
}

/** Returns the NTLM proof for a host. */
export function ntlmProof(
  scheme: ConnectionProof["scheme"],
  host: string,
): ConnectionProof {
  const form: TokenForm = { isWrapped: false };
  return {
    scheme,
    start: (credentials) => new NtlmLogin(scheme, credentials, host, form),
    userOf: connectionUser,
  };
}

/**
 * The state of a login: the message that is sent next, or `"done"` if the
 * server has accepted the proof.
 */
export type LoginStage = "negotiate" | "authenticate" | "done";

/** One NTLM login. */
export class NtlmLogin {
  /** The scheme, in lower case. */
  readonly scheme: ConnectionProof["scheme"];
  readonly #credentials: Credentials;
  readonly #host: string;
  readonly #form: TokenForm;
  /** `true` if the tokens of this login are SPNEGO tokens. */
  #isWrapped: boolean;
  #negotiate: Uint8Array;
  #proof: Authentication | null = null;
  #isDone = false;

  /**
   * @param host The host of the server, for the name of the service.
   * @param form The form of the Negotiate tokens, as far as it is known.
   */
  constructor(
    scheme: ConnectionProof["scheme"],
    credentials: Credentials,
    host: string,
    form: TokenForm = { isWrapped: false },
  ) {
    this.scheme = scheme;
    this.#credentials = credentials;
    this.#host = host;
    this.#form = form;
    this.#isWrapped = form.isWrapped;
    this.#negotiate = negotiateMessage(form.isWrapped);
  }

  /** The message that is sent next. */
  get stage(): LoginStage {
    if (this.#isDone) return "done";
    return this.#proof === null ? "negotiate" : "authenticate";
  }

  /** The header value of the next request; `null` if the login is complete. */
  get header(): string | null {
    return this.#isDone
      ? null
      : `${NAMES[this.scheme]} ${this.#token().toBase64()}`;
  }

  #token(): Uint8Array {
    const proof = this.#proof;
    if (!this.#isWrapped) return proof?.message ?? this.#negotiate;
    if (proof === null) return firstToken(this.#negotiate);
    const { message, sessionKey, signs } = proof;
    return nextToken(message, signs ? signature(sessionKey, MECHANISMS) : null);
  }

  /**
   * Handles the challenge of a server, so that the next message can be sent:
   * the proof, or the first message in the form that the server requires.
   * Returns `null`, or the reason why there is no next message.
   *
   * @param token The token of the challenge; `""` if there is none.
   * @param endPoint The hash of the certificate of the server (RFC 5929 section
   * 4); `null` if it is not known.
   */
  prove(token: string, endPoint: Uint8Array | null): string | null {
    try {
      const challenge = this.#challengeIn(decoded(token));
      if (challenge === null) return null;
      this.#proof = authenticateMessage(
        this.#credentials,
        this.#negotiate,
        parseChallenge(challenge),
        {
          clientChallenge: crypto.getRandomValues(new Uint8Array(8)),
          now: fileTime(Date.now()),
          targetName: `HTTP/${this.#host}`,
          channelBindings: endPoint && channelBindingsHash(endPoint),
        },
      );
      return null;
    } catch (error) {
      if (error instanceof NtlmFault) return error.message;
      throw error;
    }
  }

  /** Returns the challenge in a token; `null` if the login starts again with SPNEGO. */
  #challengeIn(token: Uint8Array): Uint8Array | null {
    if (startsAsNtlm(token)) {
      this.#wrap(false);
      return token;
    }
    if (this.scheme !== "negotiate") throw notNtlm();
    const message = messageIn(token);
    const wasWrapped = this.#isWrapped;
    this.#wrap(true);
    if (message !== null) return message;
    if (wasWrapped) throw notNtlm();
    // SPNEGO signs the list of its mechanisms.
    this.#negotiate = negotiateMessage(true);
    return null;
  }

  #wrap(isWrapped: boolean): void {
    this.#isWrapped = this.#form.isWrapped = isWrapped;
  }

  /** Records that the server has accepted the proof. */
  finish(): void {
    this.#isDone = true;
  }
}

/** Returns the message in a SPNEGO token; `null` if there is none, or if the token is empty. */
function messageIn(token: Uint8Array): Uint8Array | null {
  if (token.length === 0) return null;
  if (!isResponse(token)) throw notNtlm();
  const { isNtlm, message } = read(token);
  if (!isNtlm) throw notNtlm();
  return message;
}

function read(token: Uint8Array): ReturnType<typeof readResponse> {
  try {
    return readResponse(token);
  } catch (cause) {
    throw new NtlmFault("its Negotiate token is malformed", { cause });
  }
}

function notNtlm(): NtlmFault {
  return new NtlmFault(
    "it offers Negotiate without NTLM, and Kerberos is not supported; configure it to offer NTLM, Digest or Basic",
  );
}

function decoded(token: string): Uint8Array {
  if (token.length > 2 * MAX_MESSAGE) {
    throw new NtlmFault("its challenge is too long");
  }
  try {
    return Uint8Array.fromBase64(token);
  } catch (cause) {
    throw new NtlmFault("its challenge is not Base64", { cause });
  }
}
