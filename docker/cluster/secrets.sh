#!/bin/sh
# Makes what the machines of docker/compose.cluster.yaml must know and nobody else may: the two secrets of the ledger, passwords, an authority, and a
# certificate for each node of KurrentDB.
#
#   docker/cluster/secrets.sh [folder]        # by default docker/cluster/secrets
#
# What is there already stays: put master.key and command.key of a ledger that moves there first. A certificate that has been deleted is made anew.
set -eu
umask 077
folder="${1:-$(dirname "$0")/secrets}"
mkdir -p "$folder"
cd "$folder"

# made FILE COMMAND...: keeps the file where it is there, and never leaves half of one.
made() {
  file="$1"
  shift
  [ -e "$file" ] || { "$@" > "$file.unfinished" && mv "$file.unfinished" "$file"; }
}

authority() {
  openssl req -x509 -newkey rsa:3072 -noenc -keyout ca.key -days 3650 -subj /CN=jirga-kurrentdb-ca \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2> /dev/null
}

# Nodes know each other by the common name, which is the same on all; clients by the host names.
certificate() {
  openssl req -new -key "$1.key" -subj /CN=jirga-kurrentdb-node \
    | openssl x509 -req -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -days 825 -extfile "$1.extensions" 2> /dev/null
}

made master.key openssl rand 32
made command.key openssl rand 32
for name in kurrentdb-admin kurrentdb-ops kurrentdb-jirga postgres; do made "$name" openssl rand -hex 24; done
made ca.crt authority
for node in kurrentdb-1 kurrentdb-2 kurrentdb-3; do
  made "$node.key" openssl genrsa 3072
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' "$node" > "$node.extensions"
  made "$node.crt" certificate "$node"
  rm "$node.extensions"
done

# Containers see these files under the user that they belong to here. PostgreSQL runs as another one; what nobody gets at is the folder.
chmod 644 postgres
case "$(id -u)" in
  0) chown -R 1000:1000 . ;;
  1000) ;;
  *) echo "The containers run as user 1000: sudo chown -R 1000:1000 $(pwd)" ;;
esac
