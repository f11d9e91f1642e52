"""A listener that speaks TLS in front of the double, with a certificate of its own making."""

import contextlib
import datetime
import ipaddress
import select
import socket
import socketserver
import ssl
import tempfile
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@contextlib.contextmanager
def front(port, host=HOST, days=2):
    """(address, certificate's file) of a listener before a plain port. The certificate is signed by itself, for a host,
    and lasts for so many days from yesterday on."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pem"
        file.write_bytes(_certificate(host, days))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        with _Front(context, port) as listener:
            threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            yield f"https://{HOST}:{listener.server_address[1]}/v1", file
            listener.shutdown()


def _certificate(host, days):
    """A private key and its certificate."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    began = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    shown = x509.IPAddress(ipaddress.ip_address(host)) if host == HOST else x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([shown]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(*kinds) + made.public_bytes(serialization.Encoding.PEM)


class _Front(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, context, port):
        super().__init__((HOST, 0), _Connection)
        self.context, self.port = context, port

    def handle_error(self, request, client_address):
        """A client that does not trust us hangs up."""


class _Connection(socketserver.BaseRequestHandler):
    def handle(self):
        with (
            self.server.context.wrap_socket(self.request, server_side=True) as client,
            socket.create_connection((HOST, self.server.port)) as double,
        ):
            other = {client: double, double: client}
            while True:
                for source in [client] if client.pending() else select.select([client, double], [], [])[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    other[source].sendall(data)
