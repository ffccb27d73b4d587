// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/net/strict_server.h"

#include <QTcpSocket>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <functional>

namespace cocoon::test {

namespace {
    const QByteArray kAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n{\"gitVersion\":\"v1.29\"}";

    std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(const QByteArray& pem)
    {
        return { BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())), &BIO_free_all };
    }

    void eachCertificate(const QByteArray& pem, const std::function<void(X509*)>& use)
    {
        const auto bio = memory(pem);
        while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
            use(certificate);
            X509_free(certificate);
        }
        ERR_clear_error(); // the end of the file; Qt's sockets share the queue
    }

    /// One connection; bytes go through memory, so that the event loop stays the only one that waits.
    class Peer : public QObject {
    public:
        Peer(qintptr descriptor, SSL_CTX* context, std::function<void()> onAnswer, QObject* parent)
            : QObject(parent)
            , m_ssl(SSL_new(context))
            , m_in(BIO_new(BIO_s_mem()))
            , m_out(BIO_new(BIO_s_mem()))
            , m_onAnswer(std::move(onAnswer))
        {
            m_socket.setSocketDescriptor(descriptor);
            SSL_set_bio(m_ssl, m_in, m_out);
            SSL_set_accept_state(m_ssl);
            connect(&m_socket, &QTcpSocket::readyRead, this, &Peer::read);
        }
        ~Peer() override { SSL_free(m_ssl); }

    private:
        void read()
        {
            const QByteArray bytes = m_socket.readAll();
            if (m_isOver) {
                return; // read on: closing with unread bytes would take the alert along
            }
            BIO_write(m_in, bytes.constData(), static_cast<int>(bytes.size()));
            std::array<char, 4096> buffer {};
            int count = 0;
            while ((count = SSL_read(m_ssl, buffer.data(), static_cast<int>(buffer.size()))) > 0) { // shakes hands first
                m_request.append(buffer.data(), count);
            }
            const int reason = SSL_get_error(m_ssl, count);
            ERR_clear_error();
            if (m_request.contains("\r\n\r\n")) {
                m_request.clear();
                m_onAnswer();
                SSL_write(m_ssl, kAnswer.constData(), static_cast<int>(kAnswer.size()));
            }
            flush();
            if (reason != SSL_ERROR_WANT_READ) {
                m_isOver = true;
                m_socket.disconnectFromHost();
            }
        }
        void flush()
        {
            std::array<char, 4096> buffer {};
            int count = 0;
            while ((count = BIO_read(m_out, buffer.data(), static_cast<int>(buffer.size()))) > 0) {
                m_socket.write(buffer.data(), count);
            }
        }

        QTcpSocket m_socket;
        SSL* m_ssl;
        BIO* m_in; // both are m_ssl's
        BIO* m_out;
        std::function<void()> m_onAnswer;
        QByteArray m_request;
        bool m_isOver = false;
    };
}

StrictServer::StrictServer(const Options& options)
    : m_options(options)
    , m_context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free)
{
    SSL_CTX* context = m_context.get();
    if (options.newest != 0 && options.newest < TLS1_2_VERSION) {
        SSL_CTX_set_security_level(context, 0);
    }
    SSL_CTX_set_min_proto_version(context, options.oldest);
    SSL_CTX_set_max_proto_version(context, options.newest);
    bool isFirst = true;
    eachCertificate(options.chainPem, [&](X509* certificate) {
        if (std::exchange(isFirst, false)) {
            SSL_CTX_use_certificate(context, certificate);
        } else {
            SSL_CTX_add1_chain_cert(context, certificate);
        }
    });
    const auto bio = memory(options.keyPem);
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context, key);
    EVP_PKEY_free(key);
    if (!options.clientRootsPem.isEmpty()) {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        eachCertificate(options.clientRootsPem, [&](X509* certificate) {
            X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
            SSL_CTX_add_client_CA(context, certificate);
        });
    }
    ERR_clear_error();
}

void StrictServer::incomingConnection(qintptr descriptor)
{
    if (m_options.says.isEmpty()) {
        new Peer(descriptor, m_context.get(), [this] { ++m_answered; }, this);
        return;
    }
    auto* socket = new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
        socket->readAll();
        socket->write(m_options.says);
    });
}

} // namespace cocoon::test
