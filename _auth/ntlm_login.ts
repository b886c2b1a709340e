// Copyright 2026 the wininet authors. MIT license.

/**
 * The login of a user on one connection by NTLM, as HTTP carries it (RFC 4559, [MS-NTHT]):
 * a first message, the challenge of the server, and the proof. Kerberos is not supported.
 *
 * The scheme is NTLM, or Negotiate. The tokens of Negotiate are the bare messages of NTLM,
 * as Windows sends them without Kerberos, or SPNEGO with these messages in it. A login
 * starts with a bare message; for a server that does not answer it, it starts with SPNEGO.
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

/** The way in which NTLM proves credentials: a login for each connection. */
export interface ConnectionProof {
  /** The scheme that the server has named, which carries NTLM. */
  readonly scheme: "ntlm" | "negotiate";
  /** Starts the login of a user on a new connection. */
  start(credentials: Credentials): NtlmLogin;
  /** Returns the name for the connections of a user. */
  userOf(credentials: Credentials): string;
}

/** The form of the tokens that a server wanted last; new logins start with it. */
interface TokenForm {
  /** True if they are those of SPNEGO. */
  isWrapped: boolean;
}

/** Returns the proof by NTLM for a host. */
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

/** The state of a login: which message is sent next, or that the server has accepted the proof. */
export type LoginStage = "negotiate" | "authenticate" | "done";

/** One login. */
export class NtlmLogin {
  /** The scheme, in lower case. */
  readonly scheme: ConnectionProof["scheme"];
  readonly #credentials: Credentials;
  readonly #host: string;
  readonly #form: TokenForm;
  /** True if the tokens of this login are those of SPNEGO. */
  #isWrapped: boolean;
  #negotiate: Uint8Array;
  #proof: Authentication | null = null;
  #isDone = false;

  /**
   * @param host The host of the server, for the name of the service.
   * @param form The form of the tokens of Negotiate, as far as it is known.
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

  /** The header of the next request; `null` if the connection is logged in. */
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
   * Handles the challenge of a server, so that the next message can be sent: the proof, or
   * the first message in the form that the server wants. Returns the reason if there is
   * none, otherwise `null`.
   *
   * @param token The token of the challenge, `""` for none.
   * @param endPoint The hash of the certificate of the server (RFC 5929 section 4); `null` if it is not known.
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

/** Returns the message in a token of SPNEGO; `null` if there is none, as in no token. */
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
    throw new NtlmFault("its token of Negotiate is malformed", { cause });
  }
}

function notNtlm(): NtlmFault {
  return new NtlmFault(
    "it offers Negotiate without NTLM, and Kerberos is not supported; let it offer NTLM, Digest or Basic",
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
