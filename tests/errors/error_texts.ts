// Copyright 2026 the wininet authors. MIT license.

/**
 * The most frequent errors, and a call that causes each of them. Every text
 * contains the wrong value and the advice.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_DISK_FULL,
  ERROR_FILE_EXISTS,
  ERROR_FILE_NOT_FOUND,
  ERROR_FTP_TRANSFER_IN_PROGRESS,
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_INVALID_OPTION,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_OPTION_NOT_SETTABLE,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  ERROR_NO_MORE_FILES,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../../error.ts";
import {
  FTP_TRANSFER_TYPE_BINARY,
  GENERIC_READ,
  GENERIC_WRITE,
  HTTP_QUERY_CUSTOM,
  INTERNET_OPEN_TYPE_PROXY,
  INTERNET_SERVICE_GOPHER,
} from "../../flags.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpFindFirstFile,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
} from "../../ftp.ts";
import {
  HttpAddRequestHeaders,
  HttpOpenRequest,
  HttpQueryInfo,
  HttpSendRequest,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetFindNextFile,
  InternetGetLastResponseInfo,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetOption,
  InternetSetStatusCallback,
  InternetWriteFile,
} from "../../internet.ts";
import { localError } from "../../_base/local_file.ts";
import {
  closeUrlCache,
  GetUrlCacheEntryInfo,
  openUrlCache,
} from "../../cache.ts";
import { InternetSetCookie } from "../../cookie.ts";
import type { HINTERNET } from "../../structures.ts";
import { download } from "../../transfers.ts";
import { downloadTree } from "../../trees.ts";
import { InternetCrackUrl, InternetCreateUrl } from "../../url.ts";
import { DetectAutoProxyUrl } from "../../windows.ts";
import {
  openRequest,
  readText,
  sentRequest,
  usualServer,
} from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { connectFtp, folder } from "../helpers/ftp_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { certified } from "../servers/faulty_servers.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";

/** The resources of a case, which are closed afterwards. */
export interface Scene extends AsyncDisposableStack {
  /** A session. */
  readonly hInternet: HINTERNET;
}

/** An error that people meet. */
export interface ErrorCase {
  readonly name: string;
  /** Throws the error, or rejects with it. */
  readonly call: (scene: Scene) => unknown;
  readonly code: number;
  /** The wrong value, as it is in the text. */
  readonly value: string;
  /** The advice, as it is in the text. */
  readonly cure: string;
}

// deno-lint-ignore no-explicit-any
type Wrong = any;

/** A URL of a server that answers every request in the same way. */
function answering(
  scene: Scene,
  answer: RouteHandler,
  path: string = "/",
): string {
  return scene.use(new FakeHttpServer({ "*": answer })).url + path;
}

/**
 * An HTTP server that answers any bytes as a real one answers an invalid
 * request.
 */
function badRequests(scene: Scene): TcpServer {
  return scene.use(
    new TcpServer(async (conn) => {
      await new WireReader(conn).readSome();
      await send(conn, "HTTP/1.1 400 Bad Request\r\n\r\n");
    }),
  );
}

/** A connection of FTP. */
function ftp(
  scene: Scene,
  options: FtpServerOptions = {},
): Promise<HINTERNET> {
  const server = scene.use(
    new FtpServer({ files: { "/a.txt": "text" }, ...options }),
  );
  return connectFtp(scene.hInternet, server);
}

/** A path in a folder that is removed afterwards. */
function local(scene: Scene, name: string): string {
  return scene.use(folder()).path(name);
}

/** Opens a URL of a server with a certificate of tests/tls. */
async function openCertified(
  scene: Scene,
  certificate: string,
): Promise<unknown> {
  const server = scene.use(await certified(certificate)());
  return await InternetOpenUrl(scene.hInternet, server.url);
}

/** A request to a server that answers. */
function request(scene: Scene): Promise<HINTERNET> {
  return openRequest(scene.hInternet, scene.use(usualServer()));
}

const URLS: readonly ErrorCase[] = [
  {
    name: "an unknown scheme",
    call: ({ hInternet }) => InternetOpenUrl(hInternet, "htp://example.com/x"),
    code: ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    value: '"htp://example.com/x"',
    cure: "http, https, ftp, ftps, gopher, gophers or file",
  },
  {
    name: "a URL without scheme",
    call: ({ hInternet }) => InternetOpenUrl(hInternet, "example.com/x"),
    code: ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    value: '"example.com/x"',
    cure: 'must be an absolute URL, for example "http://example.com/x"',
  },
  {
    name: "a URL that is a path",
    call: ({ hInternet }) => InternetOpenUrl(hInternet, "/x"),
    code: ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    value: '"/x"',
    cure: 'must be an absolute URL, for example "http://example.com/x"',
  },
  {
    name: "a URL without host",
    call: ({ hInternet }) => InternetOpenUrl(hInternet, "http:///x"),
    code: ERROR_INTERNET_INVALID_URL,
    value: '"http:///x"',
    cure: 'for example "http://example.com/x"',
  },
  {
    name: "an FTP URL with a wrong port",
    call: ({ hInternet }) =>
      InternetOpenUrl(hInternet, "ftp://example.com:99999/x"),
    code: ERROR_INTERNET_INVALID_URL,
    value: '"ftp://example.com:99999/x"',
    cure: "a number from 0 to 65535",
  },
  {
    name: "InternetCrackUrl of an invalid text",
    call: () => InternetCrackUrl("nonsense"),
    code: ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    value: '"nonsense"',
    cure: 'for example "http://example.com/x"',
  },
  {
    name: "InternetCreateUrl with a text as port",
    call: () =>
      InternetCreateUrl({ lpszHostName: "example.com", nPort: "80" as Wrong }),
    code: ERROR_INVALID_PARAMETER,
    value: 'nPort "80"',
    cure: "a number from 0 to 65535",
  },
  {
    name: "a cookie for a URL without scheme",
    call: () => InternetSetCookie("example.com", "a", "1"),
    code: ERROR_INTERNET_UNRECOGNIZED_SCHEME,
    value: '"example.com"',
    cure: 'for example "http://example.com/x"',
  },
  {
    name: "a cookie for another site",
    call: () =>
      InternetSetCookie(
        "http://a.example.com/",
        "a",
        "1; domain=b.example.com",
      ),
    code: ERROR_INVALID_PARAMETER,
    value: '"a" for "http://a.example.com"',
    cure: "without domain the cookie is for the host alone",
  },
];

const ARGUMENTS: readonly ErrorCase[] = [
  {
    name: "swapped arguments",
    call: ({ hInternet }) =>
      InternetOpenUrl("http://example.com/" as Wrong, hInternet as Wrong),
    code: ERROR_INVALID_HANDLE,
    value: '"http://example.com/"',
    cure: "the handle is the first argument",
  },
  {
    name: "a missing await",
    call: ({ hInternet }) =>
      HttpOpenRequest(InternetConnect(hInternet, "example.com") as Wrong),
    code: ERROR_INVALID_HANDLE,
    value: "a Promise",
    cure: "await",
  },
  {
    name: "a closed handle",
    call: () => {
      const hInternet = InternetOpen("closed");
      InternetCloseHandle(hInternet);
      return InternetOpenUrl(hInternet, "http://example.com/");
    },
    code: ERROR_INVALID_HANDLE,
    value: "a session",
    cure: "it is closed, so open another one",
  },
  {
    name: "reading from a session",
    call: ({ hInternet }) => InternetReadFile(hInternet, new Uint8Array(1)),
    code: ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    value: "a session",
    cure: "InternetOpenUrl",
  },
  {
    name: "sending a connection",
    call: async ({ hInternet }) =>
      await HttpSendRequest(await InternetConnect(hInternet, "example.com")),
    code: ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    value: "an HTTP connection",
    cure: "HttpOpenRequest",
  },
  {
    name: "FtpGetFile on a session",
    call: ({ hInternet }) => FtpGetFile(hInternet, "a", "b"),
    code: ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    value: "a session",
    cure: "InternetConnect with INTERNET_SERVICE_FTP",
  },
  {
    name: "a URL object as server name",
    call: ({ hInternet }) =>
      InternetConnect(hInternet, new URL("http://example.com/") as Wrong),
    code: ERROR_INVALID_PARAMETER,
    value: 'the URL object "http://example.com/"',
    cure: '"example.com"',
  },
  {
    name: "http:// in lpszServerName",
    call: ({ hInternet }) => InternetConnect(hInternet, "http://example.com/"),
    code: ERROR_INVALID_PARAMETER,
    value: '"http://example.com/"',
    cure: '"example.com"',
  },
  {
    name: "a port as text",
    call: ({ hInternet }) =>
      InternetConnect(hInternet, "example.com", "80" as Wrong),
    code: ERROR_INVALID_PARAMETER,
    value: '"80"',
    cure: "nServerPort must be a number from 0 to 65535",
  },
  {
    name: "an unknown service",
    call: ({ hInternet }) =>
      InternetConnect(hInternet, "example.com", 0, null, null, 7),
    code: ERROR_INVALID_PARAMETER,
    value: "not 7",
    cure: "INTERNET_SERVICE_HTTP",
  },
  {
    name: "an unknown access type",
    call: () => InternetOpen("agent", 9),
    code: ERROR_INVALID_PARAMETER,
    value: "not 9",
    cure: "INTERNET_OPEN_TYPE_PRECONFIG",
  },
  {
    name: "a proxy without address",
    call: () => InternetOpen("agent", INTERNET_OPEN_TYPE_PROXY),
    code: ERROR_INVALID_PARAMETER,
    value: "null",
    cure: '"http://proxy.example:8080"',
  },
  {
    name: "a proxy with an unknown scheme",
    call: () =>
      InternetOpen("agent", INTERNET_OPEN_TYPE_PROXY, "htp://proxy.example:80"),
    code: ERROR_INVALID_PARAMETER,
    value: '"htp://proxy.example:80"',
    cure: "socks5://",
  },
  {
    name: "a callback that is not a function",
    call: ({ hInternet }) => InternetSetStatusCallback(hInternet, 1 as Wrong),
    code: ERROR_INVALID_PARAMETER,
    value: "1",
    cure: "must be a function or null",
  },
  {
    name: "a number as buffer",
    call: async (scene) =>
      await InternetReadFile(await request(scene), 1024 as Wrong),
    code: ERROR_INVALID_PARAMETER,
    value: "1024",
    cure: "new Uint8Array(",
  },
  {
    name: "a length that is greater than the buffer",
    call: async (scene) =>
      await InternetReadFileEx(
        await sentRequest(scene.hInternet, scene.use(usualServer())),
        { lpvBuffer: new Uint8Array(10), dwBufferLength: 20 },
      ),
    code: ERROR_INVALID_PARAMETER,
    value: "20",
    cure: "a number of bytes up to 10",
  },
  {
    name: "headers as an object",
    call: ({ hInternet }) =>
      InternetOpenUrl(
        hInternet,
        "http://example.com/",
        { Accept: "*/*" } as Wrong,
      ),
    code: ERROR_INVALID_PARAMETER,
    value: "an object",
    cure: '"Accept: text/plain\\r\\n"',
  },
  {
    name: "a header without a colon",
    call: async (scene) =>
      HttpAddRequestHeaders(await request(scene), "Accept text/plain"),
    code: ERROR_HTTP_INVALID_HEADER,
    value: '"Accept …"',
    cure: '"Name: value"',
  },
  {
    name: "reading before the request was sent",
    call: async (scene) => await readText(await request(scene)),
    code: ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    value: "the request is not sent yet",
    cure: "HttpSendRequest",
  },
  {
    name: "a header that the response does not have",
    call: async (scene) =>
      HttpQueryInfo(
        await sentRequest(scene.hInternet, scene.use(usualServer())),
        HTTP_QUERY_CUSTOM,
        "X-Missing",
      ),
    code: ERROR_HTTP_HEADER_NOT_FOUND,
    value: '"X-Missing"',
    cure: "HTTP_QUERY_RAW_HEADERS_CRLF",
  },
];

const OPTIONS: readonly ErrorCase[] = [
  {
    name: "a timeout as text",
    call: ({ hInternet }) =>
      InternetSetOption(
        hInternet,
        INTERNET_OPTION_CONNECT_TIMEOUT,
        "300" as Wrong,
      ),
    code: ERROR_INVALID_PARAMETER,
    value: '"300"',
    cure: "a number from 0 to 4294967295",
  },
  {
    name: "an unknown option",
    call: ({ hInternet }) => InternetQueryOption(hInternet, 9999 as Wrong),
    code: ERROR_INTERNET_INVALID_OPTION,
    value: "option 9999",
    cure: "INTERNET_OPTION_*",
  },
  {
    name: "an option that can only be queried",
    call: ({ hInternet }) =>
      InternetSetOption(
        hInternet,
        INTERNET_OPTION_HANDLE_TYPE as Wrong,
        1 as Wrong,
      ),
    code: ERROR_INTERNET_OPTION_NOT_SETTABLE,
    value: "INTERNET_OPTION_HANDLE_TYPE",
    cure: "InternetQueryOption",
  },
  {
    name: "an option of another handle",
    call: ({ hInternet }) =>
      InternetSetOption(hInternet, INTERNET_OPTION_USERNAME, "jo"),
    code: ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    value: "a session",
    cure: "connection",
  },
  {
    name: "an option that needs a handle",
    call: () => InternetQueryOption(null, INTERNET_OPTION_CONTEXT_VALUE),
    code: ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    value: "INTERNET_OPTION_CONTEXT_VALUE",
    cure: "pass a handle",
  },
  {
    name: "a number of retries as text",
    call: () =>
      download("http://example.com/x", "x", { retries: "3" as Wrong }),
    code: ERROR_INVALID_PARAMETER,
    value: '"3" as retries',
    cure: "it must be a whole number",
  },
  {
    name: "an option of a tree with a wrong value",
    call: async (scene) =>
      await downloadTree(await ftp(scene), "/", local(scene, "tree"), {
        links: "follow" as Wrong,
      }),
    code: ERROR_INVALID_PARAMETER,
    value: '"follow"',
    cure: '"skip" or "keep"',
  },
];

const NETWORK: readonly ErrorCase[] = [
  {
    name: "a name that does not exist",
    call: ({ hInternet }) => InternetOpenUrl(hInternet, "http://no.invalid/"),
    code: ERROR_INTERNET_NAME_NOT_RESOLVED,
    value: '"no.invalid"',
    cure: "check the name and the network",
  },
  {
    name: "a refused connection",
    call: ({ hInternet }) =>
      InternetOpenUrl(hInternet, `http://127.0.0.1:${closedPort()}/x`),
    code: ERROR_INTERNET_CANNOT_CONNECT,
    value: '"127.0.0.1" port 8080',
    cure: "check the host, the port",
  },
  {
    name: "a silent server",
    call: async (scene) => {
      const server = scene.use(usualServer());
      InternetSetOption(scene.hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 50);
      return await InternetOpenUrl(scene.hInternet, `${server.url}/wait`);
    },
    code: ERROR_INTERNET_TIMEOUT,
    value: "50 ms",
    cure: "INTERNET_OPTION_RECEIVE_TIMEOUT",
  },
  {
    name: "no permission for the network",
    call: ({ hInternet }) =>
      InternetOpenUrl(hInternet, "http://127.0.0.9:8080/x"),
    code: ERROR_ACCESS_DENIED,
    value: '"127.0.0.9"',
    cure: "--allow-net=127.0.0.9:8080",
  },
  {
    name: "a blocked port",
    call: ({ hInternet }) => InternetOpenUrl(hInternet, "http://127.0.0.1:25/"),
    code: ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    value: "port 25",
    cure: "another port",
  },
  {
    name: "a proxy that does not run",
    call: (scene) => {
      const proxy = `http://127.0.0.1:${closedPort()}`;
      const hInternet = scene.use(
        InternetOpen("agent", INTERNET_OPEN_TYPE_PROXY, proxy),
      );
      return InternetOpenUrl(hInternet, "http://a.invalid/");
    },
    code: ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
    value: '"127.0.0.1:8080"',
    cure: "INTERNET_OPEN_TYPE_DIRECT",
  },
  {
    name: "a proxy whose name does not exist",
    call: (scene) => {
      const proxy = "http://no.invalid:8080";
      const hInternet = scene.use(
        InternetOpen("agent", INTERNET_OPEN_TYPE_PROXY, proxy),
      );
      return InternetOpenUrl(hInternet, "http://a.invalid/");
    },
    code: ERROR_INTERNET_NAME_NOT_RESOLVED,
    value: 'the proxy "no.invalid:8080"',
    cure: "INTERNET_OPEN_TYPE_DIRECT",
  },
  {
    name: "https to a port without TLS",
    call: async (scene) => {
      const { url } = badRequests(scene);
      return await InternetOpenUrl(
        scene.hInternet,
        url.replace("http:", "https:"),
      );
    },
    code: ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
    value: "127.0.0.1",
    cure: "use http",
  },
  {
    name: "http to a port with TLS",
    call: async (scene) => {
      const options = { tls: fixture("localhost") };
      const { url } = scene.use(new FakeHttpServer({}, options));
      return await InternetOpenUrl(
        scene.hInternet,
        url.replace("https:", "http:"),
      );
    },
    code: ERROR_HTTP_INVALID_SERVER_RESPONSE,
    value: "127.0.0.1:8080",
    cure: "use https",
  },
  {
    name: "a certificate of an unknown authority",
    call: (scene) => openCertified(scene, "unknown_ca"),
    code: ERROR_INTERNET_INVALID_CA,
    value: '"localhost"',
    cure: "SECURITY_FLAG_IGNORE_UNKNOWN_CA",
  },
  {
    name: "a certificate of another host",
    call: (scene) => openCertified(scene, "wronghost"),
    code: ERROR_INTERNET_SEC_CERT_CN_INVALID,
    value: '"localhost"',
    cure: "SECURITY_FLAG_IGNORE_CERT_CN_INVALID",
  },
  {
    name: "a certificate that has expired",
    call: (scene) => openCertified(scene, "expired"),
    code: ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    value: '"localhost"',
    cure: "SECURITY_FLAG_IGNORE_CERT_DATE_INVALID",
  },
];

const RESPONSES: readonly ErrorCase[] = [
  {
    name: "a redirect loop",
    call: async (scene) => {
      const url = answering(scene, (_, reply) => reply.redirect("/loop"));
      return await InternetOpenUrl(scene.hInternet, url);
    },
    code: ERROR_HTTP_REDIRECT_FAILED,
    value: '"http://127.0.0.1:8080/loop"',
    cure: "INTERNET_FLAG_NO_AUTO_REDIRECT",
  },
  {
    name: "a redirect from http to https",
    call: async (scene) => {
      const url = answering(
        scene,
        (_, reply) => reply.redirect("https://localhost/x"),
      );
      return await InternetOpenUrl(scene.hInternet, url);
    },
    code: ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
    value: '"https://localhost"',
    cure: "INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS",
  },
  {
    name: "a response that ends too early",
    call: async (scene) => {
      const url = answering(
        scene,
        (_, reply) => reply({ length: 10, body: "half" }),
      );
      return await readText(await InternetOpenUrl(scene.hInternet, url));
    },
    code: ERROR_INTERNET_CONNECTION_ABORTED,
    value: "127.0.0.1:8080/",
    cure: "request it again",
  },
  {
    name: "a server that requires Kerberos",
    call: async (scene) => {
      const server = scene.use(
        new FakeHttpServer({
          "*": (_, reply) =>
            reply({
              status: 401,
              headers: { "WWW-Authenticate": "Negotiate" },
            }),
        }),
      );
      const hConnect = await InternetConnect(
        scene.hInternet,
        server.hostname,
        server.port,
        "jo",
        "secret",
      );
      const hRequest = await HttpOpenRequest(hConnect);
      await HttpSendRequest(hRequest);
      const { dwError, text } = InternetGetLastResponseInfo();
      throw new InternetError(dwError, text);
    },
    code: ERROR_INTERNET_LOGIN_FAILURE,
    value: "Negotiate",
    cure: "Kerberos is not supported",
  },
  {
    name: "DetectAutoProxyUrl without an interpreter",
    call: () => DetectAutoProxyUrl(2),
    code: ERROR_CALL_NOT_IMPLEMENTED,
    value: "DetectAutoProxyUrl",
    cure: "loadProxyScripts",
  },
  {
    name: "a URL that the cache does not have",
    call: async (scene) => {
      await openUrlCache({ path: null });
      scene.defer(closeUrlCache);
      return await GetUrlCacheEntryInfo("http://example.com/x");
    },
    code: ERROR_FILE_NOT_FOUND,
    value: '"http://example.com/x"',
    cure: "store it by CommitUrlCacheEntry",
  },
];

const FTP: readonly ErrorCase[] = [
  {
    name: "FTP to an HTTP server",
    call: async (scene) => {
      const { hostname: host, port } = badRequests(scene);
      InternetSetOption(scene.hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 50);
      return await connectFtp(scene.hInternet, { host, port });
    },
    code: ERROR_INTERNET_TIMEOUT,
    value: '"127.0.0.1" port 8080',
    cure: "use an http: URL",
  },
  {
    name: "a login that requires TLS",
    call: (scene) => {
      const text = "530 Non-anonymous sessions must use encryption.";
      return ftp(scene, { on: { USER: (call) => call.reply(text) } });
    },
    code: ERROR_INTERNET_LOGIN_FAILURE,
    value: '"anonymous"',
    cure: "INTERNET_FLAG_SECURE",
  },
  {
    name: "a wrong password",
    call: async (scene) => {
      const server = scene.use(
        new FtpServer({ users: { jo: "right" }, tls: false, features: [] }),
      );
      return await connectFtp(scene.hInternet, server, {
        user: "jo",
        password: "secret",
      });
    },
    code: ERROR_INTERNET_LOGIN_FAILURE,
    value: '"jo"',
    cure: "check lpszUserName and lpszPassword",
  },
  {
    name: "a file that the server does not have",
    call: async (scene) =>
      await FtpGetFile(await ftp(scene), "b.txt", local(scene, "b.txt")),
    code: ERROR_INTERNET_EXTENDED_ERROR,
    value: '"b.txt"',
    cure: "check the name with FtpFindFirstFile",
  },
  {
    name: "a local file that already exists",
    call: async (scene) => {
      const path = local(scene, "a.txt");
      await Deno.writeTextFile(path, "old");
      return await FtpGetFile(await ftp(scene), "a.txt", path, true);
    },
    code: ERROR_FILE_EXISTS,
    value: '"/folder/a.txt"',
    cure: "fFailIfExists",
  },
  {
    name: "a local directory that does not exist",
    call: async (scene) =>
      await FtpGetFile(await ftp(scene), "a.txt", local(scene, "no/a.txt")),
    code: ERROR_PATH_NOT_FOUND,
    value: '"/folder/no/a.txt"',
    cure: "a directory of the path does not exist; create it",
  },
  {
    name: "a full disk",
    call: () => {
      const cause = Object.assign(new Error("No space"), { code: "ENOSPC" });
      const action = 'write the file "/folder/a.txt"';
      throw localError(action, cause, ERROR_PATH_NOT_FOUND);
    },
    code: ERROR_DISK_FULL,
    value: '"/folder/a.txt"',
    cure: "free some space",
  },
  {
    name: "a pattern that matches nothing",
    call: async (scene) => await FtpFindFirstFile(await ftp(scene), "*.csv"),
    code: ERROR_NO_MORE_FILES,
    value: '"*.csv"',
    cure: "null as lpszSearchFile",
  },
  {
    name: "an enumeration that is closed",
    call: async (scene) => {
      const { hFind } = await FtpFindFirstFile(await ftp(scene));
      InternetCloseHandle(hFind);
      return await InternetFindNextFile(hFind);
    },
    code: ERROR_INVALID_HANDLE,
    value: "an FTP enumeration",
    cure: "it is closed, so open another one",
  },
  {
    name: "a result of FtpFindFirstFile as handle",
    call: async (scene) =>
      await InternetFindNextFile(
        await FtpFindFirstFile(await ftp(scene)) as Wrong,
      ),
    code: ERROR_INVALID_HANDLE,
    value: "an object",
    cure: "pass its hFind",
  },
  {
    name: "a connection with an open file",
    call: async (scene) => {
      const hConnect = await ftp(scene);
      await FtpOpenFile(hConnect, "a.txt", GENERIC_READ);
      return await FtpCreateDirectory(hConnect, "new");
    },
    code: ERROR_FTP_TRANSFER_IN_PROGRESS,
    value: '"ftp://127.0.0.1:8080/"',
    cure: "FTP_OPTION_QUEUE",
  },
  {
    name: "a path with a line end",
    call: async (scene) =>
      await FtpCreateDirectory(await ftp(scene), "a\r\nDELE b"),
    code: ERROR_INVALID_PARAMETER,
    value: '"a\\r\\nDELE b"',
    cure: "remove the line end",
  },
  {
    name: "a command that the server does not know",
    call: async (scene) =>
      await FtpCommand(
        await ftp(scene),
        false,
        FTP_TRANSFER_TYPE_BINARY,
        "NONSENSE",
      ),
    code: ERROR_INTERNET_EXTENDED_ERROR,
    value: '"NONSENSE"',
    cure: "the server does not have this command",
  },
  {
    name: "both kinds of access",
    call: async (scene) =>
      await FtpOpenFile(
        await ftp(scene),
        "a.txt",
        (GENERIC_READ | GENERIC_WRITE) >>> 0,
      ),
    code: ERROR_INVALID_PARAMETER,
    value: "3221225472",
    cure: "GENERIC_READ or GENERIC_WRITE",
  },
  {
    name: "writing to a file that is read",
    call: async (scene) =>
      await InternetWriteFile(
        await FtpOpenFile(await ftp(scene), "a.txt", GENERIC_READ),
        "text",
      ),
    code: ERROR_INVALID_HANDLE,
    value: "an FTP file",
    cure: "GENERIC_WRITE",
  },
  {
    name: "an upload without a local file",
    call: async (scene) =>
      await FtpPutFile(await ftp(scene), local(scene, "no.txt"), "no.txt"),
    code: ERROR_FILE_NOT_FOUND,
    value: '"/folder/no.txt"',
    cure: "check the path",
  },
];

const GOPHER: readonly ErrorCase[] = [
  {
    name: "a user for Gopher",
    call: ({ hInternet }) =>
      InternetConnect(
        hInternet,
        "example.com",
        0,
        "jo",
        null,
        INTERNET_SERVICE_GOPHER,
      ),
    code: ERROR_INVALID_PARAMETER,
    value: '"example.com"',
    cure: "lpszUserName and lpszPassword must be null",
  },
];

/** All cases. */
export const ERROR_CASES: readonly ErrorCase[] = [
  ...URLS,
  ...ARGUMENTS,
  ...OPTIONS,
  ...NETWORK,
  ...RESPONSES,
  ...FTP,
  ...GOPHER,
];

/** Returns the error of a case, with the same ports and folders in every run. */
export async function errorOf(
  { call, name }: ErrorCase,
): Promise<{ code: number; text: string }> {
  await using stack = new AsyncDisposableStack();
  const hInternet = stack.use(InternetOpen("error texts"));
  try {
    await call(Object.assign(stack, { hInternet }));
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    return { code: error.code, text: withoutChance(error.message) };
  }
  throw new Error(`No error: ${name}`);
}

function withoutChance(text: string): string {
  return text.replace(
    /\S*\/wininet_ftp_\w+/g,
    (path) => path.replace(/[^"]*$/, "/folder"),
  )
    .replace(/(?<=:|port )[1-6]\d{4}\b/g, "8080");
}
