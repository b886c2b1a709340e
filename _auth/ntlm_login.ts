// Copyright 2026 the wininet authors. MIT license.

/**
 * The login of a user on one connection by NTLM, as HTTP carries it (RFC 4559, [MS-NTHT]):
 * a first message, the challenge of the server, and the proof. The scheme is NTLM, or
 * Negotiate with bare messages of NTLM in it. Kerberos is not supported.
 *
 * @module
 */

import { connectionUser } from "./connection_users.ts";
import type { Credentials } from "./credentials.ts";
import {
  authenticateMessage,
  channelBindingsHash,
  fileTime,
  MAX_MESSAGE,
  negotiateMessage,
  NtlmFault,
  parseChallenge,
} from "./ntlm.ts";

/** The names of the schemes, as they are sent. */
const NAMES = { ntlm: "NTLM", negotiate: "Negotiate" } as const;

/** The start of each message, in Base64. */
const SIGNATURE = "TlRMTVNTUA";

/** The way in which NTLM proves credentials: a login for each connection. */
export interface ConnectionProof {
  /** The scheme that the server has named, which carries NTLM. */
  readonly scheme: "ntlm" | "negotiate";
  /** Starts the login of a user on a new connection. */
  start(credentials: Credentials): NtlmLogin;
  /** Returns the name for the connections of a user. */
  userOf(credentials: Credentials): string;
}

/** Returns the proof by NTLM for a host. */
export function ntlmProof(
  scheme: ConnectionProof["scheme"],
  host: string,
): ConnectionProof {
  return {
    scheme,
    start: (credentials) => new NtlmLogin(scheme, credentials, host),
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
  readonly #negotiate = negotiateMessage();
  #proof: Uint8Array | null = null;
  #isDone = false;

  /** @param host The host of the server, for the name of the service. */
  constructor(
    scheme: ConnectionProof["scheme"],
    credentials: Credentials,
    host: string,
  ) {
    this.scheme = scheme;
    this.#credentials = credentials;
    this.#host = host;
  }

  /** The message that is sent next. */
  get stage(): LoginStage {
    if (this.#isDone) return "done";
    return this.#proof === null ? "negotiate" : "authenticate";
  }

  /** The header of the next request; `null` if the connection is logged in. */
  get header(): string | null {
    if (this.#isDone) return null;
    const message = this.#proof ?? this.#negotiate;
    return `${NAMES[this.scheme]} ${message.toBase64()}`;
  }

  /**
   * Makes the proof for the challenge of a server; returns the reason if there is none,
   * otherwise `null`.
   *
   * @param token The token of the challenge, `""` for none.
   * @param endPoint The hash of the certificate of the server (RFC 5929 section 4); `null` if it is not known.
   */
  prove(token: string, endPoint: Uint8Array | null): string | null {
    try {
      this.#proof = authenticateMessage(
        this.#credentials,
        this.#negotiate,
        parseChallenge(decoded(token)),
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

  /** Notes that the server has accepted the proof. */
  finish(): void {
    this.#isDone = true;
  }
}

function decoded(token: string): Uint8Array {
  if (!token.startsWith(SIGNATURE)) {
    throw new NtlmFault(
      "it offers Negotiate without NTLM, and Kerberos is not supported; let it offer NTLM, Digest or Basic",
    );
  }
  if (token.length > 2 * MAX_MESSAGE) {
    throw new NtlmFault("its challenge is too long");
  }
  try {
    return Uint8Array.fromBase64(token);
  } catch (cause) {
    throw new NtlmFault("its challenge is not Base64", { cause });
  }
}
