"""An authority that exists in this kernel only, and the TLS contexts of those who trust it.

It signs one certificate, for localhost. Keys and certificates live in memory and end with the kernel: nothing of them
is left on disk, and no system trusts them but who is told to.
"""

import base64
import hashlib
import ssl
from collections.abc import Sequence

__all__ = ["NAME", "PATIENCE", "Authority"]

NAME = "localhost"  # a certificate needs a name, and browsers want it in the ClientHello, where no address may stand
PATIENCE = 3600.0  # s: asyncio gives a TLS handshake 60, less than it takes to read one


class Authority:
    """A certificate authority of our own: ``serve(…, tls=authority)`` speaks TLS, whoever has ``pem`` believes it."""

    def __init__(self) -> None:
        import trustme  # 90 ms, only for a lesson with TLS

        self._ca = trustme.CA(organization_name="Realtime on the Wire")
        self._certificate = self._ca.issue_cert(NAME, "127.0.0.1", "::1")
        self._contexts: dict[tuple[bool, tuple[str, ...]], ssl.SSLContext] = {}

    @property
    def pem(self) -> str:
        """The authority's own certificate, for a client that shall trust it (``curl --cacert``)."""
        return self._ca.cert_pem.bytes().decode("ascii")

    @property
    def fingerprint(self) -> str:
        """The server's public key, hashed: what Chromium's ``--ignore-certificate-errors-spki-list`` takes."""
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        certificate = x509.load_pem_x509_certificate(self._certificate.cert_chain_pems[0].bytes())
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(key).digest()).decode("ascii")

    def server_context(self, *, alpn: Sequence[str] = ()) -> ssl.SSLContext:
        """A server's side, which offers the protocols of ``alpn``, the best first."""
        return self._context(alpn, server=True)

    def client_context(self, *, alpn: Sequence[str] = ()) -> ssl.SSLContext:
        """A client's side, which trusts this authority and nobody else."""
        return self._context(alpn, server=False)

    def _context(self, alpn: Sequence[str], *, server: bool) -> ssl.SSLContext:
        key = server, tuple(alpn)
        if key not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
            if server:
                self._certificate.configure_cert(context)
            else:
                self._ca.configure_trust(context)
            if alpn:
                context.set_alpn_protocols(list(alpn))
            self._contexts[key] = context
        return self._contexts[key]
