#!/bin/bash
# Copyright 2026 the wininet authors. MIT license.
#
# Makes the certificates of this folder. They are committed, so that tests need
# no openssl; run this again only to change what they say. All keys are EC P-256,
# except one, and worthless: they are public.
#
# `openssl ca` is used instead of `openssl x509 -req` because only it takes
# start and end dates in OpenSSL 3.0.
# shellcheck disable=SC2046 # `by` prints several arguments.
set -euo pipefail
out=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

local_names='DNS:localhost,IP:127.0.0.1,IP:::1'
valid_from=20200101000000Z
valid_to=20900101000000Z

: > index.txt
echo 1000 > serial
cat > ca.cnf <<'CNF'
[ca]
default_ca = fixtures
[fixtures]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = names
unique_subject = no
[names]
commonName = supplied
CNF

curve=prime256v1

request() { # name common-name
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:$curve -nodes \
    -keyout "$1.key" -out "$1.csr" -subj "/CN=$2" 2>/dev/null
}

sign() { # name from to extensions signer-arguments...
  printf '%b' "$4" > "$1.ext"
  openssl ca -batch -notext -config ca.cnf -extfile "$1.ext" \
    -startdate "$2" -enddate "$3" -in "$1.csr" -out "$1.pem" "${@:5}" 2>/dev/null
}

authority() { # name common-name path-length signer-arguments...
  request "$1" "$2"
  sign "$1" 20000101000000Z 21000101000000Z \
    "basicConstraints=critical,CA:TRUE$3\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n" \
    "${@:4}"
}

usage=serverAuth,clientAuth

leaf() { # name common-name subject-alternative-names from to signer-arguments...
  request "$1" "$2"
  sign "$1" "$4" "$5" \
    "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=$usage\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nsubjectAltName=$3\n" \
    "${@:6}"
}

by() { # authority
  echo "-cert $1.pem -keyfile $1.key"
}

authority ca 'wininet test CA' '' -selfsign -keyfile ca.key
authority other_ca 'wininet other test CA' '' -selfsign -keyfile other_ca.key
authority intermediate 'wininet test intermediate CA' ',pathlen:0' $(by ca)

leaf localhost localhost "$local_names" $valid_from $valid_to $(by ca)
leaf wronghost other.example 'DNS:other.example' $valid_from $valid_to $(by ca)
leaf expired localhost "$local_names" 20200101000000Z 20210101000000Z $(by ca)
leaf notyet localhost "$local_names" 20900101000000Z 20990101000000Z $(by ca)
leaf expired_wronghost other.example 'DNS:other.example' \
  20200101000000Z 20210101000000Z $(by ca)
leaf unknown_ca localhost "$local_names" $valid_from $valid_to $(by other_ca)
leaf self_signed localhost "$local_names" $valid_from $valid_to \
  -selfsign -keyfile self_signed.key
leaf chained localhost "$local_names" $valid_from $valid_to $(by intermediate)
cat intermediate.pem >> chained.pem
usage=clientAuth leaf client_usage localhost "$local_names" \
  $valid_from $valid_to $(by ca)
# A curve that rustls cannot use.
curve=secp256k1 usage=clientAuth leaf odd_key localhost "$local_names" \
  $valid_from $valid_to $(by ca)

for name in ca other_ca localhost wronghost expired notyet expired_wronghost \
  unknown_ca self_signed chained client_usage odd_key; do
  install -m 644 "$name.pem" "$name.key" "$out"
done
install -m 644 intermediate.pem "$out"
