// Copyright 2026 the wininet authors. MIT license.

/**
 * Starts a real nginx for tests and benchmarks as the current user, with all
 * its files in one temporary directory.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { logOf, startDaemons, startInFolder } from "./daemon.ts";
import { findProgram, freePorts } from "./processes.ts";
import { ServerTests } from "./server_tests.ts";

const TLS_FOLDER = fileURLToPath(new URL("../tls/", import.meta.url));

const HOST = "127.0.0.1";

/** The ports on which nginx serves its directories, all inside one temporary directory. */
export interface NginxPorts {
  plain: number;
  tls: number;
  h2: number;
  certificates: number;
}

/** A running nginx. */
export class Nginx implements AsyncDisposable {
  /** The directory that is served. */
  readonly root: string;
  readonly ports: NginxPorts;
  /** `http://127.0.0.1:port`, without a final slash. */
  readonly url: string;
  /** HTTP/1.1 over TLS with tests/tls/localhost.pem: `https://127.0.0.1:port`. */
  readonly tlsUrl: string;
  /** The same with HTTP/2 through ALPN. */
  readonly h2Url: string;
  /**
   * A server that requires a client certificate of tests/tls/ca.pem:
   * `https://127.0.0.1:port`.
   */
  readonly certificatesUrl: string;
  #folder: string;
  #daemon: AsyncDisposable;

  private constructor(
    folder: string,
    ports: NginxPorts,
    daemon: AsyncDisposable,
  ) {
    this.root = `${folder}/www`;
    this.ports = ports;
    this.url = `http://${HOST}:${ports.plain}`;
    this.tlsUrl = `https://${HOST}:${ports.tls}`;
    this.h2Url = `https://${HOST}:${ports.h2}`;
    this.certificatesUrl = `https://${HOST}:${ports.certificates}`;
    this.#folder = folder;
    this.#daemon = daemon;
  }

  /** Starts nginx and waits until it accepts connections. */
  static async start(): Promise<Nginx> {
    const binary = findNginx();
    if (!binary) throw new Deno.errors.NotFound("Cannot start nginx: No nginx");
    let written: Promise<void> | undefined;
    return await startInFolder("nginx", async (folder) => {
      await (written ??= writeFiles(folder));
      return await Nginx.#launch(binary, folder);
    });
  }

  /**
   * Creates the file `name` below the root with `size` zero bytes, without
   * using disk space.
   */
  async addSparseFile(name: string, size: number = 2 ** 30): Promise<void> {
    using file = await Deno.create(`${this.root}/${name}`);
    await file.truncate(size);
  }

  /** Returns the error log of nginx. */
  errorLog(): Promise<string> {
    return Deno.readTextFile(logOf(this.#folder));
  }

  /** Returns one line per finished request: `"METHOD target protocol" status connection`. */
  accessLog(): Promise<string> {
    return Deno.readTextFile(`${this.#folder}/access.log`);
  }

  /** Removes the files uploaded to `/dav/`. */
  async removePut(): Promise<void> {
    await Deno.remove(`${this.root}/dav`, { recursive: true });
    await Deno.mkdir(`${this.root}/dav`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#daemon[Symbol.asyncDispose]();
  }

  static async #launch(
    binary: string,
    folder: string,
  ): Promise<Nginx | undefined> {
    const [plain, tls, h2, certificates] = freePorts(4) as [
      number,
      number,
      number,
      number,
    ];
    const ports = { plain, tls, h2, certificates };
    await Deno.writeTextFile(`${folder}/nginx.conf`, configuration(ports));
    const command = [binary, "-p", folder, "-c", "nginx.conf", "-e", "log"];
    const addresses = [{ host: HOST, port: h2 }];
    const daemon = await startDaemons(folder, [command], addresses);
    return daemon && new Nginx(folder, ports, daemon);
  }
}

const tests = new ServerTests({
  program: "nginx",
  remedy: "apt-get install nginx-light",
  isInstalled: findNginx() !== undefined,
  open: () => Nginx.start(),
  clear: (nginx) => nginx.removePut(),
});

/** Registers a test against the nginx that the tests of a file share. */
export function nginxTest(
  name: string,
  run: (nginx: Nginx, context: Deno.TestContext) => Promise<void>,
): void {
  tests.add(name, run);
}

/** Returns the path of nginx, if it is installed. */
export function findNginx(): string | undefined {
  return findProgram("nginx");
}

/** Returns the bytes of bin1m.bin and bin16m.bin: a xorshift sequence from a fixed seed. */
export function deterministicBytes(size: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(size / 4));
  let word = 0x2545f491;
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    words[i] = word;
  }
  return new Uint8Array(words.buffer, 0, size);
}

/** Returns the text of big.txt: 2000 lines. */
export function compressibleText(): string {
  const lines = Array.from(
    { length: 2000 },
    (_, index) => `line ${index + 1} of a compressible text\n`,
  );
  return lines.join("");
}

async function writeFiles(folder: string): Promise<void> {
  const www = `${folder}/www`;
  await Deno.mkdir(`${www}/dav`, { recursive: true });
  await Deno.mkdir(`${folder}/temp`);
  await Deno.writeTextFile(`${folder}/users`, "alice:{PLAIN}wonder land\n");
  await Deno.writeTextFile(`${www}/hello.txt`, "Hello, http\n");
  await Deno.writeTextFile(`${www}/index.html`, "<title>t</title><p>hi</p>\n");
  await Deno.writeTextFile(`${www}/big.txt`, compressibleText());
  await Deno.writeFile(`${www}/bin1m.bin`, deterministicBytes(2 ** 20));
  await Deno.writeFile(`${www}/bin16m.bin`, deterministicBytes(2 ** 24));
}

function configuration(ports: NginxPorts): string {
  return `
daemon off;
master_process off;  # one process: killing it stops everything
pid nginx.pid;
error_log log warn;
events { worker_connections 512; }
http {
  types { text/html html; text/plain txt; application/octet-stream bin; }
  default_type application/octet-stream;
  log_format short '"$request" $status $connection';
  access_log access.log short;
  sendfile on;
  tcp_nopush on;
  keepalive_timeout 60s;
  keepalive_requests 100000;
  client_body_temp_path temp/body;
  proxy_temp_path temp/proxy;
  fastcgi_temp_path temp/fastcgi;
  uwsgi_temp_path temp/uwsgi;
  scgi_temp_path temp/scgi;
  gzip on;
  gzip_types text/plain;
  gzip_min_length 100;
  gzip_vary on;
  server {
    listen 127.0.0.1:${ports.plain};
    listen 127.0.0.1:${ports.tls} ssl;
    listen 127.0.0.1:${ports.h2} ssl http2;
    server_name localhost;
    ssl_certificate "${TLS_FOLDER}localhost.pem";
    ssl_certificate_key "${TLS_FOLDER}localhost.key";
    root www;
${LOCATIONS}
  }
  server {
    listen 127.0.0.1:${ports.certificates} ssl;
    ssl_certificate "${TLS_FOLDER}localhost.pem";
    ssl_certificate_key "${TLS_FOLDER}localhost.key";
    ssl_client_certificate "${TLS_FOLDER}ca.pem";
    ssl_verify_client on;
    location / { return 200 "$ssl_client_serial $ssl_client_verify"; }
  }
}
`;
}

const LOCATIONS = String.raw`
    absolute_redirect off;
    location /noranges/ { alias www/; max_ranges 0; }
    location /nokeepalive/ { alias www/; keepalive_timeout 0; }
    location /slow/ { alias www/; limit_rate 200k; }
    location = /r301 { return 301 /hello.txt; }
    location = /r302 { return 302 /hello.txt; }
    location = /r303 { return 303 /echo; }
    location = /r307 { return 307 /echo; }
    location = /r308 { return 308 /echo; }
    location = /rabsolute { return 302 $scheme://$http_host/hello.txt; }
    location = /rloop { return 302 /rloop; }
    location = /echo {
      default_type text/plain;
      return 200 "$request_method $request_uri $server_protocol\nhost=$http_host\nua=$http_user_agent\nae=$http_accept_encoding\naccept=$http_accept\nrange=$http_range\ncookie=$http_cookie\nreferer=$http_referer\nauth=$http_authorization\ntype=$content_type\nlength=$content_length\n";
    }
    location = /cookie {
      add_header Set-Cookie "a=1; Path=/";
      add_header Set-Cookie "b=2; Path=/; HttpOnly";
      return 200 "ok\n";
    }
    location /private/ {
      alias www/;
      auth_basic "private pages";
      auth_basic_user_file users;
    }
    location = /204 { return 204; }
    location = /304 { return 304; }
    location = /404 { return 404; }
    location = /500 { return 500 "boom\n"; }
    location = /drop { return 444; }
    location /dav/ {
      dav_methods PUT DELETE MKCOL;
      create_full_put_path on;
      client_max_body_size 0;
    }
`;
